import { z } from '@hono/zod-openapi';
import { type AccountRef, accountKey, DeskError, mayUse } from '../core/index.js';
import type { Caller } from './caller.js';
import type { GatewayParts } from './parts.js';

/** How a hand-out names its account: `50101234`, `50101234-01` or the alias. */
export const accountParam = z.object({
  account_number: z
    .string()
    .max(64)
    .openapi({ description: '`50101234`, `50101234-01` or its alias.', example: '50101234-01' }),
});

/** The same in a query, for what needs none where there is but one. */
export const kisQuery = z.strictObject({
  account: z.string().min(1).max(64).optional().openapi({
    description: '`50101234`, `50101234-01` or its alias; left out: the first KIS account of yours.',
    example: '50101234-01',
  }),
});

type Reach = Pick<GatewayParts, 'accounts'>;

/** The KIS accounts that were given to the caller, in the desk's order. */
function kisAccounts({ accounts }: Reach, { who }: Pick<Caller, 'who'>): readonly AccountRef[] {
  return accounts
    .list()
    .map(({ ref }) => ref)
    .filter(ref => ref.broker === 'kis' && mayUse(who, ref));
}

/**
 * One of KIS's accounts that were given to the caller; any other is as unknown as one that there is not. Throws
 * `notFound`, and `input` for a number that two of them have.
 */
export function accountOf(parts: Reach, caller: Pick<Caller, 'who'>, named: string): AccountRef {
  const own = kisAccounts(parts, caller);
  const alias = named.toLowerCase();
  const exact = own.filter(account => accountKey(account) === named);
  const fits = (account: AccountRef) =>
    account.number === named || (account.alias !== '' && account.alias.toLowerCase() === alias);
  const [account, another] = exact.length > 0 ? exact : own.filter(fits);
  if (!account) throw new DeskError('notFound', 'no such account', { what: 'account' });
  if (another) throw new DeskError('input', 'several fit', { problem: 'missing', argument: 'account' });
  return account;
}

/** The one that is named, else the first that was given to the caller. Throws `notFound`. */
export function kisAccountOf(
  parts: Reach,
  caller: Pick<Caller, 'who'>,
  named: string | undefined,
): AccountRef {
  if (named !== undefined) return accountOf(parts, caller, named);
  const [first] = kisAccounts(parts, caller);
  if (!first) throw new DeskError('notFound', 'no KIS account', { what: 'account' });
  return first;
}

/** Whose line reads what is of no account: theirs, or where nothing was given to them any of the desk's. */
export function kisReader(parts: Reach, caller: Pick<Caller, 'who'>, named: string | undefined): AccountRef {
  if (named !== undefined) return accountOf(parts, caller, named);
  const open = parts.accounts
    .list()
    .filter(({ ref, closed }) => ref.broker === 'kis' && closed === undefined);
  const found = open.find(({ ref }) => mayUse(caller.who, ref)) ?? open[0];
  if (!found) throw new DeskError('notOffered', 'the desk has no KIS account', { what: 'account' });
  return found.ref;
}
