import { systemClock } from '../../src/core/index.js';
import { type Simulator, startSimulator } from '../../src/simulator/index.js';
import { type GatewayHouse, openGatewayHouse } from '../support/gateway-house.js';
import { fireAt } from '../support/openapi-run.js';
import type { Report } from './report.js';

/** So many that none of those they act for asks too often. */
const MOST_WHOLE = 20;

/**
 * Requests made from the gateway's own document, at its boundaries and beyond them, at a whole desk whose exchange is
 * well: every answer is a documented one and none says that the desk failed; and without a person's press nothing is
 * ordered.
 */
export async function gatewayFuzz({ requests, seed }: { requests: number; seed: number }): Promise<Report> {
  const simulator = await startSimulator({
    mode: 'paper',
    port: 0,
    seed: 'fuzz',
    alwaysOpen: true,
    clock: systemClock,
    ratePerSecond: 100_000,
  });
  const house = await openGatewayHouse(simulator);
  try {
    const whole = await wholeKeys(house, Math.min(MOST_WHOLE, Math.ceil(requests / 50)));
    const keys = [
      ...whole,
      house.syncKey,
      house.backendKey,
      await house.addKey('reader', ['read']),
      await house.addKey('trader', ['read', 'trade']),
      await house.addKey('taker', ['token']),
    ];
    const began = systemClock.monotonic();
    const ids = [await restingOrder(simulator), await someTicket(house, whole[0])];
    const { fired, statuses, seen, offences } = await fireAt(house, keys, { requests, seed, ids });
    const seconds = (systemClock.monotonic() - began) / 1_000;
    const ledger: { ordersAccepted: number; amendsAccepted: number; cancelsAccepted: number } = JSON.parse(
      await (await fetch(`${simulator.controlUrl}/ledger`)).text(),
    );
    const sent = ledger.ordersAccepted + ledger.amendsAccepted + ledger.cancelsAccepted;
    return {
      campaign: 'Requests made from the gateway’s document',
      seed,
      lines: [
        `${fired} requests in ${seconds.toFixed(0)} s: ${Object.entries(statuses)
          .map(([status, count]) => `${status} ×${count}`)
          .join(', ')}`,
        `${seen.size} different answers of the document were seen, ${offences.length} that are not in it; ${sent} orders reached the exchange`,
      ],
      failures: [
        ...offences.map(({ request, problem }) => `${problem}\n    ${request}`),
        ...(sent === 0 ? [] : [`${sent} orders without anybody's press`]),
        ...house.troubles.slice(0, 5),
      ],
    };
  } finally {
    await house.stop();
    await simulator.stop();
  }
}

/** Keys that may do everything a program may, but order without a person; each acts for somebody else. */
async function wholeKeys(house: GatewayHouse, count: number): Promise<string[]> {
  const keys: string[] = [];
  for (let n = 0; n < count; n += 1)
    keys.push(await house.addKey(`whole-${n}`, ['token', 'read', 'trade', 'control'], n));
  return keys;
}

/** One that somebody placed in the broker's own app, far below the price. */
async function restingOrder({ controlUrl }: Pick<Simulator, 'controlUrl'>): Promise<string> {
  const order = {
    account: '50101234-01',
    side: 'buy',
    code: '005930',
    type: '00',
    quantity: 10,
    price: 66_000,
  };
  const answer = await fetch(`${controlUrl}/hand-order`, { method: 'POST', body: JSON.stringify(order) });
  const { number }: { number: string } = JSON.parse(await answer.text());
  return number;
}

/** One that waits for a press which never comes. */
async function someTicket({ url }: Pick<GatewayHouse, 'url'>, key = ''): Promise<string> {
  const answer = await fetch(`${url}/api/v1/orders`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json', 'idempotency-key': 'fuzz-ticket' },
    body: JSON.stringify({ account: '50101234-01', side: 'buy', code: '005930', quantity: 1, price: 71_000 }),
  });
  const { id }: { id: string } = JSON.parse(await answer.text());
  return id;
}
