import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InstrumentKind } from '../../src/core/index.js';
import { isOnTick, priceLimits, roundToTick, tickSize } from '../../src/market/index.js';

describe('price limits', () => {
  it.each([
    [75_900n, 98_600n, 53_200n],
    [52_400n, 68_100n, 36_700n],
    [1_252n, 1_627n, 877n],
    [10_000n, 13_000n, 7_000n],
  ])('of a share at %d won are %d and %d', (base, upper, lower) => {
    expect(priceLimits(base, 'stock')).toEqual({ upper, lower });
  });

  it('are cut to the larger unit when the upper limit lands in a higher band', () => {
    // 1,999 + 599 = 2,598, where the unit is 5; 45,050 + 13,500 = 58,550, where it is 100
    expect(priceLimits(1_999n, 'stock')).toEqual({ upper: 2_595n, lower: 1_400n });
    expect(priceLimits(45_050n, 'stock')).toEqual({ upper: 58_500n, lower: 31_550n });
  });

  it('are equally wide below, in steps of the base though smaller ones would be legal there', () => {
    expect(priceLimits(20_050n, 'stock')).toEqual({ upper: 26_050n, lower: 14_050n });
    expect(priceLimits(2_005n, 'stock')).toEqual({ upper: 2_605n, lower: 1_405n });
  });

  it('of an ETF move in its own unit', () => {
    expect(priceLimits(35_005n, 'etf')).toEqual({ upper: 45_505n, lower: 24_505n });
  });

  it('are legal prices within 30 % of a legal base, and no wider step would fit', () => {
    const kinds = fc.constantFrom<InstrumentKind>('stock', 'etf', 'etn', 'elw', 'reit', 'other');
    fc.assert(
      fc.property(fc.bigInt({ min: 20n, max: 3_000_000n }), kinds, (price, kind) => {
        const base = roundToTick(price, kind, 'down');
        const { upper, lower } = priceLimits(base, kind);
        expect(isOnTick(upper, kind)).toBe(true);
        expect(isOnTick(lower, kind)).toBe(true);
        expect(upper * 100n <= base * 130n).toBe(true);
        expect(lower * 100n >= base * 70n).toBe(true);
        expect(lower < base && base < upper).toBe(true);
        const step = tickSize(upper, kind);
        expect((upper + step) * 100n > base * 130n).toBe(true);
        expect((lower - tickSize(base, kind)) * 100n < base * 70n).toBe(true);
      }),
    );
  });
});
