import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InstrumentKind } from '../../src/core/index.js';
import { isOnTick, roundToTick, tickSize } from '../../src/market/index.js';

const BORDERS: readonly [border: bigint, below: bigint, from: bigint][] = [
  [2_000n, 1n, 5n],
  [5_000n, 5n, 10n],
  [20_000n, 10n, 50n],
  [50_000n, 50n, 100n],
  [200_000n, 100n, 500n],
  [500_000n, 500n, 1_000n],
];
const SHARE_LIKE: readonly InstrumentKind[] = ['stock', 'reit', 'other'];
const FUND_LIKE: readonly InstrumentKind[] = ['etf', 'etn', 'elw'];

const anyKind = fc.constantFrom<InstrumentKind>(...SHARE_LIKE, ...FUND_LIKE);
const anyPrice = fc.oneof(
  fc.bigInt({ min: 5n, max: 3_000_000n }),
  fc.constantFrom(...BORDERS.map(([border]) => border)).chain(b => fc.bigInt({ min: b - 3n, max: b + 3n })),
);

describe('tick size', () => {
  it.each(BORDERS)('changes at %d won: one won below it is %d, from it on %d', (border, below, from) => {
    for (const kind of SHARE_LIKE) {
      expect(tickSize(border - 1n, kind)).toBe(below);
      expect(tickSize(border, kind)).toBe(from);
      expect(tickSize(border + 1n, kind)).toBe(from);
    }
  });

  it('is one won for the cheapest shares and a thousand for the dearest', () => {
    expect(tickSize(1n, 'stock')).toBe(1n);
    expect(tickSize(1_999n, 'stock')).toBe(1n);
    expect(tickSize(9_999_000n, 'stock')).toBe(1_000n);
  });

  it('is one won for ETF and ETN below 2,000 won and five from there on', () => {
    for (const kind of ['etf', 'etn'] as const) {
      expect(tickSize(1_999n, kind)).toBe(1n);
      for (const price of [2_000n, 35_005n, 1_000_000n]) expect(tickSize(price, kind)).toBe(5n);
    }
  });

  it('is five won for ELW at every price', () => {
    for (const price of [5n, 1_995n, 2_000n, 1_000_000n]) expect(tickSize(price, 'elw')).toBe(5n);
  });
});

describe('legal prices', () => {
  it.each([
    [1_999n, true],
    [2_001n, false],
    [2_005n, true],
    [4_995n, true],
    [5_005n, false],
    [19_990n, true],
    [20_010n, false],
    [49_950n, true],
    [50_050n, false],
    [199_900n, true],
    [200_100n, false],
    [499_500n, true],
    [500_500n, false],
    [501_000n, true],
    [0n, false],
    [-1_000n, false],
  ])('%d won for a share: %s', (price, legal) => {
    expect(isOnTick(price, 'stock')).toBe(legal);
  });

  it('are multiples of five won for an ETF', () => {
    expect(isOnTick(35_005n, 'etf')).toBe(true);
    expect(isOnTick(35_001n, 'etf')).toBe(false);
  });

  it.each([
    [4_997n, 'up', 5_000n],
    [4_997n, 'down', 4_995n],
    [19_991n, 'up', 20_000n],
    [49_951n, 'up', 50_000n],
    [199_999n, 'up', 200_000n],
    [200_001n, 'up', 200_500n],
    [200_499n, 'down', 200_000n],
    [499_501n, 'up', 500_000n],
    [500_001n, 'up', 501_000n],
    [75_900n, 'up', 75_900n],
    [75_900n, 'down', 75_900n],
  ] as const)('rounding %d %s gives %d, across a border of bands too', (price, direction, expected) => {
    expect(roundToTick(price, 'stock', direction)).toBe(expected);
  });

  it('begin at one step, below which nothing rounds', () => {
    expect(roundToTick(3n, 'elw', 'down')).toBe(5n);
    expect(roundToTick(0n, 'stock', 'down')).toBe(1n);
    expect(roundToTick(-70n, 'stock', 'up')).toBe(1n);
  });

  it('come out of rounding whatever goes in, less than a step away and on the asked side', () => {
    fc.assert(
      fc.property(anyPrice, anyKind, (price, kind) => {
        const down = roundToTick(price, kind, 'down');
        const up = roundToTick(price, kind, 'up');
        expect(isOnTick(down, kind)).toBe(true);
        expect(isOnTick(up, kind)).toBe(true);
        expect(down <= price && price <= up).toBe(true);
        expect(price - down < tickSize(price, kind)).toBe(true);
        expect(up - price < tickSize(price, kind)).toBe(true);
        expect(up === down).toBe(isOnTick(price, kind));
      }),
    );
  });

  it('stay as they are when rounded again', () => {
    fc.assert(
      fc.property(anyPrice, anyKind, fc.constantFrom('up', 'down'), (price, kind, direction) => {
        const once = roundToTick(price, kind, direction);
        expect(roundToTick(once, kind, 'up')).toBe(once);
        expect(roundToTick(once, kind, 'down')).toBe(once);
      }),
    );
  });
});
