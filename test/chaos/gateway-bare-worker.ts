import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { answerParent } from './child-talk.js';

/** What the framework can do at best: one route that answers a constant of a hand-out's size. */
const ANSWER = {
  access_token: 'x'.repeat(340),
  expired_at: '2026-01-29T14:00:00.123000',
  expires_at: '2026-01-29T14:00:00.123+09:00',
  generation: 1,
  refresh_after: '2026-01-29T12:00:00.123+09:00',
};

const app = new Hono();
app.get('/api/v1/sync/kis-token/:account', c => c.json(ANSWER));
const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));

await answerParent({
  cpu() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  },
  open: () =>
    new Promise(resolve => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve({ port: typeof address === 'object' && address ? address.port : 0 });
      });
    }),
});
process.exit(0);
