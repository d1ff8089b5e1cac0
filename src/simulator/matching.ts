import type { BookLevel, Shares, Won } from '../core/index.js';
import { type Order, restOf } from './order.js';
import type { Book, Tape } from './tape.js';
import { STEP_MS } from './trading-days.js';

export interface Fill {
  readonly quantity: Shares;
  readonly amount: Won;
}

/** What others have already taken of the book's levels at this moment. */
export interface Taken {
  at(code: string, level: Won): Shares;
  take(code: string, level: Won, quantity: Shares): void;
}

/** Forgets when the book changes. */
export function createTaken(): { during(now: number): Taken } {
  let step = -1;
  const taken = new Map<string, Shares>();
  const key = (code: string, level: Won) => `${code}/${level}`;
  const view: Taken = {
    at: (code, level) => taken.get(key(code, level)) ?? 0n,
    take: (code, level, quantity) => {
      taken.set(key(code, level), (taken.get(key(code, level)) ?? 0n) + quantity);
    },
  };
  return {
    during(now) {
      if (Math.floor(now / STEP_MS) !== step) {
        step = Math.floor(now / STEP_MS);
        taken.clear();
      }
      return view;
    },
  };
}

type Demand = Pick<Order, 'side' | 'code' | 'limit'> & { readonly quantity: Shares };

/** What the book gives an order now, level by level, each at its own price. */
export function fillsFromBook(demand: Demand, book: Book, taken: Taken): { level: Won; quantity: Shares }[] {
  const levels: readonly BookLevel[] = demand.side === 'buy' ? book.asks : book.bids;
  const fills: { level: Won; quantity: Shares }[] = [];
  let rest = demand.quantity;
  for (const { price, quantity } of levels) {
    const reached = demand.side === 'buy' ? price <= demand.limit : price >= demand.limit;
    if (!reached || rest === 0n) break;
    const left = quantity - taken.at(demand.code, price);
    const part = left < rest ? left : rest;
    if (part > 0n) fills.push({ level: price, quantity: part });
    rest -= part > 0n ? part : 0n;
  }
  return fills;
}

export function sumOf(fills: readonly { level: Won; quantity: Shares }[]): Fill {
  return fills.reduce(
    (sum, f) => ({ quantity: sum.quantity + f.quantity, amount: sum.amount + f.level * f.quantity }),
    { quantity: 0n, amount: 0n },
  );
}

/**
 * The first moment after the order was last looked at, up to `until`, at which the tape trades at its price or
 * through it. Does not depend on how often anybody looks.
 */
export function crossedAt(order: Order, tape: Tape, until: number): number | undefined {
  if (restOf(order) === 0n || until <= order.lookedAt) return undefined;
  // The day's extremes are at hand, and most orders lie beyond them.
  const { high, low } = tape.bar(order.code, order.day, until);
  if (order.side === 'buy' ? low > order.limit : high < order.limit) return undefined;
  const first = (Math.floor(order.lookedAt / STEP_MS) + 1) * STEP_MS;
  for (let at = first; at <= until; at += STEP_MS) {
    if (!tape.isOpen(at)) continue;
    const price = tape.price(order.code, at);
    if (order.side === 'buy' ? price <= order.limit : price >= order.limit) return at;
  }
  return undefined;
}
