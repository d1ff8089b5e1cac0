import {
  kstDate,
  kstFields,
  type OrderType,
  type Shares,
  type Side,
  startOfKstDate,
  type Won,
} from '../core/index.js';
import { orderTypeOf } from '../market/index.js';
import { bookTrade } from './account.js';
import type { Execution, ExecutionSink } from './execution.js';
import { type Listing, listingOf, PAPER_FLOOR } from './listings.js';
import { createTaken, crossedAt, fillsFromBook } from './matching.js';
import { costsOf, orderableCash, payment, sellableShares } from './means.js';
import { type Order, restOf } from './order.js';
import { closedFor, exchangeRefusal, type Terms, termsOf, worksInEvening } from './order-terms.js';
import type { Refused } from './refusal.js';
import { STEP_MS } from './trading-days.js';
import type { Venue } from './venue.js';

/** An order as it arrives. */
export interface Draft {
  readonly account: string;
  readonly side: Side;
  readonly code: string;
  /** ORD_DVSN. */
  readonly type: string;
  readonly quantity: Shares;
  readonly price: Won;
  readonly exchange: string;
}

export interface Amendment {
  readonly type: string;
  readonly price: Won;
  /** undefined: the whole rest. */
  readonly quantity: Shares | undefined;
}

/**
 * The simulated exchange. Whatever is accepted here stands in the order log; whatever is refused changed nothing.
 * Prices come from the tape, which does not feel our orders; the shares of a book level are sold only once. The two
 * auctions only collect orders, and trade at their end at one price.
 */
export interface Exchange {
  place(draft: Draft, now: number): Order | Refused;
  amend(original: Order, change: Amendment, now: number): Order | Refused;
  cancel(original: Order, quantity: Shares | undefined, now: number): Order | Refused;
  /** Brings resting orders up to now: fills what the tape has crossed, ends what outlived its day. */
  settle(now: number): void;
  /** Begins anew, together with the order log. */
  reset(): void;
}

const DAY_MS = 86_400_000;

/** `tell` hears of everything in the order in which it happens, and must return at once. */
export function createExchange(venue: Venue, tell: ExecutionSink): Exchange {
  const { mode, tape, accounts, orders, switches } = venue;
  let taken = createTaken();
  let settledStep = -1;

  function fill(order: Order, quantity: Shares, amount: Won): void {
    const { side, code, day } = order;
    const costs = costsOf(side, code, amount);
    const at = startOfKstDate(day) ?? order.at;
    order.basis += bookTrade(accounts.at(order.account, at), { side, code, quantity, amount, costs, day });
    order.filled += quantity;
    order.filledAmount += amount;
    order.costs += costs;
  }

  function told(order: Order, what: Execution['what'], quantity: Shares, price: Won, at: number): void {
    tell({ order, what, quantity, price, at, rest: restOf(order), amount: order.filledAmount });
  }

  /** Refusals that concern the issue, the hour and the form of an order, in the venue's order. */
  function check(draft: Draft, type: OrderType, now: number): { listing: Listing } | Refused {
    const wrongExchange = exchangeRefusal(type, draft.exchange, mode);
    if (wrongExchange) return wrongExchange;
    const closed = closedFor(type, { mode, alwaysOpen: switches.alwaysOpen, now });
    if (closed) return closed;
    const listing = listingOf(draft.code);
    if (!listing) return 'unknownIssue';
    if (listing.instrument.halted || switches.halted.includes(draft.code)) return 'halted';
    const cheap = tape.base(draft.code, now) < PAPER_FLOOR;
    if (mode === 'paper' && draft.side === 'buy' && cheap) return 'unknownIssue';
    return draft.quantity > 0n ? { listing } : 'quantity';
  }

  /** Whether the account can carry an order of this size, beside what it has already on offer. */
  function beyondMeans(draft: Draft, terms: Terms, now: number): Refused | undefined {
    const { account, code, side, quantity } = draft;
    if (side === 'sell') return quantity > sellableShares(venue, account, code, now) ? 'shares' : undefined;
    return payment(code, terms.limit * quantity) > orderableCash(venue, account, now) ? 'cash' : undefined;
  }

  function accept(draft: Draft, terms: Terms, origin: Pick<Order, 'action' | 'originalNumber'>, now: number) {
    const order = orders.add({
      ...draft,
      ...origin,
      limit: terms.limit,
      filled: 0n,
      filledAmount: 0n,
      costs: 0n,
      basis: 0n,
      withdrawn: 0n,
      expired: false,
      at: now,
      day: kstDate(now),
      lookedAt: now,
    });
    told(order, 'received', order.quantity, 0n, now);
    matchOnArrival(order, terms, now);
    orders.sweep();
    return order;
  }

  function matchOnArrival(order: Order, terms: Terms, now: number): void {
    if (terms.fixedPrice !== undefined) {
      fill(order, order.quantity, order.quantity * terms.fixedPrice);
      told(order, 'filled', order.quantity, terms.fixedPrice, now);
      return;
    }
    const book = tape.isContinuous(now) ? tape.book(order.code, now) : { asks: [], bids: [] };
    const found = fillsFromBook(order, book, taken, now);
    const quantity = found.reduce((sum, level) => sum + level.quantity, 0n);
    if (quantity > 0n && (terms.rest !== 'allOrNothing' || quantity === order.quantity)) {
      const amount = found.reduce((sum, level) => sum + level.quantity * level.price, 0n);
      for (const level of found) taken.take(order.code, level.price, level.quantity);
      fill(order, quantity, amount);
      let [rest, paid] = [order.quantity, 0n];
      for (const level of found) {
        rest -= level.quantity;
        paid += level.quantity * level.price;
        tell({ order, what: 'filled', ...level, at: now, rest, amount: paid });
      }
    }
    if (terms.rest === 'works' || restOf(order) === 0n) return;
    order.withdrawn = restOf(order);
    told(order, 'cancelled', order.withdrawn, 0n, now);
  }

  function prepare(draft: Draft, now: number): Terms | Refused {
    const type = orderTypeOf(draft.type);
    if (type === undefined) return 'orderType';
    const checked = check(draft, type, now);
    if (typeof checked === 'string') return checked;
    return termsOf(type, draft.side, draft.price, {
      instrument: checked.listing.instrument,
      base: tape.base(draft.code, now),
      price: tape.price(draft.code, now),
      book: tape.book(draft.code, now),
    });
  }

  /** The rest of `original` that a change may touch, or why none. */
  function changeable(original: Order, quantity: Shares | undefined): Shares | Refused {
    const rest = original.action === 'cancel' ? 0n : restOf(original);
    if (rest === 0n) return 'nothingLeft';
    if (quantity === undefined) return rest;
    if (quantity <= 0n) return 'quantity';
    return quantity > rest ? 'aboveRest' : quantity;
  }

  return {
    place(draft, now) {
      const terms = prepare(draft, now);
      if (typeof terms === 'string') return terms;
      const beyond = beyondMeans(draft, terms, now);
      return beyond ?? accept(draft, terms, { action: 'new', originalNumber: '' }, now);
    },
    amend(original, change, now) {
      const quantity = changeable(original, change.quantity);
      if (typeof quantity === 'string') return quantity;
      const draft: Draft = { ...original, ...change, quantity };
      const terms = prepare(draft, now);
      if (typeof terms === 'string') return terms;
      // The amended part gives its cash or shares back before the new order asks for them.
      original.withdrawn += quantity;
      const beyond = beyondMeans(draft, terms, now);
      if (beyond) {
        original.withdrawn -= quantity;
        return beyond;
      }
      return accept(draft, terms, { action: 'amend', originalNumber: original.number }, now);
    },
    cancel(original, wanted, now) {
      const quantity = changeable(original, wanted);
      if (typeof quantity === 'string') return quantity;
      original.withdrawn += quantity;
      const order = orders.add({
        ...original,
        action: 'cancel',
        originalNumber: original.number,
        quantity,
        filled: 0n,
        filledAmount: 0n,
        costs: 0n,
        basis: 0n,
        withdrawn: quantity,
        at: now,
        day: kstDate(now),
        lookedAt: now,
      });
      told(order, 'received', quantity, 0n, now);
      orders.sweep();
      return order;
    },
    reset() {
      taken = createTaken();
      settledStep = -1;
    },
    settle(now) {
      const step = Math.floor(now / STEP_MS);
      if (step === settledStep) return;
      settledStep = step;
      for (const order of orders.open()) settleOrder(order, now);
      orders.sweep();
    },
  };

  function settleOrder(order: Order, now: number): void {
    const dayEnds = (startOfKstDate(order.day) ?? now) + DAY_MS - 1;
    const crossed = crossedAt(order, tape, Math.min(now, dayEnds));
    if (crossed === undefined) order.lookedAt = Math.max(order.lookedAt, Math.min(now, dayEnds));
    else fillRest(order, crossed);
    const over = kstFields(now).hour >= 12 && !tape.isOpen(now) && !worksInEvening(order.type, now);
    if (restOf(order) > 0n && (kstDate(now) !== order.day || over)) {
      order.withdrawn += restOf(order);
      order.expired = true;
    }
  }

  /** A resting order trades at its own price; in an auction, or without a price, at the tape's. */
  function fillRest(order: Order, at: number): void {
    const atTape = orderTypeOf(order.type) === 'market' || tape.endsAuction(at);
    const price = atTape ? tape.price(order.code, at) : order.limit;
    const quantity = restOf(order);
    fill(order, quantity, price * quantity);
    order.lookedAt = at;
    told(order, 'filled', quantity, price, at);
  }
}
