import type { Won } from '../core/index.js';
import type { Bar } from './day-bar.js';
import { characterOf } from './day-plan.js';
import { createIssueTape, type IssueTape, type Print, type Range } from './issue-tape.js';
import { LISTINGS } from './listings.js';
import type { Book } from './order-book.js';
import { createTradingDays, stepAt } from './trading-days.js';

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
}

/** `alwaysOpen`: every day trades from midnight to midnight. Otherwise KRX hours and the KRX calendar. */
export function createTape(options: { seed: string; alwaysOpen: boolean }): Tape {
  const days = createTradingDays(options.alwaysOpen);
  const issues = new Map<string, IssueTape>(
    LISTINGS.map(listing => [
      listing.instrument.code,
      createIssueTape(characterOf(options.seed, listing), days),
    ]),
  );
  const issue = (code: string) => {
    const found = issues.get(code);
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
    day: at => days.date(days.indexAt(at)),
    isTradingDay: date => days.isTradingDay(date),
    isOpen: at => {
      const hours = days.hours(days.indexAt(at));
      return stepAt(hours, at) >= 0 && at < (hours.auctionAt ?? hours.stopsAt);
    },
  };
}
