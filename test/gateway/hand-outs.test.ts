import { expect, test } from 'vitest';
import { createKis } from '../../src/brokers/kis/index.js';
import { systemClock } from '../../src/core/index.js';
import { startSimulator } from '../../src/simulator/index.js';
import { openGatewayRig } from '../support/gateway-rig.js';
import { environmentAt } from '../support/kis-desk.js';
import { memoryVault } from '../support/memory-vault.js';

const CROWD = 90;

test('a crowd of programs, the desk’s own reads and the renewal job that meet a missing token ask the broker for one', async () => {
  const simulator = await startSimulator({
    ...{ mode: 'paper', port: 0, seed: 'crowd', alwaysOpen: true, clock: systemClock },
    ratePerSecond: 10_000,
  });
  const slow = { match: { path: '/oauth2/tokenP' }, kind: 'delay', ms: 150 };
  await fetch(`${simulator.controlUrl}/faults`, { method: 'POST', body: JSON.stringify(slow) });
  const kis = createKis({
    ...{ environment: environmentAt(simulator.baseUrl), vault: memoryVault(), clock: systemClock },
    log: () => undefined,
    emit: () => undefined,
  });
  const rig = await openGatewayRig({ tokens: kis.tokens, proxy: kis.proxy });
  const key = rig.parts.keys.add('bot', ['token']);
  const [answers] = await Promise.all([
    Promise.all(
      Array.from({ length: CROWD }, () => rig.get('/api/v1/sync/kis-token/50101234', { 'x-sync-key': key })),
    ),
    Promise.all(Array.from({ length: 20 }, () => kis.market.quote('005930'))),
    kis.tokens.renewIfDue(),
  ]);
  const ledger: { tokenRequests: number } = JSON.parse(
    await (await fetch(`${simulator.controlUrl}/ledger`)).text(),
  );
  kis.close();
  await rig.close();
  await simulator.stop();
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: CROWD }, () => 200));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(ledger.tokenRequests).toBe(1);
});
