import { createRoute } from '@hono/zod-openapi';
import { failures, json } from './answers.js';
import type { Api } from './api.js';
import { requires } from './gate.js';
import { createHandOuts, heldHeaders } from './hand-out.js';
import { handed } from './handed.js';
import { accountOf, accountParam } from './kis-account.js';
import { grantedAccount, idParam } from './own-account.js';
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
    headers: heldHeaders,
  },
  responses: {
    200: json(handed, 'The token. `ETag` names its generation.'),
    304: { description: 'The token you hold is still the one to use.' },
    ...failures(400, 403, 404, 429, 500, 503),
  },
});

const ofAny = createRoute({
  method: 'get',
  path: '/api/v1/accounts/{id}/token',
  tags: ['sync'],
  summary: 'The access token of an account, whichever its broker, renewed first when it is over',
  description:
    'As /api/v1/sync/kis-token/{account_number}, for every account of `GET /api/v1/accounts/me`. With the app key and ' +
    'secret that you have, this token can order past every limit and halt of the desk.',
  security: [{ syncKey: [] }, { apiKey: [] }],
  request: { params: idParam, headers: heldHeaders },
  responses: route.responses,
});

/** Hands the brokers' tokens to other programs: one issuer, many users. */
export function addSync(api: Api, parts: GatewayParts): void {
  const handOut = createHandOuts(parts);
  const middleware = requires(parts, 'token');

  api.openapi({ ...route, middleware }, async c => {
    const caller = c.get('caller');
    const account = accountOf(parts, caller, c.req.valid('param').account_number);
    const { etag, body } = await handOut(account, caller, c.req.valid('header'), c.get('requestId'));
    c.header('etag', etag);
    return body ? c.json(body, 200) : c.body(null, 304);
  });
  api.openapi({ ...ofAny, middleware }, async c => {
    const caller = c.get('caller');
    const { ref } = grantedAccount(parts, caller, c.req.valid('param').id);
    const { etag, body } = await handOut(ref, caller, c.req.valid('header'), c.get('requestId'));
    c.header('etag', etag);
    return body ? c.json(body, 200) : c.body(null, 304);
  });
  addSyncEvents(api, parts);
}
