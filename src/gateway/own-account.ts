import { z } from '@hono/zod-openapi';
import { type DeskAccount, DeskError, mayUse } from '../core/index.js';
import type { Caller } from './caller.js';
import type { GatewayParts } from './parts.js';

/** How `GET /api/v1/accounts/me` names an account. */
export const idParam = z.object({
  id: z
    .string()
    .regex(/^[0-9]{8}-[0-9]{2}$/)
    .openapi({ description: 'The `id` of GET /api/v1/accounts/me.', example: '50101234-01' }),
});

/** An account that was given to the caller; any other is as unknown as one that there is not. Throws `notFound`. */
export function grantedAccount(
  { accounts }: Pick<GatewayParts, 'accounts'>,
  { who }: Pick<Caller, 'who'>,
  id: string,
): DeskAccount {
  const account = accounts.find(id);
  if (!account || !mayUse(who, account.ref))
    throw new DeskError('notFound', 'no such account', { what: 'account' });
  return account;
}
