import { DeskError, type StepUpReason } from '../../core/index.js';

/** `stepUp` tells these codes from those that link two chats. */
const WHAT = 'stepUp';

/** `problem`: `missing`, `malformed` and `used` cost no try; `wrong` did. */
export type CodeProblem = 'missing' | 'malformed' | 'used' | 'wrong';

/** `left`: so many tries before everything that needs a code is locked, where that is known. */
export function codeNeeded(problem: CodeProblem, left?: number): DeskError {
  const tries = left === undefined ? {} : { left };
  return new DeskError('denied', `code ${problem}`, { need: 'code', what: WHAT, problem, ...tries });
}

/** Nobody has a second factor here who needs one. */
export function enrolFirst(why: StepUpReason | 'test'): DeskError {
  return new DeskError('denied', 'no second factor', { need: 'enrol', what: WHAT, why });
}

export function lockedUntil(until: number): DeskError {
  return new DeskError('denied', 'locked after wrong codes', { need: 'unlocked', what: WHAT, until });
}

export function privateOnly(): DeskError {
  return new DeskError('denied', 'a secret in a place of many', { need: 'private', what: WHAT });
}

/** Whether the same once more with a code could go well. */
export const isCodeNeeded = ({ kind, detail }: DeskError): boolean =>
  kind === 'denied' && detail['need'] === 'code' && detail['what'] === WHAT;
