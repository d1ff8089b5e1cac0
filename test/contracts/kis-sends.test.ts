import { afterEach, describe, expect, it } from 'vitest';
import type { BrokerEvent, OrderRequest } from '../../src/core/index.js';
import { inTime } from '../support/order-line.js';
import { type ExchangeDesk, openDesk, STOCK, TODAY } from './kis-exchange-desk.js';

const PAPER = { buy: 'VTTC0012U', list: 'VTTC0081R' };

const desks: ExchangeDesk[] = [];
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.stop();
});

async function deskWith(...given: Parameters<typeof openDesk>): Promise<ExchangeDesk> {
  const desk = await openDesk(...given);
  desks.push(desk);
  await desk.kis.tokens.renewIfDue();
  return desk;
}

/** A purchase that rests; its quantity tells it from others. */
const order = ({ account }: ExchangeDesk, quantity = 1n): OrderRequest => ({
  account,
  side: 'buy',
  code: STOCK,
  quantity,
  price: 0n,
  type: 'market',
  exchange: 'KRX',
});

const called = (desk: ExchangeDesk) =>
  desk.events.filter((event): event is BrokerEvent & { kind: 'called' } => event.kind === 'called');

describe('a halt', () => {
  it('keeps a hundred orders behind a hanging KIS from ever arriving', async () => {
    const desk = await deskWith('paper', { ratePerSecond: 1, hashkey: false });
    const { kis, clock } = desk;
    await clock.advance(1_100);
    await desk.control('faults', { match: { tr: PAPER.buy }, kind: 'hang', times: 1_000 });
    const halt = new AbortController();
    const first = kis.trading.place(order(desk), halt.signal);
    while ((await desk.requests(PAPER.buy)) === 0) await clock.advance(0);
    const queued = Array.from({ length: 100 }, (_, i) =>
      kis.trading.place(order(desk, BigInt(i + 2)), halt.signal),
    );
    await clock.advance(0);
    expect(kis.status().limiter.waiting).toBe(100);
    halt.abort(new DOMException('halt', 'AbortError'));
    await expect(Promise.all(queued)).resolves.toEqual(
      Array(100).fill({ kind: 'notSent', reason: 'halted' }),
    );
    expect(kis.status().limiter.waiting).toBe(0);
    await clock.advance(60_000);
    await expect(first).resolves.toMatchObject({ kind: 'unknown', reason: 'TIMEOUT' });
    expect(await desk.requests(PAPER.buy)).toBe(1);
    expect((await desk.ledger()).orders).toEqual([]);
  });

  it('leaves alone what has left: a late answer is still the answer', async () => {
    const desk = await deskWith('paper', { hashkey: false });
    await desk.control('faults', { match: { tr: PAPER.buy }, kind: 'drip', ms: 1 });
    const halt = new AbortController();
    const sent = desk.kis.trading.place(order(desk), halt.signal);
    while ((await desk.ledger()).faultsServed === 0) await desk.clock.advance(0);
    halt.abort(new DOMException('halt', 'AbortError'));
    await expect(inTime(desk.clock, sent)).resolves.toMatchObject({ kind: 'accepted' });
  });
});

describe('a prepared act', () => {
  it('is sent though the hash key service is down by then; an act that was not prepared is not', async () => {
    const desk = await deskWith('paper');
    const { trading } = desk.kis;
    await trading.prepare({ kind: 'place', order: order(desk) });
    await desk.control('faults', { match: { path: '/uapi/hashkey' }, kind: 'empty500', times: 9 });
    await expect(trading.place(order(desk))).resolves.toMatchObject({ kind: 'accepted' });
    expect(await desk.ledger()).toMatchObject({ faultsServed: 0, ordersAccepted: 1 });
    await expect(trading.place(order(desk, 2n))).resolves.toEqual({
      kind: 'notSent',
      reason: 'unavailable HTTP 500',
    });
    expect(await desk.ledger()).toMatchObject({ faultsServed: 1, ordersAccepted: 1 });
  });
});

describe('repeated attempts', () => {
  it.each([
    [1, 2, 'accepted'],
    [2, 3, 'accepted'],
    [3, 3, 'refused'],
    [9, 3, 'refused'],
  ])('after %i rate refusals come to %i requests and at most one order', async (refusals, requests, kind) => {
    const desk = await deskWith('paper');
    await desk.control('faults', { match: { tr: PAPER.buy }, kind: 'rateRefusal', times: refusals });
    const outcome = await inTime(desk.clock, desk.kis.trading.place(order(desk)));
    expect(outcome).toMatchObject(kind === 'accepted' ? { kind } : { kind, code: 'EGW00201' });
    expect(await desk.requests(PAPER.buy)).toBe(requests);
    expect((await desk.ledger()).ordersAccepted).toBe(kind === 'accepted' ? 1 : 0);
    expect(called(desk).filter(call => call.operation === 'buy')).toMatchObject([{ attempts: requests }]);
  });

  it('end with the first doubt: one order, and it is unknown', async () => {
    const desk = await deskWith('paper');
    await desk.control('faults', [
      { match: { tr: PAPER.buy }, kind: 'rateRefusal' },
      { match: { tr: PAPER.buy }, kind: 'resetAfter' },
    ]);
    const outcome = await inTime(desk.clock, desk.kis.trading.place(order(desk)));
    expect(outcome).toEqual({ kind: 'unknown', reason: 'ECONNRESET' });
    expect(await desk.requests(PAPER.buy)).toBe(2);
    expect((await desk.ledger()).ordersAccepted).toBe(1);
  });

  it('after a token that died come once, with a new one', async () => {
    const desk = await deskWith('paper');
    await desk.clock.advance(70_000);
    await desk.control('revoke', { as: 'expired' });
    await expect(desk.kis.trading.place(order(desk))).resolves.toMatchObject({ kind: 'accepted' });
    expect(await desk.requests(PAPER.buy)).toBe(2);
    expect((await desk.ledger()).ordersAccepted).toBe(1);
  });
});

describe('what the exchange shows besides', () => {
  it('is an order placed by hand at the same moment: it stands in the list, and is not among ours', async () => {
    const desk = await deskWith('paper');
    const { account, kis } = desk;
    const { lowerLimit } = await kis.market.quote(STOCK);
    const placed = await desk.control('hand-order', {
      account: account.number + account.product,
      side: 'buy',
      code: STOCK,
      type: '00',
      quantity: 3,
      price: Number(lowerLimit),
    });
    const list = await kis.accounts.orders(account, { from: TODAY, to: TODAY });
    expect(list.orders).toMatchObject([
      { act: 'new', side: 'buy', code: STOCK, quantity: 3n, type: 'limit', exchange: 'KRX', state: 'open' },
    ]);
    expect(placed).toMatchObject({ number: list.orders[0]?.number });
    expect(await desk.ledger()).toMatchObject({ ordersByHand: 1, ordersAccepted: 0 });
  });

  it('is a clock that runs ahead of ours', async () => {
    const desk = await deskWith('paper');
    await desk.kis.market.quote(STOCK);
    expect(desk.events.filter(event => event.kind === 'clockSkew')).toEqual([]);
    await desk.control('clock', { advanceMs: 45_000 });
    for (let i = 0; i < 3; i += 1) await desk.kis.market.quote(STOCK);
    const skews = desk.events.filter(event => event.kind === 'clockSkew');
    expect(skews).toEqual([{ kind: 'clockSkew', at: desk.clock.now(), skewMs: 45_500 }]);
  });

  it('fails on page two of the list: no list at all, rather than half of one', async () => {
    const desk = await deskWith('paper');
    for (let i = 0; i < 16; i += 1) await desk.kis.trading.place(order(desk));
    await desk.control('faults', { match: { tr: PAPER.list }, kind: 'empty500', skip: 1, times: 3 });
    const range = { from: TODAY, to: TODAY };
    await expect(inTime(desk.clock, desk.kis.accounts.orders(desk.account, range))).rejects.toMatchObject({
      kind: 'unavailable',
    });
    await expect(desk.kis.accounts.orders(desk.account, range)).resolves.toMatchObject({ complete: true });
    expect(called(desk).filter(call => call.outcome === 'failed')).toMatchObject([
      { operation: 'orders', code: 'HTTP 500', attempts: 3 },
    ]);
  });
});
