import { expect, it } from 'vitest';
import { systemClock } from '../../src/core/index.js';
import { BODY, buy, startOrders, TAKEN } from '../support/order-line.js';
import { watchDepartures } from './order-departures.js';

it('sees an order leave, by its code and at its time, and not that its hash key is fetched', async () => {
  const line = await startOrders(() => TAKEN);
  const departures = watchDepartures();
  await line.oauth.hashkey(JSON.stringify(BODY), new AbortController().signal);
  expect([...departures]).toEqual([]);
  const before = systemClock.now();
  await buy(line);
  const after = systemClock.now();
  await line.close();
  expect([...departures.keys()]).toEqual([BODY.PDNO]);
  const [leftAt = 0] = departures.values();
  expect(leftAt).toBeGreaterThanOrEqual(before);
  expect(leftAt).toBeLessThanOrEqual(after);
});
