import { describe, expect, test } from 'vitest';
import type { Limits, OrderType, PriceWish, VenueOrder } from '../../../src/core/index.js';
import { ORDER_TYPES } from '../../../src/market/index.js';
import { deniedWith } from './denied-with.js';
import { ACCOUNT, amend, at, MARKET, MONDAY_TEN, OPEN_ORDER, rig, shares } from './rig.js';

const withOpen = (over: Partial<VenueOrder>) => ({ open: { orders: [{ ...OPEN_ORDER, ...over }] } });

describe('a ticket for an amendment', () => {
  test('keeps side, issue and exchange, and changes the price of all that is left', async () => {
    const { acts, values, repeat } = await rig({ lastLike: MONDAY_TEN }).make(amend());
    expect(acts).toEqual([
      {
        kind: 'amend',
        request: {
          account: ACCOUNT,
          order: { number: '0000012345', branch: '00950' },
          type: 'limit',
          price: 69_900n,
          quantity: 'all',
          exchange: 'KRX',
        },
        original: OPEN_ORDER,
      },
    ]);
    expect(values).toEqual([0n]);
    expect(repeat).toBe(false);
  });

  test('finds the order however its number is padded', async () => {
    const { make } = rig(withOpen({ number: '12345' }));
    expect((await make(amend({ number: '0000012345' }))).acts).toHaveLength(1);
  });

  test('reads the open orders and the quote, and cash only for a buy that may cost more', async () => {
    const asked = async (over: Partial<VenueOrder>, price: Parameters<typeof amend>[0]) => {
      const { make, asked } = rig(withOpen(over));
      await make(amend(price));
      return asked;
    };
    expect(await asked({}, {})).toEqual(['openOrders', 'quote']);
    expect(await asked({}, { price: at(70_100n) })).toEqual([
      'openOrders',
      'buyingPower limit 70100',
      'quote',
    ]);
    expect(await asked({}, { price: MARKET })).toEqual(['openOrders', 'buyingPower market 0', 'quote']);
    expect(await asked({ side: 'sell' }, { price: at(80_000n) })).toEqual(['openOrders', 'quote']);
    expect(await asked({ type: 'market', price: 0n }, {})).toEqual(['openOrders', 'quote']);
  });

  test('counts its growth for the day, and only that', async () => {
    const { make } = rig();
    expect((await make(amend({ price: at(70_500n) }))).values).toEqual([6n * 500n]);
    expect((await make(amend({ price: at(70_500n), size: shares(2n) }))).values).toEqual([2n * 500n]);
    expect((await make(amend({ price: at(69_000n) }))).values).toEqual([0n]);
    expect((await make(amend({ price: MARKET }))).values).toEqual([6n * (94_900n - 70_000n)]);
  });

  test.each([
    ['limit', at(70_100n), 'limit'],
    ['conditional', at(70_100n), 'conditional'],
    ['market', at(70_100n), 'limit'],
    ['best', at(70_100n), 'limit'],
    ['limit', MARKET, 'market'],
    ['best', MARKET, 'market'],
  ] satisfies [OrderType, PriceWish, OrderType][])(
    'of %s becomes what goes with the wished price',
    async (type, price, expected) => {
      const open = ORDER_TYPES[type].priced ? { type } : { type, price: 0n };
      const { acts } = await rig(withOpen(open)).make(amend({ price }));
      expect(acts[0]).toMatchObject({ request: { type: expected } });
    },
  );
});

describe('the size of an amendment', () => {
  test.each([
    [undefined, 'all'],
    [shares(6n), 'all'],
    [shares(5n), 5n],
    [{ kind: 'all' } as const, 'all'],
    [{ kind: 'percent', percent: 50 } as const, 3n],
    [{ kind: 'amount', won: 140_000n } as const, 2n],
  ])('%o is %s', async (size, expected) => {
    const { acts } = await rig().make(amend({ size }));
    expect(acts[0]).toMatchObject({ request: { quantity: expected } });
  });

  test('beyond what is left is refused with what is left', async () => {
    const { detail } = await deniedWith(() => rig().make(amend({ size: shares(7n) })));
    expect(detail).toEqual({ problem: 'amendMore', given: '7', most: '6' });
  });
});

describe('an amendment is refused', () => {
  test('when no such order is open, and says whether the list can be trusted', async () => {
    const sought = async (open: Parameters<typeof rig>[0]) =>
      deniedWith(() => rig(open).make(amend({ number: '777' })));
    expect(await sought({})).toEqual({
      kind: 'notFound',
      detail: { what: 'order', number: '777', complete: 'yes' },
    });
    expect((await sought({ open: { complete: false } })).detail['complete']).toBe('no');
    const { kind } = await deniedWith(() =>
      rig(withOpen({ remaining: 0n, state: 'filled' })).make(amend({})),
    );
    expect(kind).toBe('notFound');
  });

  test('when neither price nor type would change, whatever the quantity', async () => {
    for (const size of [undefined, shares(2n)]) {
      const { detail } = await deniedWith(() => rig().make(amend({ price: at(70_000n), size })));
      expect(detail).toEqual({ problem: 'amendSame' });
    }
  });

  test('when the order is of a type that is not known here', async () => {
    const { detail } = await deniedWith(() =>
      rig(withOpen({ type: undefined, typeName: '스톱지정가' })).make(amend({})),
    );
    expect(detail).toEqual({ problem: 'amendType', typeName: '스톱지정가' });
  });

  test('when its price is between two steps, also when the broker refuses to reckon with it', async () => {
    const failing = new Map([['buyingPower limit 70150', new Error('refused')]]);
    const { detail } = await deniedWith(() => rig({ failing }).make(amend({ price: at(70_150n) })));
    expect(detail['problem']).toBe('tick');
  });

  test('when its issue is not in today’s list, or its trading is halted there', async () => {
    const unlisted = await deniedWith(() => rig({ instruments: [] }).make(amend({})));
    expect(unlisted.detail).toEqual({ problem: 'unlisted', code: '005930' });
    const { make, world } = rig();
    world.instruments = world.instruments.map(instrument => ({ ...instrument, halted: true }));
    expect((await deniedWith(() => make(amend({})))).detail['problem']).toBe('halted');
  });

  test('when it would cost more than the cash that is left, to the won', async () => {
    const growth = 6n * 500n;
    const costing = amend({ price: at(70_500n) });
    expect((await rig({ power: { amount: growth } }).make(costing)).acts).toHaveLength(1);
    const { detail } = await deniedWith(() => rig({ power: { amount: growth - 1n } }).make(costing));
    expect(detail).toEqual({ problem: 'cashGrowth', given: '3000', most: '2999' });
  });

  test('when a like order has an unknown outcome', async () => {
    const { kind } = await deniedWith(() => rig({ unsettled: true }).make(amend({})));
    expect(kind).toBe('unsettled');
  });

  test('by the limits of an order, but for the day only by what it adds', async () => {
    const price = at(70_500n);
    const limited = (limits: Partial<Limits>) =>
      rig({ limits, spent: { account: { amount: 0n, count: 5 }, person: { amount: 0n, count: 5 } } });
    const over = await deniedWith(() => limited({ orderAmount: 422_999n }).make(amend({ price })));
    expect(over.detail['limit']).toBe('ORDER_AMOUNT');
    expect((await limited({ orderAmount: 423_000n }).make(amend({ price }))).acts).toHaveLength(1);
    expect((await limited({ dayAmount: 3_000n, dayCount: 5 }).make(amend({ price }))).acts).toHaveLength(1);
    const day = await deniedWith(() => limited({ dayAmount: 2_999n }).make(amend({ price })));
    expect(day.detail['limit']).toBe('DAY_AMOUNT');
  });

  test('when the exchange does not take the type now', async () => {
    const { make, clock } = rig(withOpen({ type: 'conditional' }));
    clock.step(Date.parse('2026-11-23T15:25:00+09:00') - clock.now());
    expect((await deniedWith(() => make(amend({})))).detail['problem']).toBe('typeNotNow');
  });
});
