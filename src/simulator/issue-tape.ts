import { kstTime, type Shares, type Won } from '../core/index.js';
import { type Bar, barUpTo, type Extremes, flatBar, turnoverAtStep, widen } from './day-bar.js';
import {
  type Character,
  closingPrice,
  type DayPlan,
  onTick,
  planDay,
  priceAtStep,
  volumeAtStep,
} from './day-plan.js';
import { type Book, bookAround } from './order-book.js';
import { stepAt, type TradingDays, type TradingHours, timeOfStep } from './trading-days.js';

const MINUTE_MS = 60_000;

/** One trade on the tape. */
export interface Print {
  /** ms */
  readonly at: number;
  readonly price: Won;
  readonly volume: Shares;
}

/** The extremes of a span of days, with the first day each was reached. */
export interface Range {
  readonly high: Won;
  readonly highDate: string;
  readonly low: Won;
  readonly lowDate: string;
}

/** The tape of one issue; see `Tape`, whose calls these are. */
export interface IssueTape {
  price(at: number): Won;
  base(at: number): Won;
  bar(date: string, at: number): Bar;
  dailyBars(from: string, to: string, at: number, limit?: number): Bar[];
  minuteBars(until: number, count: number, at: number): Bar[];
  prints(at: number, count: number): Print[];
  range(from: string, at: number): Range;
  book(at: number): Book;
}

/** A day in force, with how far its extremes have been worked out and the ranges of the days before it. */
interface Day {
  readonly index: number;
  readonly date: string;
  readonly hours: TradingHours;
  readonly plan: DayPlan;
  readonly base: Won;
  seen: { step: number; extremes: Extremes } | undefined;
  readonly rangesBefore: Map<number, Range | undefined>;
}

export function createIssueTape(who: Character, days: TradingDays): IssueTape {
  let inForce: Day | undefined;

  const dayAt = (at: number): Day => {
    const index = days.indexAt(at);
    if (inForce?.index === index) return inForce;
    const hours = days.hours(index);
    inForce = {
      index,
      date: days.date(index),
      hours,
      plan: planDay(who, index, hours.lastStep),
      base: closingPrice(who, index - 1),
      seen: undefined,
      rangesBefore: new Map(),
    };
    return inForce;
  };

  const priceOf = (day: Day, step: number): Won =>
    step < 0 ? day.base : onTick(who, priceAtStep(day.plan, step));

  const extremesUpTo = (day: Day, step: number): Extremes => {
    const known = day.seen !== undefined && day.seen.step <= step ? day.seen : undefined;
    const extremes = widen(day.plan, (known?.step ?? -1) + 1, step, known?.extremes);
    day.seen = { step, extremes };
    return extremes;
  };

  const todayBar = (day: Day, at: number): Bar => {
    const step = stepAt(day.hours, at);
    if (step < 0) return flatBar(day.date, day.base);
    return barUpTo(who, day.plan, day.date, step, extremesUpTo(day, step));
  };

  const pastBar = (index: number): Bar => {
    const plan = planDay(who, index, days.hours(index).lastStep);
    return barUpTo(who, plan, days.date(index), plan.lastStep, plan);
  };

  const minuteBar = (day: Day, minute: number, lastStep: number): Bar => {
    const begins = day.hours.opensAt + minute * MINUTE_MS;
    const before = stepAt(day.hours, begins - 1);
    const step = Math.min(lastStep, stepAt(day.hours, begins + MINUTE_MS - 1));
    const time = kstTime(begins);
    if (step <= before) return { ...flatBar(day.date, priceOf(day, step)), time };
    const extremes = widen(day.plan, before + 1, step);
    return {
      date: day.date,
      time,
      open: priceOf(day, before + 1),
      high: onTick(who, extremes.high),
      low: onTick(who, extremes.low),
      close: priceOf(day, step),
      volume: BigInt(volumeAtStep(day.plan, step) - volumeAtStep(day.plan, before)),
      turnover: turnoverAtStep(who, day.plan, step) - turnoverAtStep(who, day.plan, before),
    };
  };

  const rangeBefore = (day: Day, from: number): Range | undefined => {
    if (day.rangesBefore.has(from)) return day.rangesBefore.get(from);
    let range: Range | undefined;
    for (let index = from; index < day.index; index++) {
      const plan = planDay(who, index, days.hours(index).lastStep);
      range = joined(range, onTick(who, plan.high), onTick(who, plan.low), days.date(index));
    }
    day.rangesBefore.set(from, range);
    return range;
  };

  return {
    price(at) {
      const day = dayAt(at);
      return priceOf(day, stepAt(day.hours, at));
    },
    base: at => dayAt(at).base,
    bar(date, at) {
      const today = dayAt(at);
      if (date === today.date) return todayBar(today, at);
      const index = days.indexUpTo(date);
      if (index > today.index || date > today.date)
        return flatBar(date, priceOf(today, stepAt(today.hours, at)));
      if (index < 0 || days.date(index) !== date) return flatBar(date, closingPrice(who, index));
      return pastBar(index);
    },
    dailyBars(from, to, at, limit = Number.POSITIVE_INFINITY) {
      const today = dayAt(at);
      const bars: Bar[] = [];
      let index = Math.min(today.index, days.indexUpTo(to));
      if (index === today.index) {
        if (stepAt(today.hours, at) >= 0 && today.date >= from && limit > 0) bars.push(todayBar(today, at));
        index -= 1;
      }
      for (; index >= 0 && days.date(index) >= from && bars.length < limit; index--)
        bars.push(pastBar(index));
      return bars;
    },
    minuteBars(until, count, at) {
      const day = dayAt(at);
      const lastStep = stepAt(day.hours, at);
      if (lastStep < 0) return [];
      const lastTrade = timeOfStep(day.hours, day.plan.lastStep);
      const latest = Math.min(until, at, lastTrade);
      const bars: Bar[] = [];
      let minute = Math.floor((latest - day.hours.opensAt) / MINUTE_MS);
      for (; minute >= 0 && bars.length < count; minute--) bars.push(minuteBar(day, minute, lastStep));
      return bars;
    },
    prints(at, count) {
      const day = dayAt(at);
      const prints: Print[] = [];
      let step = day.plan.volume === 0 ? -1 : stepAt(day.hours, at);
      for (; step >= 0 && prints.length < count; step--) {
        const volume = volumeAtStep(day.plan, step) - volumeAtStep(day.plan, step - 1);
        if (volume === 0) continue;
        prints.push({ at: timeOfStep(day.hours, step), price: priceOf(day, step), volume: BigInt(volume) });
      }
      return prints;
    },
    range(from, at) {
      const day = dayAt(at);
      const upTo = days.indexUpTo(from);
      const first = upTo >= 0 && days.date(upTo) === from ? upTo : upTo + 1;
      const today = todayBar(day, at);
      return joined(rangeBefore(day, first), today.high, today.low, day.date);
    },
    book(at) {
      const day = dayAt(at);
      const step = stepAt(day.hours, at);
      return bookAround(who, priceOf(day, step), day.base, day.index * 100_000 + step);
    },
  };
}

function joined(range: Range | undefined, high: Won, low: Won, date: string): Range {
  if (range === undefined) return { high, highDate: date, low, lowDate: date };
  return {
    high: high > range.high ? high : range.high,
    highDate: high > range.high ? date : range.highDate,
    low: low < range.low ? low : range.low,
    lowDate: low < range.low ? date : range.lowDate,
  };
}
