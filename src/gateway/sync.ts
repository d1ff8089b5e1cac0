import { createRoute, z } from '@hono/zod-openapi';
import { asDeskError, DeskError, type HandedToken } from '../core/index.js';
import { failures, json } from './answers.js';
import type { Api } from './api.js';
import { requires } from './gate.js';
import { createHandOutTrail } from './hand-out-trail.js';
import { describer, handed, matches } from './handed.js';
import { accountOf, accountParam } from './kis-account.js';
import type { GatewayParts } from './parts.js';
import { addSyncEvents } from './sync-events.js';

const route = createRoute({
  method: 'get',
  path: '/api/v1/sync/kis-token/{account_number}',
  tags: ['sync'],
  summary: 'The KIS access token, renewed first when it is over',
  description:
    'For the header x-sync-key (or x-api-key), scope `token`. Never a token with less than 60 s left. ' +
    'With the app key and secret that you have, this token can order past every limit and halt of the desk; ' +
    'for reads use /api/v1/proxy/kis instead.',
  security: [{ syncKey: [] }, { apiKey: [] }],
  request: {
    params: accountParam,
    headers: z.object({
      'if-none-match': z
        .string()
        .max(400)
        .optional()
        .openapi({ description: 'The ETag of the token you hold.' }),
      'x-token-failed': z
        .string()
        .regex(/^[0-9]{1,15}$/)
        .optional()
        .openapi({ description: 'The generation that KIS refused: it is looked into first.' }),
    }),
  },
  responses: {
    200: json(handed, 'The token. `ETag` names its generation.'),
    304: { description: 'The token you hold is still the one to use.' },
    ...failures(400, 403, 404, 429, 500, 503),
  },
});

/** Hands the broker's token to other programs: one issuer, many users. */
export function addSync(api: Api, parts: GatewayParts): void {
  const trail = createHandOutTrail(parts);
  const describe = describer();
  const withGate = { ...route, middleware: requires(parts, 'token') };

  api.openapi(withGate, async c => {
    const caller = c.get('caller');
    accountOf(parts, caller, c.req.valid('param').account_number);
    const { 'if-none-match': held, 'x-token-failed': failed } = c.req.valid('header');
    const token = await tokenFor(parts, failed);
    const { etag, fingerprint, body } = describe(token);
    c.header('etag', etag);
    if (held !== undefined && matches(held, etag)) return c.body(null, 304);
    const entry = trail.entryFor(
      caller,
      `token ${fingerprint} generation ${token.generation}`,
      c.get('requestId'),
    );
    await trail.begin(entry);
    return c.json(body, 200);
  });
  addSyncEvents(api, parts);
}

async function tokenFor({ tokens, proxy }: GatewayParts, failed: string | undefined): Promise<HandedToken> {
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
