import { z } from '@hono/zod-openapi';
import { type AccountRef, accountKey, DeskError } from '../core/index.js';
import type { Caller } from './caller.js';
import type { GatewayParts } from './parts.js';

/** How a hand-out names its account: `50101234`, `50101234-01` or the alias. */
export const accountParam = z.object({
  account_number: z
    .string()
    .max(64)
    .openapi({ description: '`50101234`, `50101234-01` or its alias.', example: '50101234-01' }),
});

/** One of the broker's accounts that were given to the caller; any other is as unknown as one that there is not. */
export function accountOf({ desk }: Pick<GatewayParts, 'desk'>, caller: Caller, named: string): AccountRef {
  const alias = named.toLowerCase();
  const fits = (account: AccountRef) =>
    account.broker === 'kis' &&
    (account.number === named || accountKey(account) === named || account.alias.toLowerCase() === alias);
  const account = desk.accountsOf(caller.who).find(fits);
  if (!account) throw new DeskError('notFound', 'no such account', { what: 'account' });
  return account;
}
