import type { Quote } from '../../../src/core/index.js';

export const quoteOf = (code: string): Quote => ({
  code,
  asOf: 0,
  price: 71_500n,
  change: 500n,
  changeRate: 0.7,
  open: 71_000n,
  high: 72_000n,
  low: 70_900n,
  base: 71_000n,
  upperLimit: 92_300n,
  lowerLimit: 49_700n,
  tick: 100n,
  volume: 1_000n,
  turnover: 71_500_000n,
  marketCap: 426_000_000_000_000n,
  per: undefined,
  pbr: undefined,
  yearHigh: undefined,
  yearLow: undefined,
  warnings: [],
});
