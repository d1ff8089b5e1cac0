import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RATES, tradeCosts } from '../../src/market/index.js';

describe('trade costs', () => {
  it('match the fees seen on the paper server', () => {
    expect(tradeCosts({ side: 'buy', amount: 498_000n, kind: 'stock' }, DEFAULT_RATES)).toEqual({
      fee: 70n,
      tax: 0n,
    });
    expect(tradeCosts({ side: 'buy', amount: 10_000_000n, kind: 'stock' }, DEFAULT_RATES).fee).toBe(1_420n);
  });

  it('tax the sale of a share at 0.20 %, and no purchase', () => {
    expect(tradeCosts({ side: 'sell', amount: 1_000_000n, kind: 'stock' }, DEFAULT_RATES).tax).toBe(2_000n);
    expect(tradeCosts({ side: 'buy', amount: 1_000_000n, kind: 'stock' }, DEFAULT_RATES).tax).toBe(0n);
  });

  it.each(['etf', 'etn', 'elw'] as const)('take no tax on the sale of an %s', kind => {
    expect(tradeCosts({ side: 'sell', amount: 1_000_000n, kind }, DEFAULT_RATES)).toEqual({
      fee: 142n,
      tax: 0n,
    });
  });

  it('are cut to whole won, never rounded up', () => {
    // 499 x 2,000 ppm = 0.998; 7,042 x 142 ppm = 0.999964; 7,043 x 142 ppm = 1.000106
    expect(tradeCosts({ side: 'sell', amount: 499n, kind: 'stock' }, DEFAULT_RATES)).toEqual({
      fee: 0n,
      tax: 0n,
    });
    expect(tradeCosts({ side: 'sell', amount: 500n, kind: 'stock' }, DEFAULT_RATES).tax).toBe(1n);
    expect(tradeCosts({ side: 'buy', amount: 7_042n, kind: 'stock' }, DEFAULT_RATES).fee).toBe(0n);
    expect(tradeCosts({ side: 'buy', amount: 7_043n, kind: 'stock' }, DEFAULT_RATES).fee).toBe(1n);
  });

  it('begin with the first whole won, not one millionth before it', () => {
    const rates = { fee: 1n, salesTax: { ...DEFAULT_RATES.salesTax, stock: 1n } };
    const at = (amount: bigint) => tradeCosts({ side: 'sell', amount, kind: 'stock' }, rates);
    expect([at(999_999n), at(1_000_000n), at(1_999_999n)]).toEqual([
      { fee: 0n, tax: 0n },
      { fee: 1n, tax: 1n },
      { fee: 1n, tax: 1n },
    ]);
  });

  it('follow the rates they are given', () => {
    const rates = { fee: 1_000n, salesTax: { ...DEFAULT_RATES.salesTax, etf: 500n } };
    expect(tradeCosts({ side: 'sell', amount: 1_000_000n, kind: 'etf' }, rates)).toEqual({
      fee: 1_000n,
      tax: 500n,
    });
  });

  it('stay exact on amounts beyond what a float can hold', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), amount => {
        const { fee, tax } = tradeCosts({ side: 'sell', amount, kind: 'stock' }, DEFAULT_RATES);
        expect(fee * 1_000_000n <= amount * 142n && amount * 142n < (fee + 1n) * 1_000_000n).toBe(true);
        expect(tax * 1_000_000n <= amount * 2_000n && amount * 2_000n < (tax + 1n) * 1_000_000n).toBe(true);
      }),
    );
  });
});
