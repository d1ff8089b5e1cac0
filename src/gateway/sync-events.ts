import { createRoute, z } from '@hono/zod-openapi';
import { mayUse } from '../core/index.js';
import { failures } from './answers.js';
import type { Api } from './api.js';
import { presentedKey, requires } from './gate.js';
import { accountOf, accountParam } from './kis-account.js';
import type { GatewayParts } from './parts.js';
import { refusal } from './refusal.js';
import { tokenStream } from './token-stream.js';

const MOST_STREAMS = 50;
const MOST_OF_ONE_KEY = 5;

const route = createRoute({
  method: 'get',
  path: '/api/v1/sync/kis-token/{account_number}/events',
  tags: ['sync'],
  summary: 'New generations of the KIS token, as server-sent events',
  description:
    'One event `token` at once and one for every new generation, without the token itself: ' +
    'ask for it as soon as the generation is another than yours. A comment every 15 s shows that the line is alive.',
  security: [{ syncKey: [] }, { apiKey: [] }],
  request: { params: accountParam },
  responses: {
    200: {
      description: '`event: token`, `id: <generation>`, `data: {"generation":7,"expires_at":"…+09:00"}`.',
      content: { 'text/event-stream': { schema: z.string() } },
    },
    ...failures(400, 403, 404, 429, 500, 503),
  },
});

/** Tells programs of a new token, so that none keeps a dead one until its next look. */
export function addSyncEvents(api: Api, parts: GatewayParts): void {
  const byKey = new Map<string, number>();
  const total = () => [...byKey.values()].reduce((sum, count) => sum + count, 0);

  function take(place: string): () => void {
    const count = byKey.get(place) ?? 0;
    if (count >= MOST_OF_ONE_KEY || total() >= MOST_STREAMS) throw refusal('streams');
    byKey.set(place, count + 1);
    return () => {
      const left = (byKey.get(place) ?? 1) - 1;
      if (left === 0) byKey.delete(place);
      else byKey.set(place, left);
    };
  }

  api.openapi({ ...route, middleware: requires(parts, 'token') }, c => {
    const caller = c.get('caller');
    const account = accountOf(parts, caller, c.req.valid('param').account_number);
    const headers = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };
    if (c.req.method === 'HEAD') return c.body(null, 200, headers);
    const key = presentedKey(c.env.incoming);
    const isStillGood = () => {
      const holder = parts.keys.check(key);
      return holder?.scopes.has('token') === true && mayUse(holder.who, account);
    };
    const cut = () => c.env.outgoing.destroy();
    const { tokens } = parts.lineOf(account);
    const release = take(caller.place);
    return c.body(tokenStream({ ...parts, account, tokens, isStillGood, ended: release, cut }), 200, headers);
  });
}
