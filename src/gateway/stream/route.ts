import { createRoute } from '@hono/zod-openapi';
import { failures } from '../answers.js';
import type { Api } from '../api.js';
import { refusal } from '../refusal.js';

const route = createRoute({
  method: 'get',
  path: '/api/v1/ws',
  tags: ['stream'],
  summary: 'Quotes, own orders, token generations and alerts, over WebSocket',
  description: [
    'Frames of JSON text, each with `type` and with `seq`, which grows by one: a gap shows what was missed.',
    'The desk begins with `HELLO`. Send `{"type":"AUTH","key":"…"}` within 5 s (scope `read`), unless the header x-api-key or',
    'the cookie of the web console came with the upgrade; it answers `AUTH_OK` or closes with 4403. Then',
    '`{"type":"SUBSCRIBE","stockCodes":["005930"]}` (at most 20) and `UNSUBSCRIBE`: a `SNAPSHOT`, then `QUOTE` on change.',
    'Own orders, new generations of the token and alerts come by themselves. Answer `PING` with `PONG`: after 30 s of silence',
    'the line is closed. Who reads too slowly is told `SLOW` and closed with 4408. Own frames: 4 KB, 20 a second.',
  ].join(' '),
  security: [{ apiKey: [] }],
  responses: { 101: { description: 'WebSocket from here on.' }, ...failures(403, 426, 429, 500) },
});

/** What a plain request gets; the upgrade itself never comes this far. */
export function addStream(api: Api): void {
  api.openapi(route, () => {
    throw refusal('upgradeRequired');
  });
}
