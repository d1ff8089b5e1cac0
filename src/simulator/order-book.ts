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
  const boughtLast = hash(who.key, moment, 21) % 2 === 0;
  const above = (level: Won) => level + tickSize(level, kind);
  const below = (level: Won) => roundToTick(level - 1n, kind, 'down');
  const quantity = (side: number, depth: number): bigint => {
    const usual = (who.dailyVolume / 3000) * (1 + depth / 5);
    return BigInt(1 + Math.floor(usual * (0.2 + 1.8 * unit(who.key, moment, 40 * side + depth))));
  };

  const asks: BookLevel[] = [];
  let level = boughtLast ? price : above(price);
  for (; asks.length < LEVELS && level <= limits.upper; level = above(level)) {
    asks.push({ price: level, quantity: quantity(1, asks.length) });
  }
  const bids: BookLevel[] = [];
  level = boughtLast ? below(price) : price;
  for (; bids.length < LEVELS && level >= limits.lower; level = below(level)) {
    bids.push({ price: level, quantity: quantity(2, bids.length) });
  }
  return { asks, bids };
}
