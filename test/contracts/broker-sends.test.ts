import { afterEach, describe, expect, it } from 'vitest';
import type { BrokerEvent } from '../../src/core/index.js';
import { accepted, type BrokerDesk, openBrokerDesk, orderOf, STOCK, TODAY } from './broker-desk.js';
import { FLAVOURS } from './broker-flavours.js';

/** What befalls the request of an order, and what may be said of it then. */
const TROUBLES: readonly [string, object, readonly string[]][] = [
  ['a reset before it is read', { kind: 'resetBefore' }, ['unknown']],
  ['a reset after it was taken', { kind: 'resetAfter' }, ['unknown']],
  ['no answer, and it was taken', { kind: 'hang', commit: true }, ['unknown']],
  ['no answer, and it was not taken', { kind: 'hang' }, ['unknown']],
  ['an empty 500, and it was taken', { kind: 'empty500', commit: true }, ['unknown']],
  ['an empty 500, and it was not taken', { kind: 'empty500' }, ['unknown']],
  ['a page of HTML, and it was taken', { kind: 'html502', commit: true }, ['unknown']],
  ['JSON of somebody else', { kind: 'status', status: 200, body: { error: 'gateway' } }, ['unknown']],
  ['half an answer', { kind: 'truncate' }, ['unknown']],
  ['an answer that is no JSON', { kind: 'notJson' }, ['unknown']],
  ['an answer without an order number', { kind: 'noOrderNumber' }, ['unknown']],
  ['an answer that drips', { kind: 'drip', ms: 1 }, ['accepted']],
  ['an answer a second late', { kind: 'delay', ms: 1_000 }, ['accepted']],
];

describe.each(FLAVOURS)('an order to $name', flavour => {
  let desk: BrokerDesk;
  afterEach(() => desk.stop());

  async function start() {
    desk = await openBrokerDesk(flavour);
    // With what a line asks before its first order: a token, and at Kiwoom whose account it stands for.
    await desk.is(desk.broker.accounts.sellable(desk.account, STOCK));
    // So that what the first order is troubled with does not meet the second of another call.
    await desk.clock.advance(70_000);
    const { account, broker } = desk;
    return {
      account,
      place: (signal?: AbortSignal, quantity = 1n) =>
        broker.trading.place(orderOf(account, { quantity }), signal),
      orders: () => desk.patiently(broker.accounts.orders(account, { from: TODAY, to: TODAY })),
      called: () =>
        desk.events.filter((event): event is BrokerEvent & { kind: 'called' } => event.kind === 'called'),
    };
  }

  it.each(TROUBLES)(
    'that meets with %s is sent once, and told as what is known',
    async (_what, fault, kinds) => {
      const { place, orders } = await start();
      await desk.trouble('buy', fault);
      const outcome = await desk.is(place());
      expect(kinds).toContain(outcome.kind);
      expect(await desk.requests('buy')).toBe(1);
      const { ordersAccepted, orders: rows } = await desk.ledger();
      expect(ordersAccepted).toBeLessThanOrEqual(1);
      if (outcome.kind === 'accepted') expect(ordersAccepted).toBe(1);
      // Whatever was said: the list tells what is there.
      expect((await orders()).orders).toHaveLength(rows.length);
    },
  );

  it.each([
    [1, 2, 'accepted'],
    [2, 3, 'accepted'],
    [3, 3, 'refused'],
    [9, 3, 'refused'],
  ])(
    'after %i rate refusals comes to %i requests and at most one order',
    async (refusals, requests, kind) => {
      const { place, called } = await start();
      await desk.trouble('buy', { kind: 'rateRefusal', times: refusals });
      expect((await desk.is(place())).kind).toBe(kind);
      expect(await desk.requests('buy')).toBe(requests);
      expect((await desk.ledger()).ordersAccepted).toBe(kind === 'accepted' ? 1 : 0);
      expect(called().filter(({ operation }) => operation === 'buy')).toMatchObject([{ attempts: requests }]);
    },
  );

  it('is not sent again after the first doubt', async () => {
    const { place } = await start();
    await desk.trouble('buy', { kind: 'rateRefusal' }, { kind: 'resetAfter' });
    expect(await desk.is(place())).toEqual({ kind: 'unknown', reason: 'ECONNRESET' });
    expect(await desk.requests('buy')).toBe(2);
    expect((await desk.ledger()).ordersAccepted).toBe(1);
  });

  it('whose token has died is sent once more, with a new one', async () => {
    const { place } = await start();
    await desk.control('revoke', { as: 'expired' });
    accepted(await desk.is(place()));
    expect(await desk.requests('buy')).toBe(2);
    expect((await desk.ledger()).ordersAccepted).toBe(1);
  });

  it('that has not left when trading is stopped never leaves', async () => {
    const { place } = await start();
    await desk.trouble('buy', { kind: 'hang', times: 1_000 });
    const halt = new AbortController();
    // The first of them hang at the exchange; the rate holds back the others.
    const sent = Array.from({ length: 100 }, (_, i) => place(halt.signal, BigInt(i + 1)));
    await desk.clock.advance(1_500);
    const left = await desk.requests('buy');
    halt.abort(new DOMException('halt', 'AbortError'));
    const outcomes = await desk.is(Promise.all(sent));
    expect(outcomes.filter(({ kind }) => kind === 'notSent')).toHaveLength(100 - left);
    expect(outcomes.filter(({ kind }) => kind === 'unknown')).toHaveLength(left);
    expect(left).toBeLessThanOrEqual(2 * flavour.rate.perSecond);
    await desk.clock.advance(60_000);
    expect(await desk.requests('buy')).toBe(left);
    expect((await desk.ledger()).ordersAccepted).toBe(0);
  });

  it('that has left when trading is stopped keeps its answer, however late that is', async () => {
    const { place } = await start();
    await desk.trouble('buy', { kind: 'delay', ms: 3_000 });
    const halt = new AbortController();
    const sent = place(halt.signal);
    while ((await desk.requests('buy')) === 0) await desk.clock.advance(100);
    halt.abort(new DOMException('halt', 'AbortError'));
    accepted(await desk.is(sent));
  });

  it('is looked for in a list that is whole or not there at all', async () => {
    const { orders, called } = await start();
    await desk.trouble('orders', { kind: 'empty500', times: 3 });
    await expect(orders()).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(orders()).resolves.toMatchObject({ orders: [], complete: true });
    expect(called().filter(({ outcome }) => outcome === 'failed')).toMatchObject([
      { operation: 'orders', code: 'HTTP 500', attempts: 3 },
    ]);
    const given = desk.events.filter(({ kind }) => kind === 'retriesExhausted');
    expect(given).toMatchObject([{ operation: 'orders', attempts: 3 }]);
  });
});
