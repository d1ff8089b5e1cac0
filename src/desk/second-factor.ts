import {
  type ArgSpec,
  asDeskError,
  type Button,
  type Command,
  type CommandCall,
  type FormField,
  type Inbound,
  type Language,
  type Outcome,
  type Principal,
  type StepUp,
  type StepUpReason,
} from '../core/index.js';
import type { OfferedButtons } from './buttons.js';
import type { Course } from './record.js';
import { isCodeNeeded } from './step-up/denials.js';
import { sayIn } from './teller.js';

/** What a form calls the code of an authenticator. Only `/otp` and `/link` have an argument of that name, for codes too. */
export const CODE = 'code';

/**
 * Whether a press has to be asked for a code beside the arguments of its command. Where the command takes one itself,
 * that is the same question.
 */
export const asksCodeBeside = (command: Command, ask: readonly string[]): boolean =>
  ask.includes(CODE) && !command.args.some(({ name }) => name === CODE);

export function codeField(language: Language): FormField {
  const say = sayIn(language);
  return {
    name: CODE,
    label: say('인증 코드', 'Code'),
    hint: say('인증 앱의 여섯 자리', 'six digits of your authenticator'),
    required: true,
    rest: false,
    secret: true,
  };
}

/** Lets this run of a command pass. One code serves all that the run does; a wrong one is given once. */
export function onceInThisRun(
  stepUp: Pick<StepUp, 'require'>,
  who: Principal,
  code: string | undefined,
): (why: StepUpReason) => Promise<void> {
  let passed: Promise<void> | undefined;
  return why => (passed ??= stepUp.require(who, code, why));
}

/**
 * Under the answer that a code is missing, or was not the right one: a button that asks for it and leads to the same
 * call. What must be written down nowhere is no part of that call. A program has no authenticator in hand.
 */
export function offerCode(
  outcome: Outcome,
  { where }: Inbound,
  { who, request }: Course,
  thrown: unknown,
  { buttons, language }: { readonly buttons: OfferedButtons; readonly language: Language },
): Outcome {
  if (outcome.kind !== 'reply' || !who || who.byKey || !request) return outcome;
  if (!isCodeNeeded(asDeskError(thrown))) return outcome;
  const { command, given } = request;
  const isSecret = (name: string) => command.args.some((spec: ArgSpec) => spec.name === name && spec.secret);
  const args = Object.fromEntries(Object.entries(given).filter(([name]) => !isSecret(name)));
  const call: CommandCall = { command: command.name, args };
  const button: Button = {
    id: buttons.offer(who, where, call, [CODE]),
    label: sayIn(language)('인증 코드 입력', 'Enter code'),
    style: 'primary',
  };
  const { reply } = outcome;
  return {
    ...outcome,
    reply: { ...reply, blocks: [...reply.blocks, { kind: 'buttons', buttons: [button] }] },
  };
}
