import type { Shares, Won } from '../core/index.js';
import { type Character, type DayPlan, onTick, priceAtStep, volumeAtStep } from './day-plan.js';

/** Prices and trade of a span of time. */
export interface Bar {
  /** `YYYYMMDD` KST. */
  readonly date: string;
  /** `HHMMSS` KST of the minute's beginning, on minute bars. */
  readonly time?: string;
  readonly open: Won;
  readonly high: Won;
  readonly low: Won;
  readonly close: Won;
  readonly volume: Shares;
  /** 거래대금, won. */
  readonly turnover: Won;
}

/** Extremes of a path, before they are put on the tick. */
export interface Extremes {
  readonly high: number;
  readonly low: number;
}

/** The turnover is reckoned in this many spans of a day, each at the price of its first step. */
const SPANS = 13;

/** Extremes of the steps `from`..`to`, widening those given. */
export function widen(plan: DayPlan, from: number, to: number, start?: Extremes): Extremes {
  let high = start?.high ?? Number.NEGATIVE_INFINITY;
  let low = start?.low ?? Number.POSITIVE_INFINITY;
  for (let step = from; step <= to; step++) {
    const price = priceAtStep(plan, step);
    if (price > high) high = price;
    if (price < low) low = price;
  }
  return { high, low };
}

/** Won that changed hands up to and including a step. Never falls as the step grows. */
export function turnoverAtStep(who: Character, plan: DayPlan, step: number): Won {
  let turnover = 0n;
  let counted = 0;
  for (let span = 0; span < SPANS; span++) {
    const first = Math.floor((span * plan.lastStep) / SPANS);
    if (first > step) break;
    const next = Math.floor(((span + 1) * plan.lastStep) / SPANS);
    const last = span === SPANS - 1 ? plan.lastStep : next - 1;
    const traded = volumeAtStep(plan, Math.min(step, last));
    turnover += BigInt(traded - counted) * onTick(who, priceAtStep(plan, first));
    counted = traded;
  }
  return turnover;
}

/** The day's bar up to and including a step, whose extremes so far are given. */
export function barUpTo(who: Character, plan: DayPlan, date: string, step: number, extremes: Extremes): Bar {
  return {
    date,
    open: onTick(who, plan.open),
    high: onTick(who, extremes.high),
    low: onTick(who, extremes.low),
    close: onTick(who, priceAtStep(plan, step)),
    volume: BigInt(volumeAtStep(plan, step)),
    turnover: turnoverAtStep(who, plan, step),
  };
}

/** A bar of a time in which nothing traded. */
export function flatBar(date: string, price: Won): Bar {
  return { date, open: price, high: price, low: price, close: price, volume: 0n, turnover: 0n };
}
