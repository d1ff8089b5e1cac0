import { describe, expect, test } from 'vitest';
import type { CancelWish, Proposal, VenueOrder } from '../../../src/core/index.js';
import { deniedWith } from './denied-with.js';
import { ACCOUNT, OPEN_ORDER, rig, SAMSUNG } from './rig.js';

const cancel = (which: CancelWish): Proposal => ({ kind: 'cancel', account: ACCOUNT, which });
const orders: readonly VenueOrder[] = [
  OPEN_ORDER,
  { ...OPEN_ORDER, number: '2', code: '000660', name: 'SK하이닉스', side: 'sell', exchange: 'NXT' },
  { ...OPEN_ORDER, number: '3', remaining: 0n, state: 'filled' },
  { ...OPEN_ORDER, number: '4' },
];
const SYMBOL = { kind: 'symbol', instrument: SAMSUNG } as const;
const ALL = { kind: 'all' } as const;

const numbersOf = async (which: CancelWish) => {
  const { acts } = await rig({ open: { orders } }).make(cancel(which));
  return acts.map(act => (act.kind === 'cancel' ? act.request.order.number : act.kind));
};

describe('a ticket for a cancellation', () => {
  test('of one order holds its whole remainder', async () => {
    const { acts, values, prices, quotedAt } = await rig().make(cancel({ kind: 'one', number: '12345' }));
    expect(acts).toEqual([
      {
        kind: 'cancel',
        request: {
          account: ACCOUNT,
          order: { number: '0000012345', branch: '00950' },
          quantity: 'all',
          exchange: 'KRX',
        },
        original: OPEN_ORDER,
      },
    ]);
    expect(values).toEqual([0n]);
    expect(prices.size).toBe(0);
    expect(quotedAt).toBeUndefined();
  });

  test('of an issue holds its open orders, of all every open order, each on its own exchange', async () => {
    expect(await numbersOf(SYMBOL)).toEqual(['0000012345', '4']);
    expect(await numbersOf(ALL)).toEqual(['0000012345', '2', '4']);
    const { acts } = await rig({ open: { orders } }).make(cancel(ALL));
    expect(acts[1]).toMatchObject({ request: { exchange: 'NXT' }, original: { code: '000660' } });
  });

  test('reads the open orders and nothing else', async () => {
    const { make, asked } = rig();
    await make(cancel(ALL));
    expect(asked).toEqual(['openOrders']);
  });

  test('is made whatever limit, hour, halt or unknown outcome there is', async () => {
    const { make, clock, world } = rig({
      unsettled: true,
      limits: { orderAmount: 0n, orderQuantity: 0n, dayAmount: 0n, dayCount: 0, dayLoss: 0n, allow: [] },
      dayChange: -1_000_000n,
      quote: { warnings: ['halted'] },
      instruments: [],
    });
    world.failing.set('quote', new Error('no quote'));
    clock.step(Date.parse('2026-11-22T03:00:00+09:00') - clock.now());
    expect((await make(cancel(ALL))).acts).toHaveLength(1);
  });

  test.each([
    ['one', cancel({ kind: 'one', number: '3' }), { what: 'order', number: '3', complete: 'yes' }],
    ['all', cancel(ALL), { what: 'order', complete: 'yes' }],
    ['an issue', cancel(SYMBOL), { what: 'order', name: '삼성전자', complete: 'yes' }],
  ])('of %s that is not open is not found', async (_, proposal, detail) => {
    const closed = [{ ...OPEN_ORDER, number: '3', remaining: 0n }];
    const outcome = await deniedWith(() => rig({ open: { orders: closed } }).make(proposal));
    expect(outcome).toEqual({ kind: 'notFound', detail });
  });
});
