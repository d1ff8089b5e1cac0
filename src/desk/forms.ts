import type { ArgSpec, Command, CommandCall, Form, FormField, Inbound, Language } from '../core/index.js';
import { usageWord } from '../core/index.js';
import type { Access } from './access.js';
import type { OfferedButtons } from './buttons.js';
import type { TradeDesk } from './confirmations/trade-desk.js';
import type { LanguageOf } from './own-language.js';
import { findCommand, typedForm } from './parse.js';
import { asksCodeBeside, codeField } from './second-factor.js';

export interface FormParts {
  readonly commands: readonly Command[];
  readonly access: Access;
  readonly buttons: OfferedButtons;
  readonly trade: Pick<TradeDesk, 'buttonOf' | 'asksCode'>;
  readonly languageOf: LanguageOf;
}

const MOST_FIELDS = 5;

/**
 * What a press has to be asked first, if it was offered here to this person, is not over, and its command is theirs.
 * Looks only: the press itself goes through every gate again when it comes with the answers.
 */
export function formOf(
  { commands, access, buttons, trade, languageOf }: FormParts,
  inbound: Inbound,
): Form | undefined {
  const { content, where } = inbound;
  if (content.kind !== 'press' || content.given !== undefined) return undefined;
  const entry = access.enter(inbound);
  if (entry.kind === 'refused') return undefined;
  const { who } = entry;
  const language = languageOf(who);
  const { buttonId } = content;
  const answer = trade.buttonOf(buttonId);
  if (answer) {
    const isAsked = !who.byKey && who.roles.has(answer.role) && trade.asksCode(buttonId, who);
    return isAsked ? { title: ticketTitle(language), fields: [codeField(language)] } : undefined;
  }
  const press = buttons.press(buttonId, who, where);
  if (press.kind !== 'valid') return undefined;
  const command = findCommand(press.call.command, commands);
  if (!command || !who.roles.has(command.access)) return undefined;
  const fields = [
    ...askedOf(command, press.ask).map(spec => fieldOf(spec, language)),
    ...(asksCodeBeside(command, press.ask) ? [codeField(language)] : []),
  ];
  return fields.length > 0 ? { title: titleOf(press.call, command, language), fields } : undefined;
}

function askedOf({ args }: Command, ask: readonly string[]): readonly ArgSpec[] {
  return args.filter(({ name }) => ask.includes(name)).slice(0, MOST_FIELDS);
}

/** The call with the answers to what was asked; other names, and answers left empty, change nothing. */
export function answeredCall(
  call: CommandCall,
  ask: readonly string[],
  given: Readonly<Record<string, string>>,
): CommandCall {
  const answers = Object.entries(given).filter(([name, text]) => ask.includes(name) && text.trim() !== '');
  return { ...call, args: { ...call.args, ...Object.fromEntries(answers) } };
}

/** The line to type where nothing can be asked: `/buy 005930 <수량> [가격]`. */
export function lineToComplete(
  call: CommandCall,
  ask: readonly string[],
  command: Command,
  language: Language,
): string {
  const gaps = askedOf(command, ask).map(spec => [spec.name, usageWord(spec, language)]);
  return typedForm({ ...call, args: { ...call.args, ...Object.fromEntries(gaps) } }, command);
}

function fieldOf(spec: ArgSpec, language: Language): FormField {
  const label = language === 'ko' ? spec.ko : spec.name;
  const about = spec.description[language];
  const aside = about.startsWith(`${label} (`) && about.endsWith(')');
  return {
    name: spec.name,
    label,
    hint: aside ? about.slice(label.length + 2, -1) : about,
    // Left out it may be where it is typed; where it is asked for nothing else is meant.
    required: spec.required === true || spec.kind === 'code',
    rest: spec.rest === true,
    secret: spec.secret === true,
  };
}

const ticketTitle = (language: Language) => (language === 'ko' ? '주문 확인' : 'Confirm the order');

/** What the person is about to do, with what is settled already: `매수 005930`. */
function titleOf({ args }: CommandCall, command: Command, language: Language): string {
  const korean = command.aliases.find(alias => /^[가-힣]+$/.test(alias));
  const name = language === 'ko' && korean ? korean : command.name;
  const settled = command.args.flatMap(spec =>
    Object.hasOwn(args, spec.name) && spec.secret !== true ? [args[spec.name]] : [],
  );
  return [name, ...settled].join(' ');
}
