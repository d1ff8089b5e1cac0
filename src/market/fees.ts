import type { InstrumentKind, Side, Won } from '../core/index.js';

const MILLION = 1_000_000n;

/** What a trade costs, in parts per million of its amount. */
export interface CostRates {
  /** The broker's fee, on both sides. */
  readonly fee: bigint;
  /** 증권거래세 with 농어촌특별세, on sells only. */
  readonly salesTax: Readonly<Record<InstrumentKind, bigint>>;
}

/**
 * Fee: 0.0142 %, as observed on KIS's paper server; on a live account it depends on the customer's contract.
 * Tax: 0.20 % on KOSPI and KOSDAQ shares since 1 January 2026; none on ETF, ETN and ELW. Whether the paper server
 * deducts tax is not known.
 */
export const DEFAULT_RATES: CostRates = {
  fee: 142n,
  salesTax: { stock: 2_000n, reit: 2_000n, other: 2_000n, etf: 0n, etn: 0n, elw: 0n },
};

/** Fee and sales tax of one trade, each cut to whole won. `amount` is price times quantity, not negative. */
export function tradeCosts(
  trade: { side: Side; amount: Won; kind: InstrumentKind },
  rates: CostRates,
): { fee: Won; tax: Won } {
  const taxRate = trade.side === 'sell' ? rates.salesTax[trade.kind] : 0n;
  return { fee: (trade.amount * rates.fee) / MILLION, tax: (trade.amount * taxRate) / MILLION };
}
