import {
  type Exchange,
  type Instrument,
  kstDate,
  kstFields,
  type OrderType,
  type Side,
  type TradingMode,
  type Won,
} from '../core/index.js';
import { isOnTick, isTradingDay, krxSession, ORDER_TYPES, priceLimits } from '../market/index.js';
import type { Book } from './tape.js';
import type { Refused } from './venue-answers.js';

/** What an order type comes to: the worst price it may trade at, and what becomes of a rest. */
export interface Terms {
  readonly limit: Won;
  readonly rest: 'works' | 'withdrawn' | 'allOrNothing';
  /** Fills at once and wholly at this price: the types of the closing-price sessions. */
  readonly fixedPrice?: Won;
}

interface Situation {
  readonly instrument: Instrument;
  readonly base: Won;
  readonly price: Won;
  readonly book: Book;
}

/**
 * The terms of an order, or why the venue refuses it for its price. A conditional limit (02) stays a limit here: as a
 * market order in the closing auction it could cost more than the cash held back for it.
 */
export function termsOf(type: OrderType, side: Side, asked: Won, at: Situation): Terms | Refused {
  const { kind } = at.instrument;
  const limits = priceLimits(at.base, kind);
  const worst = side === 'buy' ? limits.upper : limits.lower;
  const [own, opposite] = side === 'buy' ? [at.book.bids, at.book.asks] : [at.book.asks, at.book.bids];
  switch (type) {
    case 'preOpenClose':
      return { limit: at.base, rest: 'works', fixedPrice: at.base };
    case 'postClose':
      return { limit: at.price, rest: 'works', fixedPrice: at.price };
    case 'market':
      return { limit: worst, rest: 'works' };
    case 'marketIoc':
      return { limit: worst, rest: 'withdrawn' };
    case 'marketFok':
      return { limit: worst, rest: 'allOrNothing' };
    case 'top':
      return { limit: own[0]?.price ?? at.price, rest: 'works' };
    case 'best':
      return { limit: opposite[0]?.price ?? at.price, rest: 'works' };
    case 'bestIoc':
      return { limit: opposite[0]?.price ?? at.price, rest: 'withdrawn' };
    case 'bestFok':
      return { limit: opposite[0]?.price ?? at.price, rest: 'allOrNothing' };
    case 'limit':
    case 'conditional':
    case 'limitIoc':
    case 'limitFok': {
      if (asked <= 0n) return 'quantity';
      if (asked > limits.upper || asked < limits.lower) return 'priceLimit';
      if (!isOnTick(asked, kind)) return 'tick';
      const rest = type === 'limitIoc' ? 'withdrawn' : type === 'limitFok' ? 'allOrNothing' : 'works';
      return { limit: asked, rest };
    }
  }
}

/**
 * Why the venue takes no such order at this hour; undefined when it does. 모의투자 has the regular session only; live
 * also collects orders for the opening auction and knows the two closing-price sessions; of the after-market it knows
 * only that the types of the day (00–16) are not its own (41–47).
 */
export function closedFor(
  type: OrderType,
  when: { mode: TradingMode; alwaysOpen: boolean; now: number },
): Refused | undefined {
  const special = type === 'preOpenClose' || type === 'postClose';
  if (when.alwaysOpen) return special ? 'otherHours' : undefined;
  if (isTradingDay(kstDate(when.now)) === false) return 'holiday';
  const session = krxSession(when.now);
  if (session === 'continuous' || session === 'closingAuction') return special ? 'otherHours' : undefined;
  const collecting = session === 'openingAuction' || session === 'preOpenClose';
  if (when.mode === 'live' && (special ? session === type : collecting)) return undefined;
  if (session === 'afterMarket') return 'afterMarket';
  return kstFields(when.now).hour < 12 ? 'beforeOpen' : 'afterClose';
}

/** Whether this order type may go to this exchange; 모의투자 knows KRX only. */
export function exchangeRefusal(type: OrderType, exchange: string, mode: TradingMode): Refused | undefined {
  const known: readonly Exchange[] = mode === 'paper' ? ['KRX'] : ['KRX', 'NXT', 'SOR'];
  const named = known.find(e => e === exchange);
  if (named === undefined) return 'exchange';
  if (ORDER_TYPES[type].exchanges.includes(named)) return undefined;
  return type === 'market' ? 'marketOrder' : 'orderType';
}
