import type { Shares, Won } from './money.js';

/** What a quote warns of before an order is thought about. */
export type QuoteWarning =
  | 'halted'
  | 'managed'
  | 'liquidation'
  | 'caution'
  | 'warning'
  | 'danger'
  | 'overheated'
  | 'vi';

export interface Quote {
  code: string;
  /** When the broker answered, ms. */
  asOf: number;
  price: Won;
  /** Signed, against the base price. */
  change: Won;
  changeRate: number;
  open: Won;
  high: Won;
  low: Won;
  base: Won;
  upperLimit: Won;
  lowerLimit: Won;
  /** 호가단위 at this price. */
  tick: Won;
  volume: Shares;
  /** 거래대금, won. */
  turnover: Won;
  /** 시가총액, won. */
  marketCap: Won;
  per: number | undefined;
  pbr: number | undefined;
  /** 52-week range, won. */
  yearHigh: Won | undefined;
  yearLow: Won | undefined;
  warnings: readonly QuoteWarning[];
}

export interface BookLevel {
  price: Won;
  quantity: Shares;
}

/** Best level first on both sides; empty levels are left out. */
export interface OrderBook {
  code: string;
  asOf: number;
  asks: readonly BookLevel[];
  bids: readonly BookLevel[];
  totalAsk: Shares;
  totalBid: Shares;
}

export interface Candle {
  /** `YYYYMMDD` KST; for minute candles with `time`. */
  date: string;
  /** `HHMMSS` KST on minute candles. */
  time?: string;
  open: Won;
  high: Won;
  low: Won;
  close: Won;
  volume: Shares;
}

export type CandlePeriod = 'D' | 'W' | 'M' | 'Y';

/** Facts about an issue. `undefined` means that this environment's broker does not tell. */
export interface StockInfo {
  code: string;
  name: string;
  englishName: string | undefined;
  market: string | undefined;
  listedShares: Shares | undefined;
  faceValue: Won | undefined;
  halted: boolean | undefined;
  managed: boolean | undefined;
}

/** One day of the exchange calendar. */
export interface MarketDay {
  date: string;
  open: boolean;
  settlement: boolean;
}
