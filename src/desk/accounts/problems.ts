import { type AccountRef, DeskError, maskAccount } from '../../core/index.js';

/** What is wrong with what somebody said of an account, for `detail.problem`; the words are in `explanations-accounts`. */
export type AccountInput =
  | 'accountAlias'
  | 'accountOwner'
  | 'accountColour'
  | 'accountNumber'
  | 'accountKeys'
  /** An HTS id for a broker that has none, or one that cannot be. */
  | 'accountHtsId'
  /** `limit`: which. */
  | 'accountLimit';

export function accountInput(
  problem: AccountInput,
  detail: Readonly<Record<string, string>> = {},
): DeskError {
  return new DeskError('input', `account: ${problem}`, { problem, argument: 'words', ...detail });
}

/** Why an account cannot be changed so. */
export type AccountProblem =
  /** Another account is called so: `alias`. */
  | 'aliasTaken'
  /** Its keys are those of the configuration. */
  | 'fixedAccount'
  /** Orders of it are open or in doubt. */
  | 'accountInUse';

export function accountProblem(
  problem: AccountProblem,
  detail: Readonly<Record<string, string>> = {},
): DeskError {
  return new DeskError('impossible', `account: ${problem}`, { what: 'account', problem, ...detail });
}

/** What an account that comes in has in common with one that is there. */
export type AccountClash = 'account' | 'alias' | 'appKey';

export function accountClash(what: AccountClash): DeskError {
  return new DeskError('conflict', `the desk has this ${what} already`, { what });
}

export function noSuchAccount(): DeskError {
  return new DeskError('notFound', 'no such account', { what: 'account' });
}

/** The keys open another account than the one that was named. */
export function otherAccount(found: Pick<AccountRef, 'number' | 'product'>): DeskError {
  const detail = { problem: 'otherAccount', found: maskAccount(found) };
  return new DeskError('credentials', 'keys of another account', detail);
}
