import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type AccountRef, asDeskError, maskAccount, type TokenStatus } from '../core/index.js';
import { failures, json } from './answers.js';
import type { Api, ApiEnv } from './api.js';
import { instant, isoKst } from './desk/amounts.js';
import { requires } from './gate.js';
import { kisAccountOf, kisQuery } from './kis-account.js';
import type { GatewayParts, ProgramLine } from './parts.js';

const tokenState = z
  .object({
    state: z.enum(['none', 'fresh', 'due', 'expired']),
    generation: z.int(),
    fingerprint: z.string().nullable().openapi({ description: 'First 8 hex digits of its SHA-256.' }),
    issued_at: instant.nullable(),
    expires_at: instant.nullable(),
    renew_at: instant.nullable().openapi({ description: 'When the desk renews it.' }),
    cooling_until: instant
      .nullable()
      .openapi({ description: 'The broker gives one a minute: none before then.' }),
    last_error: z.object({ at: instant, message: z.string(), code: z.string().nullable() }).nullable(),
  })
  .openapi('TokenState', { description: 'Never the token itself.' });

const both = z.object({ token: tokenState, approval: tokenState }).openapi('AuthStatus');

const security: Record<string, string[]>[] = [{ apiKey: [] }];

/** What an admin sees and does about the broker's tokens, without ever seeing one. */
export function addAuthControl(api: Api, parts: GatewayParts): void {
  const gate = { tags: ['auth'], security, middleware: requires(parts, 'control') };
  const status = createRoute({
    ...gate,
    method: 'get',
    path: '/api/v1/auth/kis/status',
    summary: 'How the KIS access token and the approval key are',
    request: { query: kisQuery },
    responses: { 200: json(both, 'Both, without their values.'), ...failures(400, 403, 404, 429, 500) },
  });
  api.openapi(status, c => {
    const account = kisAccountOf(parts, c.get('caller'), c.req.valid('query').account);
    const { tokens, approvals } = parts.lineOf(account);
    return c.json({ token: stateJson(tokens.status()), approval: stateJson(approvals.status()) }, 200);
  });

  const renewals = [
    ['token', 'a new KIS access token', 'tokens'],
    ['approval', 'a new KIS approval key', 'approvals'],
  ] as const;
  for (const [name, what, control] of renewals) {
    const refresh = createRoute({
      ...gate,
      method: 'post',
      path: `/api/v1/auth/kis/${name}/refresh`,
      summary: `Ask for ${what} now`,
      description: 'At most one a minute: 503 with Retry-After until then.',
      request: { query: kisQuery },
      responses: {
        200: json(tokenState, 'The new one, without its value.'),
        ...failures(400, 403, 404, 429, 500, 502, 503, 504),
      },
    });
    api.openapi(refresh, async c => {
      const account = kisAccountOf(parts, c.get('caller'), c.req.valid('query').account);
      return c.json(stateJson(await renew(parts, c, { account, control, name })), 200);
    });
  }
}

/** Written down before the answer, whether or not there is a new one. */
async function renew(
  { audit, clock, lineOf }: GatewayParts,
  c: Context<ApiEnv>,
  {
    account,
    control,
    name,
  }: {
    readonly account: AccountRef;
    readonly control: 'tokens' | 'approvals';
    readonly name: string;
  },
): Promise<TokenStatus> {
  const { who, place } = c.get('caller');
  const line: ProgramLine = lineOf(account);
  const renewed = await line[control].forceRenew().then(
    status => ({ status, error: undefined }),
    (thrown: unknown) => ({ status: undefined, error: asDeskError(thrown) }),
  );
  await audit.record({
    at: clock.now(),
    platform: 'web',
    who: who.id,
    place,
    act: `${name} refresh ${maskAccount(account)}`,
    reference: c.get('requestId'),
    ...(renewed.error ? { outcome: 'failed', reason: renewed.error.kind } : { outcome: 'done' }),
  });
  if (renewed.error) throw renewed.error;
  return renewed.status;
}

const when = (ms: number | undefined) => (ms === undefined ? null : isoKst(ms));

function stateJson(status: TokenStatus): z.infer<typeof tokenState> {
  const { state, generation, fingerprint, lastError } = status;
  return {
    state,
    generation,
    fingerprint: fingerprint ?? null,
    issued_at: when(status.issuedAt),
    expires_at: when(status.expiresAt),
    renew_at: when(status.renewAt),
    cooling_until: when(status.coolingUntil),
    last_error: lastError
      ? { at: isoKst(lastError.at), message: lastError.message, code: lastError.code ?? null }
      : null,
  };
}
