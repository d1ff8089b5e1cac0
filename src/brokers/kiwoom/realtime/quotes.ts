import type { Exchange, OrderBook, Shares, Side, Won } from '../../../core/index.js';
import type { RealEntry } from './frame.js';
import { amountOf, codeOf, levelsOf, percentOf, signedOf, timeOf } from './values.js';

/** One trade of an issue, and its day so far. */
export interface Trade {
  readonly code: string;
  /** Which book was asked for; `SOR`: both together. */
  readonly exchange: Exchange;
  /** By the venue's clock, ms. */
  readonly at: number;
  readonly price: Won;
  /** Signed, against the base price. */
  readonly change: Won;
  readonly changeRate: number;
  readonly base: Won;
  /** Shares of this trade, and who came to the other's price; undefined in an auction. */
  readonly quantity: Shares;
  readonly side: Side | undefined;
  readonly open: Won;
  readonly high: Won;
  readonly low: Won;
  readonly volume: Shares;
  /** 거래대금, won; Kiwoom tells whole millions. */
  readonly turnover: Won;
}

const MILLION = 1_000_000n;

/** 키움: 주식체결 (0B). undefined when it lacks what makes a trade. `now`: which day its time belongs to, ms. */
export function readTrade({ item, values }: RealEntry, now: number): Trade | undefined {
  const named = codeOf(item);
  const at = timeOf(values, 20, now);
  const [price, change, traded] = [amountOf(values, 10), signedOf(values, 11), signedOf(values, 15)];
  const [open, high, low] = [amountOf(values, 16), amountOf(values, 17), amountOf(values, 18)];
  const [volume, millions] = [amountOf(values, 13), amountOf(values, 14)];
  const changeRate = percentOf(values, 12);
  if (!named || at === undefined || !price || change === undefined || traded === undefined) return undefined;
  if (open === undefined || high === undefined || low === undefined) return undefined;
  if (volume === undefined || millions === undefined || changeRate === undefined) return undefined;
  return {
    ...named,
    at,
    price,
    change,
    changeRate,
    base: price - change,
    quantity: traded < 0n ? -traded : traded,
    side: sideOf(values['15'] ?? ''),
    open,
    high,
    low,
    volume,
    turnover: millions * MILLION,
  };
}

function sideOf(traded: string): Side | undefined {
  const sign = traded.trim()[0];
  if (sign === '+') return 'buy';
  return sign === '-' ? 'sell' : undefined;
}

/** 키움: 주식호가잔량 (0D). undefined when it is no book. */
export function readBook(
  { item, values }: RealEntry,
  now: number,
): (OrderBook & { readonly exchange: Exchange }) | undefined {
  const named = codeOf(item);
  const asOf = timeOf(values, 21, now);
  const [totalAsk, totalBid] = [amountOf(values, 121), amountOf(values, 125)];
  if (!named || asOf === undefined || totalAsk === undefined || totalBid === undefined) return undefined;
  return {
    ...named,
    asOf,
    asks: levelsOf(values, 41, 61),
    bids: levelsOf(values, 51, 71),
    totalAsk,
    totalBid,
  };
}
