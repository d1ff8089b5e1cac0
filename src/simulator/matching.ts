import type { BookLevel, Shares, Won } from '../core/index.js';
import { type Order, restOf } from './order.js';
import type { Book, Tape } from './tape.js';
import { STEP_MS } from './trading-days.js';

/** What has already been taken of the book's levels at this moment; forgotten when the book changes. */
export interface Taken {
  at(code: string, level: Won, now: number): Shares;
  take(code: string, level: Won, quantity: Shares): void;
}

export function createTaken(): Taken {
  let step = -1;
  const taken = new Map<string, Shares>();
  const of = (code: string, level: Won) => taken.get(`${code}/${level}`) ?? 0n;
  return {
    at(code, level, now) {
      if (Math.floor(now / STEP_MS) !== step) taken.clear();
      step = Math.floor(now / STEP_MS);
      return of(code, level);
    },
    take: (code, level, quantity) => {
      taken.set(`${code}/${level}`, of(code, level) + quantity);
    },
  };
}

/** What the book gives an order now, level by level, each at its own price. */
export function fillsFromBook(order: Order, book: Book, taken: Taken, now: number): BookLevel[] {
  const fills: BookLevel[] = [];
  let rest = order.quantity;
  for (const { price, quantity } of order.side === 'buy' ? book.asks : book.bids) {
    const reached = order.side === 'buy' ? price <= order.limit : price >= order.limit;
    if (!reached || rest === 0n) break;
    const left = quantity - taken.at(order.code, price, now);
    const part = left < rest ? left : rest;
    if (part <= 0n) continue;
    fills.push({ price, quantity: part });
    rest -= part;
  }
  return fills;
}

/**
 * The first moment after the order was last looked at, up to `until`, at which the tape trades at its price or
 * through it, in an auction's one trade or between the auctions. Does not depend on how often anybody looks.
 */
export function crossedAt(order: Order, tape: Tape, until: number): number | undefined {
  if (restOf(order) === 0n || until <= order.lookedAt) return undefined;
  // The day's extremes are at hand, and most orders lie beyond them.
  const { high, low } = tape.bar(order.code, order.day, until);
  if (order.side === 'buy' ? low > order.limit : high < order.limit) return undefined;
  const first = (Math.floor(order.lookedAt / STEP_MS) + 1) * STEP_MS;
  for (let at = first; at <= until; at += STEP_MS) {
    if (!tape.isContinuous(at) && !tape.endsAuction(at)) continue;
    const price = tape.price(order.code, at);
    if (order.side === 'buy' ? price <= order.limit : price >= order.limit) return at;
  }
  return undefined;
}
