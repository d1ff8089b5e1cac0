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

  // Bases at every border of bands, and those whose limits fall on one or one step short of it.
  it.each([
    [1_537n, 1_998n, 1_076n],
    [1_538n, 1_999n, 1_077n],
    [1_540n, 2_000n, 1_078n],
    [2_000n, 2_600n, 1_400n],
    [2_860n, 3_715n, 2_005n],
    [3_845n, 4_995n, 2_695n],
    [3_850n, 5_000n, 2_695n],
    [4_995n, 6_490n, 3_500n],
    [5_000n, 6_500n, 3_500n],
    [7_140n, 9_280n, 5_000n],
    [15_380n, 19_990n, 10_770n],
    [15_390n, 20_000n, 10_780n],
    [19_990n, 25_950n, 14_000n],
    [20_000n, 26_000n, 14_000n],
    [28_550n, 37_100n, 20_000n],
    [38_450n, 49_950n, 26_950n],
    [38_500n, 50_000n, 26_950n],
    [49_950n, 64_900n, 35_000n],
    [50_000n, 65_000n, 35_000n],
    [71_400n, 92_800n, 50_000n],
    [153_800n, 199_900n, 107_700n],
    [153_900n, 200_000n, 107_800n],
    [199_900n, 259_500n, 140_000n],
    [200_000n, 260_000n, 140_000n],
    [285_500n, 371_000n, 200_000n],
    [384_500n, 499_500n, 269_500n],
    [385_000n, 500_000n, 269_500n],
    [499_500n, 649_000n, 350_000n],
    [500_000n, 650_000n, 350_000n],
    [714_000n, 928_000n, 500_000n],
  ])('at the borders of a share: %d gives %d and %d', (base, upper, lower) => {
    expect(priceLimits(base, 'stock')).toEqual({ upper, lower });
  });

  it.each([
    ['etf', 1_538n, 1_999n, 1_077n],
    ['etf', 1_539n, 2_000n, 1_078n],
    ['etf', 1_999n, 2_595n, 1_400n],
    ['etf', 2_000n, 2_600n, 1_400n],
    ['etn', 2_860n, 3_715n, 2_005n],
    ['elw', 5n, 5n, 5n],
    ['elw', 15n, 15n, 15n],
    ['elw', 20n, 25n, 15n],
    ['elw', 1_995n, 2_590n, 1_400n],
    ['elw', 2_005n, 2_605n, 1_405n],
  ] as const)('at the borders of an %s: %d gives %d and %d', (kind, base, upper, lower) => {
    expect(priceLimits(base, kind)).toEqual({ upper, lower });
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
