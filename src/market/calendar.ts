import table from '../../data/tables/krx-holidays.json' with { type: 'json' };
import { addKstDays, kstFields, startOfKstDate } from '../core/index.js';

/**
 * The KRX calendar of `data/tables/krx-holidays.json`. Dates are `YYYYMMDD`; anything else throws a RangeError.
 * Holidays declared at short notice (임시공휴일) are not in it before its next edition: where the broker's holiday list
 * can be asked (KIS: 국내휴장일조회 CTCA0903R, not on paper), that is the truth, and `known` takes precedence.
 */
const YEARS: ReadonlySet<string> = new Set(table.years);
const HOLIDAYS: ReadonlyMap<string, string> = new Map(Object.entries(table.holidays));
const LATE_OPENINGS: ReadonlyMap<string, LateOpening> = new Map(Object.entries(table.lateOpenings));

/** A day on which trading begins later: the first one of a year, and the day of the 수능, which also ends later. */
export interface LateOpening {
  readonly reason: string;
  readonly openMinutesLater: number;
  readonly closeMinutesLater: number;
}

/** Days of which the broker has told whether the exchange is open, by their date. */
export type KnownDates = ReadonlyMap<string, boolean>;

const NONE_KNOWN: KnownDates = new Map();

/**
 * Whether the exchange trades on this day. What is not known from the broker: never at weekends, and undefined for a
 * weekday of a year not in the table.
 */
export function isTradingDay(date: string, known: KnownDates = NONE_KNOWN): boolean | undefined {
  const weekend = isWeekend(date);
  const told = known.get(date);
  if (told !== undefined) return told;
  if (weekend) return false;
  return YEARS.has(date.slice(0, 4)) ? !HOLIDAYS.has(date) : undefined;
}

/** What is celebrated on a day of the table, in Korean; undefined for any other day. */
export function holidayName(date: string): string | undefined {
  return HOLIDAYS.get(date);
}

/** The delay of this day's sessions; undefined when it opens at nine as usual. */
export function lateOpening(date: string): LateOpening | undefined {
  return LATE_OPENINGS.get(date);
}

/** The first trading day after this date. In a year not in the table every weekday counts as one. */
export function nextTradingDay(date: string, known?: KnownDates): string {
  return addTradingDays(date, 1, known);
}

/** The last trading day before this date. In a year not in the table every weekday counts as one. */
export function previousTradingDay(date: string, known?: KnownDates): string {
  return addTradingDays(date, -1, known);
}

/**
 * The `n`th trading day after this date, or before it when `n` is negative; `n` = 0 gives the date itself, whatever it
 * is. Settlement of a trade is `addTradingDays(date, 2)`. In a year not in the table every weekday counts as one.
 */
export function addTradingDays(date: string, n: number, known?: KnownDates): string {
  if (!Number.isInteger(n)) throw new RangeError(`not a whole number of days: ${n}`);
  const step = n < 0 ? -1 : 1;
  let day = date;
  for (let left = Math.abs(n); left > 0; ) {
    day = addKstDays(day, step);
    if (isTradingDay(day, known) !== false) left -= 1;
  }
  return day;
}

/** Saturday or Sunday. */
export function isWeekend(date: string): boolean {
  const start = startOfKstDate(date);
  if (start === undefined) throw new RangeError(`not a date: ${date}`);
  const { weekday } = kstFields(start);
  return weekday === 0 || weekday === 6;
}
