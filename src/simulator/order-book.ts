import type { BookLevel, Won } from '../core/index.js';
import { priceLimits, roundToTick, tickSize } from '../market/index.js';
import type { Character } from './day-plan.js';
import { hash, unit } from './hash-noise.js';

/** Best level first on both sides. */
export interface Book {
  readonly asks: readonly BookLevel[];
  readonly bids: readonly BookLevel[];
}

const LEVELS = 10;

/**
 * Ten levels a side around the last price, which was made at the best ask or the best bid, whichever `moment`
 * says. Levels beyond the day's price limits are left out, and a halted issue has none.
 */
export function bookAround(who: Character, price: Won, base: Won, moment: number): Book {
  const { kind, halted } = who.listing.instrument;
  if (halted) return { asks: [], bids: [] };
  const limits = priceLimits(base, kind);
  const above = (level: Won) => level + tickSize(level, kind);
  const below = (level: Won) => roundToTick(level - 1n, kind, 'down');
  const levels = (best: Won, next: (level: Won) => Won, side: number) => {
    const found: BookLevel[] = [];
    for (let level = best; level >= limits.lower && level <= limits.upper; level = next(level)) {
      const depth = found.length;
      if (depth === LEVELS) break;
      const usual = (who.dailyVolume / 3000) * (1 + depth / 5);
      const part = 0.2 + 1.8 * unit(who.key, moment, 40 * side + depth);
      found.push({ price: level, quantity: BigInt(1 + Math.floor(usual * part)) });
    }
    return found;
  };
  const boughtLast = hash(who.key, moment, 21) % 2 === 0;
  return {
    asks: levels(boughtLast ? price : above(price), above, 1),
    bids: levels(boughtLast ? below(price) : price, below, 2),
  };
}
