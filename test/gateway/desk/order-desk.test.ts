import { randomBytes } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { KeyScope, Principal, Reply } from '../../../src/core/index.js';
import { createRemoteOrders } from '../../../src/desk/remote/remote-orders.js';
import { createCipher } from '../../../src/store/cipher.js';
import { openOnceJournal } from '../../../src/store/once-journal.js';
import { scratch } from '../../store/scratch.js';
import { manualClock } from '../../support/clock.js';
import { buttonsOf, listOf } from '../../support/desk.js';
import { testGatewayParts } from '../../support/gateway-parts.js';
import { openGatewayRig } from '../../support/gateway-rig.js';
import { TRADERS } from '../../support/trade-people.js';
import { openTradeRig } from '../../support/trade-rig.js';
import { ISSUES } from '../../support/trade-venue.js';

const ticket = z.object({
  id: z.string(),
  state: z.string(),
  acts: z.array(z.object({ state: z.string(), order_number: z.string().nullable() })),
});

const [ISSUE] = ISSUES;
const [OWNER] = TRADERS;

/** Over HTTP to the desk's own remote orders, and from there to the simulated exchange, which judges. */
async function open() {
  if (!ISSUE || !OWNER) throw new Error('nobody to trade');
  const rig = await openTradeRig({ seed: 'over http' });
  const { clock, venue } = rig;
  const account = rig.useAccount('50101234');
  const { broker, trade } = rig.desk();
  const asked: Reply[] = [];
  const cipher = createCipher(Buffer.alloc(32, 4), 'once');
  const once = await openOnceJournal({ directory: await scratch(), cipher, clock, report: () => undefined });
  const owner: Principal = {
    id: `discord:${OWNER.userId}`,
    ids: [`discord:${OWNER.userId}`],
    name: '아빠',
    roles: new Set(['view', 'trade']),
    accounts: 'all',
  };
  const limits = { orderAmount: 1_000_000_000n, dayAmount: 1_000_000_000n, dayCount: 100 };
  const byKey = (id: string): Principal => ({
    ...owner,
    ids: [...owner.ids, `web:key:${id}`],
    byKey: { id, limits },
  });
  const orders = createRemoteOrders({
    trade,
    once,
    keys: { principalOf: byKey },
    audit: { record: async () => ({ line: 1, hash: '' }) },
    platforms: [
      {
        id: 'discord',
        async post(_to, reply) {
          asked.push(reply);
          return { platform: 'discord', place: '71', message: `m${asked.length}` };
        },
      },
    ],
    stamp: 'paper',
    clock,
    log: () => undefined,
  });
  const gateway = await openGatewayRig({
    clock: manualClock(clock.now()),
    random: count => randomBytes(count),
    orders,
    desk: {
      ...testGatewayParts().desk,
      accountsOf: () => [account],
      findSymbol: async () => ({ kind: 'one', instrument: ISSUE }),
      orders: (of, range, signal) => broker.accounts.orders(of, range, signal),
      openOrders: async () => listOf([]),
    },
  });
  onTestFinished(async () => {
    orders.stop();
    await gateway.close();
    await once.close();
    await rig.stop();
  });
  const key = (id: string, scopes: readonly KeyScope[]) => ({
    'x-api-key': gateway.parts.keys.add(id, scopes, { who: byKey(id) }),
  });
  const send = (method: string, path: string, body: unknown, headers: Record<string, string>) =>
    clock.finish(gateway.send(method, path, body, headers));
  const order = { account: '50101234-01', side: 'buy', code: ISSUE.code, quantity: 3 };
  return { rig, venue, gateway, asked, key, send, order, issue: ISSUE, owner: OWNER };
}

it('an order over HTTP reaches the exchange once, after a person’s press, and the same request tells of it again', async () => {
  const { rig, venue, asked, key, send, order, issue, owner } = await open();
  const headers = { ...key('bot', ['read', 'trade']), 'idempotency-key': 'first-order' };
  const body = { ...order, price: Number(issue.basePrice) };
  const made = await send('POST', '/api/v1/orders', body, headers);
  expect(made.status, made.text).toBe(202);
  const { id } = ticket.parse(made.json);
  expect((await venue.ledger()).orders).toEqual([]);

  expect(await send('POST', '/api/v1/orders', body, headers)).toMatchObject({ status: 202, json: { id } });
  expect((await send('POST', '/api/v1/orders', { ...body, quantity: 4 }, headers)).status).toBe(409);
  const [confirm] = buttonsOf(asked[0] ?? { blocks: [] });
  expect(asked).toHaveLength(1);
  await rig.clock.finish(rig.press(owner, confirm?.id ?? ''));
  const again = await send('POST', '/api/v1/orders', body, headers);
  expect(again).toMatchObject({ status: 201, json: { id, state: 'confirmed' } });
  const { orders } = await venue.ledger();
  expect(orders).toMatchObject([{ action: 'new', side: 'buy', code: issue.code, quantity: 3 }]);
  expect(ticket.parse(again.json).acts).toMatchObject([
    { state: 'accepted', order_number: orders[0]?.number },
  ]);
});

it('a key with the scope unattended has its order, its change and its end sent at once', async () => {
  const { venue, key, send, order, issue, asked } = await open();
  const robot = key('robot', ['read', 'trade', 'unattended']);
  const once = (name: string) => ({ ...robot, 'idempotency-key': `robot-${name}` });
  const low = Number(issue.basePrice) - 10 * 100;
  const made = await send('POST', '/api/v1/orders', { ...order, price: low }, once('place'));
  expect(made.status, made.text).toBe(201);
  const { id } = ticket.parse(made.json);
  const amended = await send('PUT', `/api/v1/orders/${id}`, { price: low - 100 }, once('amend'));
  expect(amended.status, amended.text).toBe(201);
  const { id: next } = ticket.parse(amended.json);
  const cancelled = await send('DELETE', `/api/v1/orders/${next}`, undefined, once('cancel'));
  expect(cancelled.status, cancelled.text).toBe(201);
  expect(await send('DELETE', `/api/v1/orders/${next}`, undefined, once('cancel'))).toMatchObject({
    json: { id: ticket.parse(cancelled.json).id },
  });
  expect((await venue.ledger()).orders.map(({ action, price }) => [action, price])).toEqual([
    ['new', low],
    ['amend', low - 100],
    ['cancel', expect.any(Number)],
  ]);
  expect(asked.filter(reply => buttonsOf(reply).length > 0)).toEqual([]);
});
