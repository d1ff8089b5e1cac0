import { describe, expect, test } from 'vitest';
import type { Limits } from '../../../src/core/index.js';
import type { Spent } from '../../../src/desk/risk/day-book.js';
import { firstBreach, type Standing, type WeighedOrder } from '../../../src/desk/risk/limits.js';

const NO_LIMITS: Limits = {
  orderAmount: undefined,
  orderQuantity: undefined,
  dayAmount: undefined,
  dayCount: undefined,
  priceDistance: undefined,
  drift: 1,
  repeatSeconds: 30,
  allow: undefined,
  deny: [],
  marketBuyCash: 100,
  dayLoss: undefined,
  approveAbove: undefined,
  approvers: 1,
  breakGlassMinutes: undefined,
  stepUpAbove: undefined,
};

/** 10 shares at 1,000 won; the last price is 1,000 too. */
const ORDER: WeighedOrder = {
  side: 'buy',
  code: '005930',
  quantity: 10n,
  price: 1_000n,
  value: 10_000n,
  adds: { amount: 10_000n, count: 1 },
};
/** The same at the market, with an upper limit price of 1,300. */
const AT_MARKET: WeighedOrder = {
  ...ORDER,
  price: 0n,
  value: 13_000n,
  adds: { amount: 13_000n, count: 1 },
};
const NOTHING: Spent = { amount: 0n, count: 0 };

interface Case {
  readonly limits?: Partial<Limits>;
  readonly order?: Partial<WeighedOrder>;
  readonly spent?: Spent;
  readonly lastPrice?: bigint;
  readonly buyable?: bigint;
  readonly dayChange?: bigint;
}

function judged({ limits = {}, order = {}, spent = NOTHING, ...at }: Case) {
  const all: Limits = { ...NO_LIMITS, ...limits };
  const standing: Standing = {
    limits: all,
    days: [
      { limits: all, spent },
      { limits: NO_LIMITS, spent: NOTHING },
    ],
    lastPrice: at.lastPrice ?? 1_000n,
    buyable: at.buyable ?? 1_000_000n,
    dayChange: at.dayChange ?? 0n,
  };
  return firstBreach({ ...ORDER, ...order }, standing)?.detail;
}

/** Each limit with a case exactly at it and one beyond it by the smallest step there is. */
const TABLE: readonly [string, Case, Case][] = [
  [
    'ORDER_QUANTITY',
    { limits: { orderQuantity: 10n } },
    { limits: { orderQuantity: 10n }, order: { quantity: 11n } },
  ],
  ['ORDER_AMOUNT', { limits: { orderAmount: 10_000n } }, { limits: { orderAmount: 9_999n } }],
  [
    'ORDER_AMOUNT',
    { limits: { orderAmount: 13_000n }, order: AT_MARKET },
    { limits: { orderAmount: 12_999n }, order: AT_MARKET },
  ],
  [
    'ORDER_AMOUNT',
    { limits: { orderAmount: 13_000n }, order: { ...AT_MARKET, side: 'sell' } },
    { limits: { orderAmount: 12_999n }, order: { ...AT_MARKET, side: 'sell' } },
  ],
  [
    'DAY_AMOUNT',
    { limits: { dayAmount: 50_000n }, spent: { amount: 40_000n, count: 4 } },
    { limits: { dayAmount: 50_000n }, spent: { amount: 40_001n, count: 4 } },
  ],
  [
    'DAY_COUNT',
    { limits: { dayCount: 5 }, spent: { amount: 0n, count: 4 } },
    { limits: { dayCount: 5 }, spent: { amount: 0n, count: 5 } },
  ],
  [
    'PRICE_DISTANCE',
    { limits: { priceDistance: 15 }, order: { price: 1_150n } },
    { limits: { priceDistance: 15 }, order: { price: 1_151n } },
  ],
  [
    'PRICE_DISTANCE',
    { limits: { priceDistance: 15 }, order: { price: 850n } },
    { limits: { priceDistance: 15 }, order: { price: 849n } },
  ],
  [
    'PRICE_DISTANCE',
    { limits: { priceDistance: 0.1 }, order: { price: 1_001n } },
    { limits: { priceDistance: 0.1 }, order: { price: 1_002n } },
  ],
  ['SYMBOL_DENY', { limits: { deny: ['000660'] } }, { limits: { deny: ['000660', '005930'] } }],
  ['SYMBOL_ALLOW', { limits: { allow: ['005930'] } }, { limits: { allow: ['000660'] } }],
  ['SYMBOL_ALLOW', { limits: { allow: undefined } }, { limits: { allow: [] } }],
  [
    'MARKET_BUY_CASH',
    { limits: { marketBuyCash: 50 }, order: AT_MARKET, buyable: 26_000n },
    { limits: { marketBuyCash: 50 }, order: AT_MARKET, buyable: 25_999n },
  ],
  [
    'MARKET_BUY_CASH',
    { limits: { marketBuyCash: 100 }, order: AT_MARKET, buyable: 13_000n },
    { limits: { marketBuyCash: 0 }, order: AT_MARKET, buyable: 13_000n },
  ],
  [
    'DAY_LOSS',
    { limits: { dayLoss: 100_000n }, dayChange: -100_000n },
    { limits: { dayLoss: 100_000n }, dayChange: -100_001n },
  ],
  ['DAY_LOSS', { limits: { dayLoss: 0n }, dayChange: 0n }, { limits: { dayLoss: 0n }, dayChange: -1n }],
];

describe('a risk limit', () => {
  test.each(TABLE)('%s passes at the limit and denies one beyond it', (code, within, beyond) => {
    expect(judged(within)).toBeUndefined();
    expect(judged(beyond)?.['limit']).toBe(code);
  });

  test('is tested for every code there is', () => {
    expect(new Set(TABLE.map(([code]) => code)).size).toBe(9);
  });

  test('that is not set lets everything pass', () => {
    const order = { quantity: 10n ** 12n, value: 10n ** 18n, adds: { amount: 10n ** 18n, count: 1 } };
    const spent = { amount: 10n ** 18n, count: 1e6 };
    expect(judged({ order, spent, lastPrice: 1n, buyable: 0n, dayChange: -(10n ** 15n) })).toBeUndefined();
  });

  test('tells what was given, the most, and how many shares would do', () => {
    expect(judged({ limits: { orderAmount: 9_999n } })).toEqual({
      limit: 'ORDER_AMOUNT',
      most: '9999',
      given: '10000',
      mostShares: '9',
    });
    expect(judged({ limits: { dayAmount: 50_000n }, spent: { amount: 45_000n, count: 1 } })).toEqual({
      limit: 'DAY_AMOUNT',
      most: '50000',
      given: '55000',
      remaining: '5000',
    });
    expect(judged({ limits: { priceDistance: 15 }, order: { price: 1_151n } })).toEqual({
      limit: 'PRICE_DISTANCE',
      most: '15',
      given: '15.10',
    });
    expect(judged({ limits: { dayLoss: 5n }, dayChange: -7n })).toEqual({
      limit: 'DAY_LOSS',
      most: '5',
      given: '7',
    });
  });

  test('on the day’s loss, or on cash, never stands in the way of a sell', () => {
    const limits = { dayLoss: 0n, marketBuyCash: 0 };
    const order = { ...AT_MARKET, side: 'sell' } as const;
    expect(judged({ limits, order, dayChange: -1_000_000n, buyable: 0n })).toBeUndefined();
  });

  test('of the day lets an amendment pass that adds nothing, even when all is spent', () => {
    const limits = { dayAmount: 100n, dayCount: 1, dayLoss: 0n };
    // More than the limit, as when it was lowered in the middle of a day.
    const spent = { amount: 100n, count: 2 };
    const adds = { amount: 0n, count: 0 };
    expect(judged({ limits, spent, order: { adds }, dayChange: -1n })).toBeUndefined();
    const growing = { amount: 1n, count: 0 };
    expect(judged({ limits, spent, order: { adds: growing } })?.['limit']).toBe('DAY_AMOUNT');
    expect(
      judged({ limits: { dayCount: 1, dayLoss: 0n }, spent, order: { adds: growing }, dayChange: -1n })?.[
        'limit'
      ],
    ).toBe('DAY_LOSS');
  });

  test('that asks for a figure which is missing lets nothing pass', () => {
    const standing: Standing = {
      limits: { ...NO_LIMITS, dayLoss: 1n },
      days: [],
      lastPrice: 1_000n,
      buyable: undefined,
      dayChange: undefined,
    };
    expect(() => firstBreach(ORDER, standing)).toThrow('no balance');
    expect(() => firstBreach(AT_MARKET, { ...standing, limits: NO_LIMITS })).toThrow('no buying power');
  });

  test('of the account and of the person each count their own day', () => {
    const spent = { account: { amount: 40_000n, count: 4 }, person: { amount: 5_000n, count: 1 } };
    const days = (account: bigint, person: bigint): Standing['days'] => [
      { limits: { dayAmount: account, dayCount: undefined }, spent: spent.account },
      { limits: { dayAmount: person, dayCount: undefined }, spent: spent.person },
    ];
    const breach = (account: bigint, person: bigint) =>
      firstBreach(ORDER, {
        limits: NO_LIMITS,
        days: days(account, person),
        lastPrice: 1_000n,
        buyable: 0n,
        dayChange: 0n,
      })?.detail['most'];
    expect(breach(50_000n, 15_000n)).toBeUndefined();
    expect(breach(49_999n, 15_000n)).toBe('49999');
    expect(breach(50_000n, 14_999n)).toBe('14999');
  });
});
