import { expect, it, onTestFinished } from 'vitest';
import {
  type ActView,
  DeskError,
  ORDER_TYPE_NAMES,
  type RemoteOrders,
  type TicketView,
} from '../../../src/core/index.js';
import { documentShape, endpointsOf } from '../../../src/gateway/document/shape.js';
import { ORDER_TYPES } from '../../../src/market/index.js';
import { INSTRUMENTS, listOf, MONDAY_TEN, orderOf } from '../../support/desk.js';
import { TEST_ACCOUNTS, testGatewayParts } from '../../support/gateway-parts.js';
import { openGatewayRig } from '../../support/gateway-rig.js';
import { judgeBy } from '../../support/openapi-judge.js';

const [MAIN] = TEST_ACCOUNTS;
const TICKET = 'AAAAAAAAAAAAAAAAAAAAAA';

const actOf = (over: Partial<ActView> = {}): ActView => ({
  n: 0,
  kind: 'place',
  side: 'buy',
  code: '005930',
  quantity: 10n,
  price: 71_000n,
  type: 'limit',
  state: 'proposed',
  orderNumber: undefined,
  reason: undefined,
  filled: undefined,
  ...over,
});

function ticketOf(over: Partial<TicketView> = {}): TicketView {
  if (!MAIN) throw new Error('no account');
  return {
    id: TICKET,
    account: MAIN,
    proposedAt: MONDAY_TEN,
    expiresAt: MONDAY_TEN + 60_000,
    state: 'waiting',
    ended: undefined,
    approval: undefined,
    acts: [actOf()],
    ...over,
  };
}

/** Orders that are written down and come to what the test says. */
async function open(answer: () => TicketView = ticketOf, tickets: readonly TicketView[] = []) {
  const proposed: Parameters<RemoteOrders['propose']>[] = [];
  const asked: string[] = [];
  const orders: RemoteOrders = {
    async propose(...given) {
      proposed.push(given);
      return answer();
    },
    ticket: id => tickets.find(one => one.id === id),
    tickets: () => tickets,
  };
  const rig = await openGatewayRig({
    orders,
    desk: {
      ...testGatewayParts().desk,
      async findSymbol(query) {
        const found = INSTRUMENTS.find(({ code }) => code === query);
        return found ? { kind: 'one', instrument: found } : { kind: 'none', query };
      },
      async orders(account, { from, to }) {
        asked.push(`${account.number} ${from} ${to}`);
        return listOf([orderOf(1), orderOf(2, { state: 'filled', averageFill: 70_000.5 })]);
      },
      openOrders: async () => listOf([orderOf(1)], { complete: false }),
    },
  });
  onTestFinished(() => rig.close());
  const looks = { 'x-api-key': rig.parts.keys.add('looks', ['read']) };
  const trades = { 'x-api-key': rig.parts.keys.add('trades', ['read', 'trade']) };
  let n = 0;
  const once = () => ({ ...trades, 'idempotency-key': `request-${n++}` });
  const send = (body: unknown, headers: Record<string, string> = once()) =>
    rig.send('POST', '/api/v1/orders', body, headers);
  return { rig, proposed, asked, looks, trades, once, send };
}

const ORDER = { account: '50101234-01', side: 'buy', code: '005930', quantity: 10, price: 71_000 };

it('an order becomes a ticket under its key; 202 while it waits, 201 once sent, 200 when nothing stands', async () => {
  const answers: [TicketView, number][] = [
    [ticketOf(), 202],
    [ticketOf({ state: 'confirmed', acts: [actOf({ state: 'sent' })] }), 201],
    [ticketOf({ state: 'confirmed', acts: [actOf({ state: 'unknown' })] }), 201],
    [ticketOf({ state: 'confirmed', acts: [actOf({ state: 'refused', reason: '거절' })] }), 200],
    [ticketOf({ state: 'over', ended: 'expired' }), 200],
  ];
  let turn = 0;
  const { send, proposed } = await open(() => answers[turn]?.[0] ?? ticketOf());
  for (const [, status] of answers) {
    expect(await send(ORDER)).toMatchObject({ status, headers: { location: `/api/v1/orders/${TICKET}` } });
    turn += 1;
  }
  const [proposal, caller, once] = proposed[0] ?? [];
  expect(proposal).toEqual({
    kind: 'place',
    account: MAIN,
    side: 'buy',
    instrument: INSTRUMENTS[0],
    size: { kind: 'shares', shares: 10n },
    price: { kind: 'at', won: 71_000n },
    type: undefined,
    exchange: undefined,
  });
  expect(caller).toMatchObject({
    who: { id: 'web:key:trades' },
    where: { platform: 'web', id: 'key:trades', group: undefined, kind: 'private' },
    unattended: false,
  });
  expect(once?.key).toBe('request-0');
});

it('a ticket tells amounts as whole numbers and its account masked', async () => {
  const { send } = await open();
  expect((await send(ORDER)).json).toEqual({
    id: TICKET,
    account: { alias: 'Main', number: '****1234-01', mode: 'paper' },
    proposed_at: '2026-11-23T10:00:00.000+09:00',
    expires_at: '2026-11-23T10:01:00.000+09:00',
    state: 'waiting',
    ended: null,
    approval: null,
    acts: [
      {
        n: 0,
        kind: 'place',
        side: 'buy',
        code: '005930',
        quantity: 10,
        price: 71_000,
        type: 'limit',
        state: 'proposed',
        order_number: null,
        reason: null,
        filled: null,
      },
    ],
  });
});

it('a ticket tells how many have agreed to it, and by whose no it came to nothing', async () => {
  const approval = { need: 2, given: 1, until: MONDAY_TEN + 300_000 };
  const over = { state: 'over', acts: [actOf({ state: 'ended' })], approval } as const;
  const answers = [
    ticketOf({ approval }),
    ticketOf({ ...over, ended: 'denied' }),
    ticketOf({ ...over, ended: 'unapproved' }),
  ];
  const { rig, send } = await open(() => answers.shift() ?? ticketOf());
  const raw: Record<string, unknown> = JSON.parse((await rig.get('/api/v1/openapi.json')).text);
  const endpoint = endpointsOf(documentShape.parse(raw)).find(
    ({ method, path }) => method === 'post' && path === '/api/v1/orders',
  );
  if (!endpoint) throw new Error('no endpoint');
  const judge = judgeBy(raw);
  const json = { need: 2, given: 1, until: '2026-11-23T10:05:00.000+09:00' };
  for (const [status, state, ended] of [
    [202, 'waiting', null],
    [200, 'over', 'denied'],
    [200, 'over', 'unapproved'],
  ] as const) {
    const answer = await send(ORDER);
    expect(answer).toMatchObject({ status, json: { state, ended, approval: json } });
    const text = JSON.stringify(answer.json);
    const judged = (body: string) =>
      judge(endpoint, { status, type: 'application/json', retryAfter: undefined, text: body });
    expect(judged(text)).toBeUndefined();
    expect(judged(text.replace('"given":1', '"given":"1"'))).toMatch(/given must be integer/);
    expect(judged(text.replace(/"ended":[^,]+/, '"ended":"unknown"'))).toMatch(/ended must be/);
  }
});

it('only the scope unattended makes a ticket unattended', async () => {
  const { rig, send, proposed } = await open();
  const key = rig.parts.keys.add('robot', ['trade', 'unattended']);
  await send(ORDER, { 'x-api-key': key, 'idempotency-key': 'robot-request' });
  expect(proposed[0]?.[1].unattended).toBe(true);
});

it('two spellings of one request are the same, and any other request is another', async () => {
  const { send, proposed } = await open();
  for (const body of [
    ORDER,
    { price: '71000', quantity: '10', code: '005930', side: 'buy', account: 'Main' },
    '{ "account":"50101234", "side":"\\u0062uy","code":"005930","quantity":10,"price":71000 }',
  ])
    expect((await send(body)).status).toBe(202);
  for (const other of [
    { quantity: 11 },
    { price: 71_100 },
    { side: 'sell' },
    { code: '000660' },
    { account: '50109999' },
    { type: 'limit' },
    { exchange: 'NXT' },
    { price: undefined, type: 'market' },
  ])
    expect((await send({ ...ORDER, ...other })).status).toBe(202);
  const digests = proposed.map(([, , { bodyDigest }]) => bodyDigest);
  expect(new Set(digests.slice(0, 3)).size).toBe(1);
  expect(new Set(digests).size).toBe(9);
  expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
});

it('anything but whole numbers, known members and a good key is refused before the desk hears of it', async () => {
  const { rig, send, proposed, looks, trades, once } = await open();
  const { price: _, ...priceless } = ORDER;
  const bodies: unknown[] = [
    { ...ORDER, quantity: 0 },
    { ...ORDER, quantity: -1 },
    { ...ORDER, quantity: 1.5 },
    { ...ORDER, quantity: 1e9 },
    { ...ORDER, quantity: '1e3' },
    { ...ORDER, quantity: '0x10' },
    { ...ORDER, quantity: ' 10' },
    { ...ORDER, quantity: '１０' },
    { ...ORDER, quantity: '010' },
    { ...ORDER, quantity: '1,000' },
    { ...ORDER, quantity: null },
    { ...ORDER, quantity: true },
    { ...ORDER, price: '71000원' },
    { ...ORDER, price: null },
    { ...ORDER, price: '' },
    { ...ORDER, side: 'BUY' },
    { ...ORDER, type: 'stop' },
    { ...ORDER, code: '5930' },
    { ...ORDER, extra: 1 },
    priceless,
    [ORDER],
    '{"account":"Main","side":"buy","code":"005930","quantity":1e1,"price":71000}',
    '{"account":"Main","side":"buy","code":"005930","quantity":10.0,"price":71000}',
    '{"account":"Main","side":"buy","code":"005930","quantity":10,"price":71000,"quantity":1000}',
    '{"account":"Main","side":"buy","code":"005930","quantity":10,"price":71000,"\\u0071uantity":10}',
    '{',
  ];
  for (const body of bodies) expect((await send(body)).status, JSON.stringify(body)).toBe(400);
  expect((await send({ ...ORDER, account: '50107777-01' })).status).toBe(404);
  expect((await send({ ...ORDER, code: '999999' })).status).toBe(404);
  for (const key of ['short', 'with a blank', 'x'.repeat(129)])
    expect((await send(ORDER, { ...trades, 'idempotency-key': key })).status, key).toBe(400);
  expect((await send(ORDER, trades)).status).toBe(400);
  expect((await send(ORDER, { ...looks, 'idempotency-key': 'request-x' })).status).toBe(403);
  const form = { ...once(), 'content-type': 'text/plain' };
  expect((await rig.send('POST', '/api/v1/orders', JSON.stringify(ORDER), form)).status).toBe(415);
  expect(proposed).toEqual([]);
});

it('an open order is amended and cancelled by the venue’s number, or by the ticket of which it came', async () => {
  const ticket = ticketOf({
    state: 'confirmed',
    acts: [actOf({ state: 'accepted', orderNumber: '0000000042' })],
  });
  const waiting = ticketOf({ id: 'BBBBBBBBBBBBBBBBBBBBBB' });
  const { rig, proposed, once } = await open(ticketOf, [ticket, waiting]);
  const path = (id: string) => `/api/v1/orders/${id}`;
  const amend = await rig.send('PUT', path('0000000042'), { account: 'Main', price: 70_500 }, once());
  expect(amend.status).toBe(202);
  await rig.send('PUT', path(TICKET), { price: '70500', quantity: 3 }, once());
  await rig.send('DELETE', path(TICKET), undefined, once());
  await rig.send('DELETE', `${path('42')}?account=second`, undefined, once());
  const common = { account: MAIN, number: '0000000042' };
  const price = { kind: 'at', won: 70_500n };
  expect(proposed.map(([proposal]) => proposal)).toEqual([
    { kind: 'amend', ...common, price, size: undefined },
    { kind: 'amend', ...common, price, size: { kind: 'shares', shares: 3n } },
    { kind: 'cancel', account: MAIN, which: { kind: 'one', number: '0000000042' } },
    { kind: 'cancel', account: TEST_ACCOUNTS[1], which: { kind: 'one', number: '42' } },
  ]);
  expect(new Set(proposed.map(([, , { bodyDigest }]) => bodyDigest)).size).toBe(4);

  expect((await rig.send('DELETE', path(waiting.id), undefined, once())).status).toBe(409);
  expect((await rig.send('DELETE', path('C'.repeat(22)), undefined, once())).status).toBe(404);
  expect((await rig.send('DELETE', `${path(TICKET)}?account=second`, undefined, once())).status).toBe(404);
  expect((await rig.send('DELETE', path('42'), undefined, once())).status).toBe(400);
  expect((await rig.send('PUT', path('42'), { account: 'Main' }, once())).status).toBe(400);
  expect(
    (await rig.send('DELETE', path(TICKET), undefined, { ...once(), 'idempotency-key': '' })).status,
  ).toBe(400);
  expect(proposed).toHaveLength(4);
});

it('what the desk refuses is told by status', async () => {
  let refusal = new DeskError('bug', '');
  const { send } = await open(() => {
    throw refusal;
  });
  for (const [kind, status] of [
    ['limit', 422],
    ['impossible', 422],
    ['halted', 423],
    ['unsettled', 409],
    ['conflict', 409],
    ['denied', 403],
    ['notFound', 404],
    ['refused', 502],
    ['cooldown', 503],
    ['timeout', 504],
    ['storage', 500],
  ] as const) {
    refusal = new DeskError(kind, 'no');
    expect(await send(ORDER), kind).toMatchObject({ status, json: { error: { code: kind } } });
  }
});

it('nobody who hangs up ends an order that is on its way', async () => {
  let signal: AbortSignal | undefined;
  let finish: ((made: TicketView) => void) | undefined;
  const { rig, once } = await open();
  const arrived = new Promise<void>(resolve => {
    rig.parts.orders.propose = (_proposal, _caller, _once, given) => {
      signal = given;
      resolve();
      return new Promise(done => {
        finish = done;
      });
    };
  });
  const leaves = new AbortController();
  const asked = fetch(`http://127.0.0.1:${rig.port}/api/v1/orders`, {
    method: 'POST',
    headers: { ...once(), 'content-type': 'application/json' },
    body: JSON.stringify(ORDER),
    signal: leaves.signal,
  });
  await arrived;
  leaves.abort();
  await expect(asked).rejects.toThrow();
  // By then the server has heard of it.
  for (const _ of [1, 2, 3]) await rig.get('/api/v1/tickets');
  expect(signal?.aborted).toBe(false);
  await rig.parts.clock.advance(30_000);
  expect(signal?.aborted).toBe(true);
  finish?.(ticketOf());
});

it('orders are listed by days as the venue tells them, open ones and tickets apart', async () => {
  const ticket = ticketOf();
  const { rig, asked, looks } = await open(ticketOf, [ticket]);
  const get = (path: string) => rig.get(`/api/v1${path}`, looks);
  const today = await get('/orders?account=Main');
  expect(today).toMatchObject({
    status: 200,
    json: { complete: true, as_of: '2026-11-23T10:00:00.000+09:00' },
  });
  expect(today.json).toHaveProperty('orders.0', {
    date: '20261123',
    time: '093015',
    number: '1',
    original_number: '',
    act: 'new',
    side: 'buy',
    code: '005930',
    name: '삼성전자',
    type_name: '지정가',
    type: 'limit',
    exchange: 'KRX',
    quantity: 10,
    price: 70_000,
    filled: 4,
    average_fill: 70_000,
    remaining: 6,
    state: 'partlyFilled',
  });
  await get('/orders?account=second&from=20261101&to=20261110');
  await get('/orders?account=Main&from=20261120');
  expect(asked).toEqual([
    '50101234 20261123 20261123',
    '50109999 20261101 20261110',
    '50101234 20261120 20261120',
  ]);
  for (const query of [
    'to=20261101',
    'from=20261124',
    'from=20261110&to=20261101',
    'from=20260101&to=20261101',
  ])
    expect((await get(`/orders?account=Main&${query}`)).status, query).toBe(400);
  expect(await get('/orders/open?account=Main')).toMatchObject({ status: 200, json: { complete: false } });
  expect((await get('/tickets')).json).toMatchObject({ tickets: [{ id: TICKET }] });
  expect((await get(`/orders/${TICKET}`)).json).toMatchObject({ id: TICKET, state: 'waiting' });
  expect((await get(`/orders/${'C'.repeat(22)}`)).status).toBe(404);
  expect((await get('/orders/0002?account=Main')).json).toMatchObject({
    number: '2',
    average_fill: 70_000.5,
  });
  expect((await get('/orders/3?account=Main')).status).toBe(404);
});

it('a number that is missing from a list with gaps is not said to be unknown', async () => {
  const { rig, looks } = await open();
  rig.parts.desk.orders = async () => listOf([], { complete: false });
  expect((await rig.get('/api/v1/orders/3?account=Main', looks)).status).toBe(500);
});

it('every type of order can be named', () => {
  expect([...ORDER_TYPE_NAMES]).toEqual(Object.keys(ORDER_TYPES));
});
