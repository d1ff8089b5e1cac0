import { z } from '@hono/zod-openapi';
import {
  type AccountRef,
  accountKey,
  asDeskError,
  DeskError,
  type HandedToken,
  maskAccount,
} from '../core/index.js';
import type { Caller } from './caller.js';
import { createHandOutTrail } from './hand-out-trail.js';
import { type Described, describer, matches } from './handed.js';
import type { GatewayParts } from './parts.js';

/** What a program says of the token that it has. */
export const heldHeaders = z.object({
  'if-none-match': z.string().max(400).optional().openapi({ description: 'The ETag of the token you hold.' }),
  'x-token-failed': z
    .string()
    .regex(/^[0-9]{1,15}$/)
    .optional()
    .openapi({ description: 'The generation that the broker refused: it is looked into first.' }),
});

/** Of one hand-out; without a body where the program has the token already. */
export interface HandOut {
  readonly etag: string;
  readonly body: Described['body'] | undefined;
}

/** Hands out the tokens of accounts, each written down before it leaves. */
export type HandOuts = (
  account: AccountRef,
  caller: Caller,
  headers: z.infer<typeof heldHeaders>,
  requestId: string,
) => Promise<HandOut>;

export function createHandOuts(parts: GatewayParts): HandOuts {
  const trail = createHandOutTrail(parts);
  const describers = new Map<string, ReturnType<typeof describer>>();

  function describe(account: AccountRef, token: HandedToken): Described {
    const key = `${account.broker}:${accountKey(account)}`;
    const own = describers.get(key) ?? describer();
    describers.set(key, own);
    return own(token);
  }

  return async (account, caller, headers, requestId) => {
    const token = await tokenFor(parts, account, headers['x-token-failed']);
    const { etag, fingerprint, body } = describe(account, token);
    const held = headers['if-none-match'];
    if (held !== undefined && matches(held, etag)) return { etag, body: undefined };
    const act = `token ${fingerprint} generation ${token.generation} ${maskAccount(account)}`;
    await trail.begin(trail.entryFor(caller, act, requestId));
    return { etag, body };
  };
}

async function tokenFor(
  { lineOf }: Pick<GatewayParts, 'lineOf'>,
  account: AccountRef,
  failed: string | undefined,
): Promise<HandedToken> {
  const { tokens, proxy } = lineOf(account);
  try {
    if (failed !== undefined) await proxy.examine(Number(failed));
    return await tokens.hand();
  } catch (thrown) {
    throw promised(asDeskError(thrown));
  }
}

/** What waits for its time is 503; whatever else keeps the broker from giving a token is 500. */
function promised(error: DeskError): DeskError {
  const waits = ['cooldown', 'deadToken', 'busy', 'cancelled'].includes(error.kind);
  if (waits) return error;
  return new DeskError(
    error.kind,
    error.message,
    { ...error.detail, answerWith: 500 },
    { cause: error.cause },
  );
}
