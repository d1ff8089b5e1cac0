import { createServer } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { watchedTransport } from '../../../src/brokers/transport/watched-transport.js';
import { portOf } from '../../support/scripted-server.js';

const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});

it('a request whose signal has aborted is not handed to Node at all', async () => {
  const seen = { connections: 0 };
  const server = createServer().on('connection', () => {
    seen.connections += 1;
  });
  endings.push(() => server.close());
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const halt = AbortSignal.abort(new DOMException('halt', 'AbortError'));
  const { transport, established } = watchedTransport(false, halt);
  const options = { host: '127.0.0.1', port: portOf(server), method: 'POST', path: '/order' };
  expect(() => transport.request(options, () => undefined)).toThrow('halt');
  await new Promise(resolve => setTimeout(resolve, 30));
  expect([established(), seen.connections]).toEqual([false, 0]);
});
