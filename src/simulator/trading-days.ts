import { kstDate, startOfKstDate } from '../core/index.js';
import { isTradingDay, lateOpening } from '../market/index.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** One trade may happen every five seconds. */
export const STEP_MS = 5000;

/** Prices before this day do not exist. */
const FIRST_DAY = '20180102';

/** When a day trades. Its steps are numbered from 0; `lastStep` is the one that makes the close. */
export interface TradingHours {
  readonly opensAt: number;
  /** Continuous trading stops here; the steps before it number `lastStep` or, without an auction, one more. */
  readonly stopsAt: number;
  /** The closing auction's single trade; undefined on a market that never closes. */
  readonly auctionAt: number | undefined;
  readonly lastStep: number;
}

/** The days of the tape, numbered from 0. */
export interface TradingDays {
  /** The day whose prices are in force at an instant: today on a trading day, else the last one before. */
  indexAt(at: number): number;
  /** The last trading day on or before a date, of those up to the latest instant asked for; -1 for none. */
  indexUpTo(date: string): number;
  date(index: number): string;
  isTradingDay(date: string): boolean;
  hours(index: number): TradingHours;
}

/** Trading days of the KRX calendar, or every day around the clock. */
export function createTradingDays(alwaysOpen: boolean): TradingDays {
  const dates: string[] = [];
  const hours: TradingHours[] = [];
  let next = startOfKstDate(FIRST_DAY) ?? Number.NaN;

  // A weekday of a year that the calendar does not know counts as a trading day.
  const trades = (date: string) => alwaysOpen || isTradingDay(date) !== false;
  const extendTo = (at: number) => {
    for (; next <= at; next += DAY_MS) {
      const today = kstDate(next);
      if (trades(today)) dates.push(today);
    }
  };
  const date = (index: number) => {
    const found = dates[index];
    if (found === undefined) throw new RangeError(`no trading day numbered ${index}`);
    return found;
  };

  const indexUpTo = (wanted: string) => {
    let low = 0;
    let high = dates.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (date(middle) <= wanted) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  return {
    date,
    isTradingDay: trades,
    indexUpTo,
    indexAt(at) {
      extendTo(at);
      return Math.max(0, indexUpTo(kstDate(at)));
    },
    hours(index) {
      const known = hours[index];
      if (known !== undefined) return known;
      const computed = hoursOf(date(index), alwaysOpen);
      hours[index] = computed;
      return computed;
    },
  };
}

function hoursOf(date: string, alwaysOpen: boolean): TradingHours {
  const midnight = startOfKstDate(date) ?? Number.NaN;
  if (alwaysOpen) {
    const lastStep = DAY_MS / STEP_MS - 1;
    return { opensAt: midnight, stopsAt: midnight + DAY_MS, auctionAt: undefined, lastStep };
  }
  const late = lateOpening(date);
  const opensAt = midnight + (9 * 60 + (late?.openMinutesLater ?? 0)) * MINUTE_MS;
  const stopsAt = midnight + (15 * 60 + 20 + (late?.closeMinutesLater ?? 0)) * MINUTE_MS;
  return {
    opensAt,
    stopsAt,
    auctionAt: stopsAt + 10 * MINUTE_MS,
    lastStep: (stopsAt - opensAt) / STEP_MS,
  };
}

/** The last step that has happened at an instant: -1 before the opening. */
export function stepAt(hours: TradingHours, at: number): number {
  if (at < hours.opensAt) return -1;
  if (hours.auctionAt !== undefined && at >= hours.auctionAt) return hours.lastStep;
  const before = Math.min(at, hours.stopsAt - 1);
  return Math.floor((before - hours.opensAt) / STEP_MS);
}

/** The instant at which a step happens. */
export function timeOfStep(hours: TradingHours, step: number): number {
  if (hours.auctionAt !== undefined && step >= hours.lastStep) return hours.auctionAt;
  return hours.opensAt + step * STEP_MS;
}
