import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { openGatewayRig } from '../support/gateway-rig.js';

const CONNECTIONS = 15;
const REQUESTS = 500;

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** MB that live. */
function alive(): number {
  collect();
  return process.memoryUsage().heapUsed / 1e6;
}

test('requests that nobody waits for, hundreds in one piece, leave nothing behind once their connection is ended', async () => {
  const rig = await openGatewayRig({
    usage: { note: () => undefined, read: () => [] },
    log: () => undefined,
  });
  const request = `GET /api/v1/account/balance HTTP/1.1\r\nhost: 127.0.0.1:${rig.port}\r\nx-api-key: wrong\r\n\r\n`;
  const pour = async (connections: number) => {
    for (let n = 0; n < connections; n += 1) {
      const socket = connect({ port: rig.port, host: '127.0.0.1' });
      const ended = new Promise(resolve => socket.once('close', resolve));
      socket.on('error', () => undefined).resume();
      socket.write(request.repeat(REQUESTS));
      await ended;
    }
  };
  await pour(3);
  const before = alive();
  await pour(CONNECTIONS);
  expect(alive() - before).toBeLessThan(3);
  await rig.close();
});
