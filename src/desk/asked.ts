import {
  type ArgValues,
  type Command,
  DeskError,
  type InboundContent,
  type Language,
  type Place,
  type Principal,
  parseArgs,
} from '../core/index.js';
import type { OfferedButtons } from './buttons.js';
import { answeredCall, lineToComplete } from './forms.js';
import { findCommand, type Parsed, parseText, readArgs, typedForm } from './parse.js';
import { CODE } from './second-factor.js';

/** What somebody wants, before anything is decided about it. */
export type Asked = Parsed | Extract<InboundContent, { kind: 'press' }>;

/** A command of the allow-list and its arguments as given. */
export interface Request {
  readonly command: Command;
  readonly given: Readonly<Record<string, string>>;
  /** First typed word that no argument takes. */
  readonly surplus: string | undefined;
  /** Of an authenticator, as it came with the press. Written down nowhere. */
  readonly code?: string;
}

/** Pure and total: whatever a platform hands over becomes one of the closed set above. */
export function readContent(content: InboundContent, commands: readonly Command[]): Asked {
  switch (content.kind) {
    case 'text':
      return parseText(content.text, commands);
    case 'press':
      return content;
    case 'command': {
      const command = commands.find(c => c.name === content.name);
      return command
        ? { kind: 'call', command, given: content.options, surplus: undefined, addressed: true }
        : { kind: 'unknown', word: content.name.slice(0, 40), suggestion: undefined, addressed: true };
    }
  }
}

/**
 * In a group, words without a slash are for the desk only when they are a command through and through. People thank
 * each other there (감사), so free words prove nothing and an administrator types the slash; but what is urgent is taken
 * at its word.
 */
export function isConversation(asked: Asked, where: Place): boolean {
  if (where.kind === 'private' || asked.kind === 'press' || asked.addressed) return false;
  if (asked.kind !== 'call' || asked.surplus !== undefined) return true;
  const { command, given } = asked;
  if (readArgs(command.args, given) === undefined) return true;
  if (command.urgent) return false;
  const freeWords = command.args.some(spec => spec.kind === 'text' && Object.hasOwn(given, spec.name));
  return freeWords || command.access === 'admin';
}

/** The command and arguments that were asked for; throws what the person must be told when there are none. */
export function requestOf(
  asked: Asked,
  from: { who: Principal; where: Place },
  parts: { commands: readonly Command[]; buttons: OfferedButtons; language: Language },
): Request {
  switch (asked.kind) {
    case 'disguised':
      throw new DeskError('input', 'hidden or look-alike characters', { problem: 'disguised' });
    case 'tooLong':
      throw new DeskError('input', 'line too long', { problem: 'tooLongLine' });
    case 'unknown':
      throw new DeskError('unknownCommand', 'not in the allow-list', {
        word: asked.word,
        ...(asked.suggestion === undefined ? {} : { suggestion: asked.suggestion }),
      });
    case 'call':
      return asked;
    case 'press':
      return pressed(asked, from, parts);
  }
}

function pressed(
  { buttonId, given }: Extract<Asked, { kind: 'press' }>,
  { who, where }: { who: Principal; where: Place },
  {
    commands,
    buttons,
    language,
  }: { commands: readonly Command[]; buttons: OfferedButtons; language: Language },
): Request {
  const press = buttons.press(buttonId, who, where);
  if (press.kind === 'notYours') {
    throw new DeskError('denied', 'offered to somebody else', { need: 'owner' });
  }
  if (press.kind === 'unknown') throw new DeskError('tooOld', 'no such button', { what: 'button' });
  const command = findCommand(press.call.command, commands);
  if (!command) throw new DeskError('unknownCommand', 'not in the allow-list', { word: press.call.command });
  if (press.kind === 'expired') {
    throw new DeskError('tooOld', 'expired button', {
      what: 'button',
      typed: typedForm(press.call, command),
    });
  }
  const { call } = press;
  const ask = press.ask.filter(name => command.args.some(spec => spec.name === name));
  if (press.ask.length > 0 && given === undefined) {
    const typed = lineToComplete(call, ask, command, language);
    throw new DeskError('input', 'pressed without the answers', { problem: 'unasked', typed });
  }
  const code = press.ask.includes(CODE) ? given?.[CODE] : undefined;
  const request = { command, given: answeredCall(call, ask, given ?? {}).args, surplus: undefined };
  return code === undefined ? request : { ...request, code };
}

/** The code of an authenticator that came with a press, or as the argument of that name. A program has none in hand. */
export function codeOf({ command, given, code }: Request, { byKey }: Principal): string | undefined {
  if (byKey) return undefined;
  const isArgument = command.args.some(({ name }) => name === CODE);
  return code ?? (isArgument ? given[CODE] : undefined);
}

/** The arguments by their specs. Throws `input` when one is missing or malformed, or a word is left over. */
export function argumentsOf({ command, given, surplus }: Request): ArgValues {
  if (surplus !== undefined) {
    throw new DeskError('input', 'more words than arguments', { problem: 'extra', argument: surplus });
  }
  return parseArgs(command.args, given);
}
