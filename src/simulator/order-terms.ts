import {
  type Exchange,
  type Instrument,
  type InstrumentKind,
  kstDate,
  kstFields,
  type OrderType,
  type Side,
  type TradingMode,
  type Won,
} from '../core/index.js';
import {
  isOnTick,
  isTradingDay,
  type KrxSession,
  krxSession,
  ORDER_TYPES,
  orderTypeOf,
  type PriceLimits,
  priceLimits,
} from '../market/index.js';
import type { Refused } from './refusal.js';
import type { Book } from './tape.js';

/** What an order type comes to: the worst price it may trade at, and what becomes of a rest. */
export interface Terms {
  readonly limit: Won;
  readonly rest: 'works' | 'withdrawn' | 'allOrNothing';
  /** Fills at once and wholly at this price: where the day's trading is over, and its last price stands. */
  readonly fixedPrice?: Won;
}

interface Situation {
  readonly instrument: Instrument;
  readonly base: Won;
  readonly price: Won;
  readonly book: Book;
}

/**
 * The terms of an order, or why the venue refuses it for its type or price. A conditional limit (02) stays a limit
 * here: as a market order in the closing auction it could cost more than the cash held back for it. Not played:
 * 중간가 (21, 23, 24), whose price may lie between two steps, and NXT's pre-market (27–29), for which there is no tape.
 *
 * In the after-market (41–47) the day's last price stands. An order that reaches it trades at once and wholly at that
 * price; another one has nothing to trade with. ETF, ETN and ELW are not traded there.
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
      return limitTerms(asked, limits, kind, 'works');
    case 'limitIoc':
      return limitTerms(asked, limits, kind, 'withdrawn');
    case 'limitFok':
      return limitTerms(asked, limits, kind, 'allOrNothing');
    case 'afterLimit':
      return inEvening(limitTerms(asked, limits, kind, 'works'), side, at);
    case 'afterIoc':
      return inEvening(limitTerms(asked, limits, kind, 'withdrawn'), side, at);
    case 'afterFok':
      return inEvening(limitTerms(asked, limits, kind, 'allOrNothing'), side, at);
    case 'afterTop':
      return inEvening({ limit: own[0]?.price ?? at.price, rest: 'works' }, side, at);
    case 'afterBest':
      return inEvening({ limit: opposite[0]?.price ?? at.price, rest: 'works' }, side, at);
    case 'afterBestIoc':
      return inEvening({ limit: opposite[0]?.price ?? at.price, rest: 'withdrawn' }, side, at);
    case 'afterBestFok':
      return inEvening({ limit: opposite[0]?.price ?? at.price, rest: 'allOrNothing' }, side, at);
    case 'mid':
    case 'midIoc':
    case 'midFok':
    case 'preMarketLimit':
    case 'preMarketBest':
    case 'preMarketTop':
      return 'orderType';
  }
}

function limitTerms(
  asked: Won,
  limits: PriceLimits,
  kind: InstrumentKind,
  rest: Terms['rest'],
): Terms | Refused {
  if (asked <= 0n) return 'quantity';
  if (asked > limits.upper || asked < limits.lower) return 'priceLimit';
  return isOnTick(asked, kind) ? { limit: asked, rest } : 'tick';
}

function inEvening(terms: Terms | Refused, side: Side, at: Situation): Terms | Refused {
  const { kind } = at.instrument;
  if (kind === 'etf' || kind === 'etn' || kind === 'elw') return 'orderType';
  if (typeof terms === 'string') return terms;
  const reached = side === 'buy' ? terms.limit >= at.price : terms.limit <= at.price;
  return reached ? { ...terms, fixedPrice: at.price } : terms;
}

/** The session that a type is for, where it is not the market of the day. */
const SESSION_OF: Partial<Record<OrderType, KrxSession>> = {
  preOpenClose: 'preOpenClose',
  postClose: 'postClose',
  afterLimit: 'afterMarket',
  afterIoc: 'afterMarket',
  afterFok: 'afterMarket',
  afterBest: 'afterMarket',
  afterBestIoc: 'afterMarket',
  afterBestFok: 'afterMarket',
  afterTop: 'afterMarket',
};

/**
 * Why the venue takes no such order at this hour; undefined when it does. 모의투자 has the regular session only; live
 * also collects orders for the opening auction and knows the two closing-price sessions and the after-market, each
 * with types of its own.
 */
export function closedFor(
  type: OrderType,
  when: { mode: TradingMode; alwaysOpen: boolean; now: number },
): Refused | undefined {
  const own = SESSION_OF[type];
  if (when.alwaysOpen) return own === undefined ? undefined : 'otherHours';
  if (isTradingDay(kstDate(when.now)) === false) return 'holiday';
  const session = krxSession(when.now);
  if (session === 'continuous' || session === 'closingAuction') {
    return own === undefined ? undefined : 'otherHours';
  }
  const collecting = session === 'openingAuction' || session === 'preOpenClose';
  if (when.mode === 'live' && (own === undefined ? collecting : session === own)) return undefined;
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

/** Whether an order of this ORD_DVSN still works though the day is over: 41–47 until the after-market ends. */
export function worksInEvening(code: string, now: number): boolean {
  const type = orderTypeOf(code);
  return type !== undefined && SESSION_OF[type] === 'afterMarket' && krxSession(now) === 'afterMarket';
}
