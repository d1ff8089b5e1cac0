import { type Command, DeskError, type LetterButton, type Principal } from '../core/index.js';
import type { AlertDesk } from './alert-desk.js';
import type { Asked } from './asked.js';
import { findCommand } from './parse.js';

/** A press that answers an alert itself, instead of calling a command. */
export interface AlertAnswer {
  readonly buttonId: string;
  readonly means: Exclude<LetterButton['means'], { readonly kind: 'call' }>;
}

/**
 * A letter is addressed to nobody by name, so a button of it that calls a command is that command, as if whoever
 * presses had typed it: nothing but their own rights and the command's own rules decide. Everything else stays as it is.
 */
export function letterCall(
  asked: Asked,
  {
    alerts,
    commands,
  }: { readonly alerts: Pick<AlertDesk, 'buttonOf'>; readonly commands: readonly Command[] },
): Asked {
  const means = asked.kind === 'press' ? alerts.buttonOf(asked.buttonId) : undefined;
  if (means?.kind !== 'call') return asked;
  const { command: name, args } = means.call;
  const command = findCommand(name, commands);
  // A letter may be older than the allow-list.
  return command
    ? { kind: 'call', command, given: args, surplus: undefined, addressed: true }
    : { kind: 'unknown', word: name, suggestion: undefined, addressed: true };
}

/** The answer that a press gives to an alert; undefined when it is another press, or none. */
export function alertAnswer(asked: Asked, alerts: Pick<AlertDesk, 'buttonOf'>): AlertAnswer | undefined {
  if (asked.kind !== 'press') return undefined;
  const means = alerts.buttonOf(asked.buttonId);
  return means === undefined || means.kind === 'call' ? undefined : { buttonId: asked.buttonId, means };
}

/** Whoever only looks cannot quieten what others have to hear. */
export const mayAnswerAlerts = ({ roles }: Principal): boolean => roles.has('trade') || roles.has('admin');

/** Throws `denied`. */
export function requireAlertAnswerer(who: Principal): void {
  if (!mayAnswerAlerts(who)) throw new DeskError('denied', 'role', { need: 'trade' });
}
