import { describe, expect, test } from 'vitest';
import {
  type AccountRef,
  type Exchange,
  type OrderType,
  type Proposal,
  sameAccount,
} from '../../../src/core/index.js';
import { deniedWith } from './denied-with.js';
import { ACCOUNT, at, buy, LIVE_ACCOUNT, MARKET, rig, SAMSUNG, sell, shares } from './rig.js';

const won = (amount: bigint) => ({ kind: 'amount', won: amount }) as const;
const percent = (value: number) => ({ kind: 'percent', percent: value }) as const;
const ALL = { kind: 'all' } as const;

const denied = (proposal: Proposal, world: Parameters<typeof rig>[0] = {}) =>
  deniedWith(() => rig(world).make(proposal));

describe('a ticket for a new order', () => {
  test('holds one act with exactly what was asked for', async () => {
    const { acts, values, prices, repeat, quotedAt, madeAt } = await rig().make(buy());
    expect(acts).toEqual([
      {
        kind: 'place',
        order: {
          account: ACCOUNT,
          side: 'buy',
          code: '005930',
          quantity: 10n,
          price: 71_900n,
          type: 'limit',
          exchange: 'KRX',
        },
      },
    ]);
    expect(values).toEqual([719_000n]);
    expect([...prices]).toEqual([['005930', 71_900n]]);
    expect(repeat).toBe(false);
    expect(quotedAt).toBe(madeAt);
  });

  test('without a price is a market order, and counts at the upper limit price, a sell too', async () => {
    for (const proposal of [buy({ price: undefined }), buy({ price: MARKET }), sell({ price: undefined })]) {
      const { acts, values } = await rig().make(proposal);
      expect(acts[0]).toMatchObject({ order: { type: 'market', price: 0n, quantity: 10n } });
      expect(values).toEqual([949_000n]);
    }
  });

  test('reads two things: the price, and cash for a buy or shares for a sell', async () => {
    const buying = rig();
    await buying.make(buy({ price: MARKET }));
    expect(buying.asked.toSorted()).toEqual(['buyingPower market 0', 'quote']);
    const selling = rig();
    await selling.make(sell());
    expect(selling.asked.toSorted()).toEqual(['quote', 'sellable']);
  });

  test('reads the balance only for a buy under a limit on the day’s loss', async () => {
    const limited = { limits: { dayLoss: 1_000_000n } };
    const buying = rig(limited);
    await buying.make(buy());
    expect(buying.asked.toSorted()).toEqual(['balance', 'buyingPower limit 71900', 'quote']);
    const selling = rig(limited);
    await selling.make(sell());
    expect(selling.asked.toSorted()).toEqual(['quote', 'sellable']);
  });
});

describe('the size', () => {
  test.each([
    ['all of the cash at a price', buy({ size: ALL }), 139n],
    ['all of the cash at the market, reckoned at the upper limit', buy({ size: ALL, price: MARKET }), 105n],
    ['half of the cash', buy({ size: percent(50) }), 69n],
    ['an amount at a price', buy({ size: won(1_000_000n) }), 13n],
    ['an amount at the market, by the last price', buy({ size: won(719_000n), price: MARKET }), 10n],
    ['an amount one won short of a share more', buy({ size: won(790_899n) }), 10n],
    ['all shares', sell({ size: ALL }), 100n],
    ['a third of the shares', sell({ size: percent(33) }), 33n],
    ['an amount of shares', sell({ size: won(719_000n) }), 10n],
  ])('%s', async (_, proposal, expected) => {
    const { acts } = await rig().make(proposal);
    expect(acts[0]).toMatchObject({ order: { quantity: expected } });
  });

  test.each([
    ['an amount below one share', buy({ size: won(71_899n) }), '71900'],
    ['a percent that is no share', sell({ size: percent(1) }), '71900'],
    ['no shares', buy({ size: shares(0n) }), '71900'],
    ['fewer than none', sell({ size: shares(-1n) }), '71900'],
  ])('%s is refused with what one costs', async (_, proposal, price) => {
    expect(await denied(proposal, { sellable: 99n })).toEqual({
      kind: 'impossible',
      detail: { problem: 'zero', price },
    });
  });

  test('of exactly the cash passes, and of one share more is refused with the most', async () => {
    const { acts } = await rig().make(buy({ size: shares(139n) }));
    expect(acts).toHaveLength(1);
    expect(await denied(buy({ size: shares(140n) }))).toEqual({
      kind: 'impossible',
      detail: { problem: 'cash', given: '140', most: '139', price: '71900' },
    });
  });

  test('of all shares passes, and of one more is refused with the most', async () => {
    const { acts } = await rig().make(sell({ size: shares(100n) }));
    expect(acts).toHaveLength(1);
    expect(await denied(sell({ size: shares(101n) }))).toEqual({
      kind: 'impossible',
      detail: { problem: 'shares', given: '101', most: '100' },
    });
  });

  test('all of nothing is refused for what is missing', async () => {
    expect((await denied(sell({ size: ALL }), { sellable: 0n })).detail['problem']).toBe('shares');
    expect((await denied(buy({ size: ALL }), { cash: 50_000n })).detail).toEqual({
      problem: 'cash',
      given: '0',
      most: '0',
      price: '71900',
    });
  });
});

describe('the price', () => {
  test.each([
    [51_100n, 'ok'],
    [51_000n, 'lowerLimit'],
    [51_099n, 'lowerLimit'],
    [94_900n, 'ok'],
    [95_000n, 'upperLimit'],
    [71_800n, 'ok'],
    [71_850n, 'tick'],
    [71_901n, 'tick'],
  ])('%s is %s', async (price, expected) => {
    const proposal = buy({ price: at(price) });
    if (expected === 'ok') expect((await rig().make(proposal)).acts).toHaveLength(1);
    else expect((await denied(proposal)).detail['problem']).toBe(expected);
  });

  test('between two steps is refused with the nearest, and both', async () => {
    expect((await denied(buy({ price: at(71_850n) }))).detail).toEqual({
      problem: 'tick',
      price: '71850',
      nearest: '71800',
      below: '71800',
      above: '71900',
    });
    expect((await denied(buy({ price: at(71_851n) }))).detail['nearest']).toBe('71900');
  });

  test('beyond a limit is refused with the limit', async () => {
    expect((await denied(buy({ price: at(100_000n) }))).detail['nearest']).toBe('94900');
    expect((await denied(sell({ price: at(1_000n) }))).detail['nearest']).toBe('51100');
  });

  test('that no exchange knows is told as such, also when the broker refuses to reckon with it', async () => {
    const failing = new Map([['buyingPower limit 71850', new Error('refused')]]);
    expect((await denied(buy({ price: at(71_850n) }), { failing })).detail['problem']).toBe('tick');
  });

  test('goes with the type or the order is refused before anything is read', async () => {
    const table: readonly [OrderType, Partial<Parameters<typeof buy>[0]>, string][] = [
      ['limit', { price: undefined }, 'noPrice'],
      ['limit', { price: MARKET }, 'noPrice'],
      ['limitIoc', { price: at(0n) }, 'noPrice'],
      ['limit', { price: at(-100n) }, 'noPrice'],
      ['market', { price: at(71_900n) }, 'price'],
      ['best', { price: at(-1n) }, 'price'],
    ];
    for (const [type, over, problem] of table) {
      const { make, asked } = rig();
      const { detail } = await deniedWith(() => make(buy({ ...over, type })));
      expect(detail).toEqual({ problem, type });
      expect(asked).toEqual([]);
    }
  });
});

describe('what needs no read is refused before any', () => {
  const early = async (proposal: Proposal, world = {}, options = {}) => {
    const { make, asked } = rig(world, options);
    const outcome = await deniedWith(() => make(proposal));
    expect(asked).toEqual([]);
    return outcome;
  };

  test.each(['NXT', 'SOR'] satisfies Exchange[])('%s on paper', async exchange => {
    expect((await early(buy({ exchange }))).detail).toMatchObject({
      problem: 'exchangeNotOffered',
      exchange,
    });
  });

  test('an issue whose trading is halted', async () => {
    const instrument = { ...SAMSUNG, halted: true };
    expect((await early(buy({ instrument }))).detail).toEqual({ problem: 'halted', name: '삼성전자' });
  });

  test('an account that the desk does not have, or has in another environment', async () => {
    const hasAccount = (account: AccountRef) => sameAccount(account, ACCOUNT);
    for (const over of [{ mode: 'live' }, { broker: 'kiwoom' }, { number: '50107789' }] as const) {
      const account = { ...ACCOUNT, ...over };
      const rules = { hasAccount, liveTrading: true };
      expect((await early(buy({ account }), {}, rules)).detail, JSON.stringify(over)).toEqual({
        problem: 'environment',
      });
    }
  });

  test('real money on the demo’s exchange', async () => {
    const demo = { stamp: 'demo', liveTrading: true, alwaysOpen: true } as const;
    expect((await early(buy({ account: LIVE_ACCOUNT }), {}, demo)).detail).toEqual({
      problem: 'environment',
    });
  });

  test('anything on a live account while live trading is off', async () => {
    const readOnly = { stamp: 'live', liveTrading: false } as const;
    const number = '12345';
    for (const proposal of [
      buy({ account: LIVE_ACCOUNT }),
      sell({ account: LIVE_ACCOUNT }),
      { kind: 'amend', account: LIVE_ACCOUNT, number, price: at(70_000n), size: undefined },
      { kind: 'cancel', account: LIVE_ACCOUNT, which: { kind: 'one', number } },
    ] satisfies Proposal[]) {
      expect(await early(proposal, {}, readOnly)).toEqual({ kind: 'denied', detail: { need: 'live' } });
    }
  });

  test('a like order whose outcome is unknown', async () => {
    expect(await early(buy(), { unsettled: true })).toEqual({
      kind: 'unsettled',
      detail: { side: 'buy', code: '005930' },
    });
  });

  test('a forbidden issue', async () => {
    expect((await early(buy(), { limits: { deny: ['005930'] } })).detail['limit']).toBe('SYMBOL_DENY');
    expect((await early(buy(), { limits: { allow: ['000660'] } })).detail['limit']).toBe('SYMBOL_ALLOW');
  });
});

describe('the hours', () => {
  const make = async (time: string, over: Partial<Parameters<typeof buy>[0]> = {}, live = false) => {
    const account = live ? LIVE_ACCOUNT : ACCOUNT;
    const { make, clock } = rig({}, live ? { stamp: 'live', liveTrading: true } : {});
    clock.step(Date.parse(`${time}+09:00`) - clock.now());
    return make(buy({ account, ...over }));
  };

  test.each([
    ['2026-11-23T08:59:59', 'closed'],
    ['2026-11-23T09:00:00', 'ok'],
    ['2026-11-23T15:29:59', 'ok'],
    ['2026-11-23T15:30:00', 'closed'],
    ['2026-11-22T10:00:00', 'holiday'],
    ['2039-11-23T10:00:00', 'noCalendar'],
  ])('of paper: %s is %s', async (time, expected) => {
    if (expected === 'ok') expect((await make(time)).acts).toHaveLength(1);
    else expect((await deniedWith(() => make(time))).detail['problem']).toBe(expected);
  });

  test('refused with what is taken instead and when it is taken next', async () => {
    const { detail } = await deniedWith(() => make('2026-11-23T15:25:00', { type: 'conditional' }));
    expect(detail).toEqual({
      problem: 'typeNotNow',
      type: 'conditional',
      exchange: 'KRX',
      allowed: 'limit,market',
      next: Date.parse('2026-11-24T09:00:00+09:00'),
    });
  });

  test('of a live account let an order into the opening auction and the after-market', async () => {
    const early = await make('2026-11-23T08:45:00', {}, true);
    expect(early.acts[0]).toMatchObject({ order: { type: 'limit', account: { mode: 'live' } } });
    const late = await make('2026-11-23T16:30:00', {}, true);
    expect(late.acts[0]).toMatchObject({ order: { type: 'afterLimit' } });
  });

  test('of the demo never end', async () => {
    const { make, clock } = rig({}, { stamp: 'demo', alwaysOpen: true });
    clock.step(Date.parse('2026-11-22T03:00:00+09:00') - clock.now());
    expect((await make(buy())).acts).toHaveLength(1);
  });
});

describe('the quote’s own halt', () => {
  test('refuses the order though the list of issues knows nothing of it', async () => {
    expect((await denied(buy(), { quote: { warnings: ['halted'] } })).detail).toEqual({
      problem: 'halted',
      name: '삼성전자',
    });
  });
});

describe('the limits of the day', () => {
  const spent = { account: { amount: 9_000_000n, count: 9 }, person: { amount: 1_000_000n, count: 1 } };

  test.each([
    ['the account’s own', { limits: { dayAmount: 9_719_000n } }, undefined],
    ['the account’s own, less one won', { limits: { dayAmount: 9_718_999n } }, '9719000'],
    ['the person’s own', { personLimits: { dayAmount: 1_719_000n } }, undefined],
    ['the person’s own, less one won', { personLimits: { dayAmount: 1_718_999n } }, '1719000'],
  ])('count the account’s day and the person’s day apart: %s', async (_, limits, given) => {
    const { make } = rig({ ...limits, spent });
    if (given === undefined) expect((await make(buy())).acts).toHaveLength(1);
    else expect((await deniedWith(() => make(buy()))).detail).toMatchObject({ limit: 'DAY_AMOUNT', given });
  });
});

test('what a person spent in other accounts does not use up this account’s day', async () => {
  const spent = { account: { amount: 0n, count: 0 }, person: { amount: 5_000_000n, count: 50 } };
  const { make } = rig({ limits: { dayAmount: 1_000_000n, dayCount: 1 }, spent });
  expect((await make(buy())).acts).toHaveLength(1);
});

describe('the same order within the limit’s seconds', () => {
  test.each([
    [0, true],
    [29_999, true],
    [30_000, false],
  ])('after %s ms needs a second confirmation: %s', async (agoMs, expected) => {
    const { make, world, clock } = rig();
    world.lastLike = clock.now() - agoMs;
    expect((await make(buy())).repeat).toBe(expected);
  });
});
