import type { Won } from '../core/index.js';
import { roundToTick } from '../market/index.js';
import { hash, noiseKey, unit, wander } from './hash-noise.js';
import type { Listing } from './listings.js';

/** How one issue moves. Prices in here are real numbers; `onTick` turns them into won. */
export interface Character {
  readonly listing: Listing;
  readonly key: number;
  /** Size of an ordinary day's move, as a part of the price. */
  readonly swing: number;
  /** Shares of an ordinary day. */
  readonly dailyVolume: number;
}

/**
 * What becomes of an issue on one day, settled beforehand: the open, the extremes with the moments they are reached,
 * the close, and the volume.
 */
export interface DayPlan {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly key: number;
  readonly lastStep: number;
  /** Steps at which the path passes a price settled beforehand. */
  readonly knots: readonly (readonly [step: number, price: number])[];
}

const DAYS = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const STEPS = [1, 3, 12, 60, 240];

export function characterOf(seed: string, listing: Listing): Character {
  const { code, kind, market } = listing.instrument;
  const key = noiseKey(`${seed}/${code}`);
  const fund = kind === 'etf' || kind === 'etn';
  // Nine curves of this size move a close by at most nine swings in a day: always well within the price limits.
  const swing = fund ? 0.005 : market === 'KOSDAQ' ? 0.013 : 0.009;
  const turned = (fund ? 0.02 : 0.0025) * (0.5 + unit(key, 1));
  return { listing, key, swing, dailyVolume: Math.ceil(Number(listing.listedShares) * turned) };
}

/** The price of a halted issue stands still. */
function closeOf(who: Character, day: number): number {
  const base = Number(who.listing.instrument.basePrice);
  return who.listing.instrument.halted ? base : base * Math.exp(wander(who.key, day, DAYS, who.swing));
}

/** The close of the day numbered `day`, which is the base price of the next. */
export function closingPrice(who: Character, day: number): Won {
  return onTick(who, closeOf(who, day));
}

/** The plan of the day numbered `day`, which has the steps 0 to `lastStep`. */
export function planDay(who: Character, day: number, lastStep: number): DayPlan {
  const before = closeOf(who, day - 1);
  const close = closeOf(who, day);
  const key = hash(who.key, day, 7);
  if (who.listing.instrument.halted) {
    return { open: close, high: close, low: close, close, volume: 0, key, lastStep, knots: [[0, close]] };
  }
  const open = before * Math.exp(0.35 * Math.log(close / before) + who.swing * (unit(key, 1) - 0.5) * 0.6);
  const high = Math.max(open, close) * (1 + who.swing * (0.2 + unit(key, 2)));
  const low = Math.min(open, close) * (1 - who.swing * (0.2 + unit(key, 3)));
  const [first, second] = hash(key, 4) % 2 === 0 ? [high, low] : [low, high];
  return {
    open,
    high,
    low,
    close,
    volume: Math.ceil(who.dailyVolume * (0.4 + 1.4 * unit(key, 5) ** 2)),
    key,
    lastStep,
    knots: [
      [0, open],
      [Math.round(lastStep * (0.05 + 0.4 * unit(key, 6))), first],
      [Math.round(lastStep * (0.55 + 0.4 * unit(key, 8))), second],
      [lastStep, close],
    ],
  };
}

/** The price at a step: from knot to knot, wandering between them, never beyond the day's extremes. */
export function priceAtStep(plan: DayPlan, step: number): number {
  for (let i = 1; i < plan.knots.length; i++) {
    const from = plan.knots[i - 1];
    const to = plan.knots[i];
    if (from === undefined || to === undefined || step > to[0]) continue;
    if (step === to[0]) return to[1];
    const t = (step - from[0]) / (to[0] - from[0]);
    const room = (plan.high - plan.low) * Math.min(1, 6 * t * (1 - t));
    const price = from[1] + (to[1] - from[1]) * t + wander(plan.key, step, STEPS, 0.02) * room;
    return Math.min(plan.high, Math.max(plan.low, price));
  }
  return plan.close;
}

/** A price as it can be traded: the tick at or below. Keeps order, so extremes stay extremes. */
export function onTick(who: Character, price: number): Won {
  return roundToTick(BigInt(Math.floor(price)), who.listing.instrument.kind, 'down');
}

/** Shares traded up to and including a step: busiest after the opening and before the close. */
export function volumeAtStep(plan: DayPlan, step: number): number {
  if (step < 0) return 0;
  if (step >= plan.lastStep) return plan.volume;
  const moment = (step + unit(plan.key, step, 9)) / plan.lastStep;
  const edge = 2 * moment - 1;
  // At least one share trades at the opening, and a twentieth of the day in its last step.
  return Math.ceil(plan.volume * 0.95 * (0.6 * moment + 0.2 * (edge ** 3 + 1)));
}
