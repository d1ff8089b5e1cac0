import { DeskError } from '../../core/index.js';

/** Why members cannot be changed so, for `detail.problem`; what people read for each is in `explanations-members`. */
export type MemberProblem =
  /** Somebody's already: `identity`. */
  | 'taken'
  /** Another member is called so: `name`. */
  | 'nameTaken'
  /** Two identities of one platform would belong to one person. */
  | 'samePlatform'
  /** The configuration says so: `name`. */
  | 'fixed'
  /** Nobody would be left who can manage members. */
  | 'lastAdmin'
  /** An admin would take the admin role from themselves. */
  | 'ownAdmin'
  /** The terminal is no identity that can be joined to others. */
  | 'operator'
  /** Several names begin so: `query`. */
  | 'ambiguous'
  /** A code was typed where it was made. */
  | 'ownCode'
  /** Whoever has an authenticator joins nobody else: it would no longer be theirs that is asked for. */
  | 'enrolled';

/** A change of the members that is refused. */
export function memberProblem(
  problem: MemberProblem,
  detail: Readonly<Record<string, string>> = {},
): DeskError {
  return new DeskError('impossible', `members: ${problem}`, { what: 'member', problem, ...detail });
}

/** A code that is wrong, used or over; which of them is not told. */
export function wrongCode(): DeskError {
  return new DeskError('denied', 'no such link code', { need: 'code' });
}
