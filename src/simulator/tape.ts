import type { Won } from '../core/index.js';
import type { Bar } from './day-bar.js';
import { characterOf } from './day-plan.js';
import { createIssueTape, type IssueTape, type Print, type Range } from './issue-tape.js';
import { LISTINGS } from './listings.js';
import type { Book } from './order-book.js';
import { createTradingDays } from './trading-days.js';

export type { Bar } from './day-bar.js';
export type { Print, Range } from './issue-tape.js';
export type { Book } from './order-book.js';

/**
 * The market's prices: a pure function of seed, code and instant, so that any moment can be looked at, in any order.
 * On a day without trading, and before the opening, the last trading day's close stands. A code that is not listed
 * throws a RangeError: ask `listingOf` first.
 */
export interface Tape {
  price(code: string, at: number): Won;
  /** 기준가: the close of the trading day before the one in force. */
  base(code: string, at: number): Won;
  /** One day as far as it has come; flat, with the price that stood then, where nothing has traded. */
  bar(code: string, date: string, at: number): Bar;
  /** Days that have traded in `from`..`to` (`YYYYMMDD`, inclusive), newest first, at most `limit`. */
  dailyBars(code: string, from: string, to: string, at: number, limit?: number): Bar[];
  /** Minutes of the day in force that began by `until`, newest first, as they stand `at` (`until` when left out). */
  minuteBars(code: string, until: number, count: number, at?: number): Bar[];
  /** The last trades of the day in force, newest first. */
  prints(code: string, at: number, count: number): Print[];
  /** Highest and lowest prices since a date, today's included. */
  range(code: string, from: string, at: number): Range;
  /** Ten levels a side on the tick around the last price, best first; a halted issue has none. */
  book(code: string, at: number): Book;
  /** The trading day whose prices are in force, `YYYYMMDD`. */
  day(at: number): string;
  isTradingDay(date: string): boolean;
  /** From the opening to the closing auction's trade on a trading day. */
  isOpen(at: number): boolean;
  /** Whether orders trade as they come: the open market without its closing auction. */
  isContinuous(at: number): boolean;
  /** Whether this is the instant at which the opening or the closing auction makes its one trade. */
  endsAuction(at: number): boolean;
}

/** What the tape is made of. */
export interface Market {
  readonly seed: string;
  /**
   * Every day trades from midnight to midnight; otherwise KRX hours and the KRX calendar. Read at every look, and
   * each has prices of its own.
   */
  readonly alwaysOpen: boolean;
}

export function createTape(market: Market): Tape {
  const [krx, aroundTheClock] = [issuesOf(market.seed, false), issuesOf(market.seed, true)];
  const current = () => (market.alwaysOpen ? aroundTheClock : krx);
  const hours = (at: number) => {
    const { days } = current();
    return days.hours(days.indexAt(at));
  };
  const issue = (code: string) => {
    const found = current().issues.get(code);
    if (found === undefined) throw new RangeError(`not listed: ${code}`);
    return found;
  };

  return {
    price: (code, at) => issue(code).price(at),
    base: (code, at) => issue(code).base(at),
    bar: (code, date, at) => issue(code).bar(date, at),
    dailyBars: (code, from, to, at, limit) => issue(code).dailyBars(from, to, at, limit),
    minuteBars: (code, until, count, at) => issue(code).minuteBars(until, count, at ?? until),
    prints: (code, at, count) => issue(code).prints(at, count),
    range: (code, from, at) => issue(code).range(from, at),
    book: (code, at) => issue(code).book(at),
    day(at) {
      const { days } = current();
      return days.date(days.indexAt(at));
    },
    isTradingDay: date => current().days.isTradingDay(date),
    isOpen(at) {
      const { opensAt, stopsAt, auctionAt } = hours(at);
      return at >= opensAt && at < (auctionAt ?? stopsAt);
    },
    isContinuous(at) {
      const { opensAt, stopsAt } = hours(at);
      return at >= opensAt && at < stopsAt;
    },
    endsAuction(at) {
      const { opensAt, auctionAt } = hours(at);
      return auctionAt !== undefined && (at === opensAt || at === auctionAt);
    },
  };
}

function issuesOf(seed: string, alwaysOpen: boolean) {
  const days = createTradingDays(alwaysOpen);
  const issues = new Map<string, IssueTape>(
    LISTINGS.map(listing => [listing.instrument.code, createIssueTape(characterOf(seed, listing), days)]),
  );
  return { days, issues };
}
