import { z } from '@hono/zod-openapi';
import {
  type AccountRef,
  accountKey,
  DeskError,
  type DeskReads,
  maskAccount,
  mayUse,
  type Principal,
} from '../../core/index.js';

/** How a request names an account. */
export const accountName = z.string().min(1).max(40).openapi({
  description: 'An account of yours: `50101234-01`, `50101234` or its alias.',
  example: '50101234-01',
});

/** The account in a query; whoever has one account need not name it. */
export const accountQuery = z.strictObject({ account: accountName.optional() });

/** An account as answers name it: masked. */
export const accountSchema = z
  .object({
    alias: z.string(),
    number: z.string().openapi({ example: '****1234-01' }),
    mode: z.enum(['live', 'paper']),
  })
  .openapi('Account');

export const accountJson = (account: AccountRef): z.infer<typeof accountSchema> => ({
  alias: account.alias,
  number: maskAccount(account),
  mode: account.mode,
});

/**
 * The account that is meant, of those given to whoever asks. Throws `notFound` for any other, whether or not the desk
 * has it, and `input` where several would fit.
 */
export function accountFor(
  desk: Pick<DeskReads, 'accountsOf'>,
  who: Principal,
  wanted: string | undefined,
): AccountRef {
  const own = desk.accountsOf(who).filter(account => mayUse(who, account));
  const fits = (account: AccountRef) => [accountKey(account), account.alias, account.number];
  const exact = own.filter(account => wanted === accountKey(account));
  const found =
    exact.length > 0 ? exact : own.filter(account => wanted === undefined || fits(account).includes(wanted));
  const [account] = found;
  if (!account) throw new DeskError('notFound', 'no such account', { what: 'account' });
  if (found.length > 1)
    throw new DeskError('input', 'several accounts fit', { problem: 'missing', argument: 'account' });
  return account;
}
