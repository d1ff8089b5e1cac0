import { type AccountRef, DeskError, mayUse, type Principal } from '../../core/index.js';
import type { Given } from '../intents/approval.js';

/** Whether this person may agree to an order of the account that these identities asked for. Their own never. */
export function mayApprove(who: Principal, account: AccountRef, requester: readonly string[]): boolean {
  return (
    who.byKey === undefined && who.roles.has('approve') && mayUse(who, account) && !isOneOf(who, requester)
  );
}

/** Throws what whoever agrees or denies is told when they may not. */
export function requireApprover(who: Principal, account: AccountRef, requester: readonly string[]): void {
  if (mayApprove(who, account, requester)) return;
  if (isOneOf(who, requester)) throw new DeskError('denied', 'their own', { need: 'other' });
  if (!who.roles.has('approve')) throw new DeskError('denied', 'role', { need: 'approve' });
  throw new DeskError('denied', 'account not granted', { need: 'account', what: 'grant' });
}

/** Different people who may agree as of now, each once, in the order given. */
export function eligible(
  people: readonly Principal[],
  account: AccountRef,
  requester: readonly string[],
): readonly Principal[] {
  return people.filter(who => mayApprove(who, account, requester)).reduce(withPerson, []);
}

/**
 * Whose approvals stand as of now: given for these very acts, by somebody who still may and is not the requester. Whoever
 * has become one person since counts once.
 */
export function standing(
  given: readonly Given[],
  at: {
    readonly digest: string;
    readonly account: AccountRef;
    readonly requester: readonly string[];
    personOf(identity: string): Principal | undefined;
  },
): readonly Principal[] {
  const people = given
    .filter(({ digest }) => digest === at.digest)
    .flatMap(({ by }) => at.personOf(by) ?? []);
  return eligible(people, at.account, at.requester);
}

function withPerson(known: readonly Principal[], who: Principal): readonly Principal[] {
  return known.some(({ ids }) => isOneOf(who, ids)) ? known : [...known, who];
}

export const isOneOf = ({ ids }: Pick<Principal, 'ids'>, identities: readonly string[]): boolean =>
  ids.some(id => identities.includes(id));
