import {
  accountKey,
  DeskError,
  type OrderRequest,
  type Principal,
  type Quote,
  type Side,
} from '../../core/index.js';
import type { DayBook } from '../risk/day-book.js';
import { firstBreach, forbiddenSymbol, keyBreach } from '../risk/limits.js';
import { type DeskRules, requireEnvironment, requireMarket, requireTerms, type Terms } from './rules.js';
import type { OrderFacts, TicketParts } from './ticket.js';
import { weigh } from './weigh.js';

/** Who asks, when, and what holds then. */
export interface Circumstances {
  readonly who: Principal;
  readonly day: DayBook;
  /** ms */
  readonly now: number;
  readonly rules: DeskRules;
  readonly limits: TicketParts['limits'];
}

/** All that can be refused without a read. Throws DeskError. */
export function judgeTerms(terms: Terms, instrument: OrderFacts['instrument'], at: Circumstances): void {
  requireEnvironment(terms.account, at.rules);
  const account = accountKey(terms.account);
  const forbidden = forbiddenSymbol(terms.code, at.limits.limitsFor(account, ...at.who.ids));
  if (forbidden) throw forbidden;
  requireTerms(terms, instrument, at.now, at.rules);
  requireSettled(account, terms.side, terms.code, at.day);
}

/** Everything about an order but its means, by this quote. The same function judges when it is made and at the press. */
export function judgeOrder(
  facts: Omit<OrderFacts, 'kind' | 'weighed'>,
  quote: Quote,
  at: Circumstances,
): void {
  const { order, instrument, original, means } = facts;
  judgeTerms(order, instrument, at);
  requireMarket(order, instrument, quote, at.now);
  const { day, limits, who } = at;
  const account = accountKey(order.account);
  const weighed = weigh(order, quote, original);
  const breach = firstBreach(weighed, {
    limits: limits.limitsFor(account, ...who.ids),
    days: [
      { limits: limits.limitsFor(account), spent: day.spent({ account }) },
      { limits: limits.limitsFor('', ...who.ids), spent: day.spent({ person: who.ids }) },
    ],
    lastPrice: quote.price,
    buyable: means.power?.amount,
    dayChange: means.dayChange,
  });
  if (breach) throw breach;
  const { id: key = '', limits: own } = who.byKey ?? {};
  const ownBreach = own && keyBreach(weighed, own, day.spent({ key }));
  if (ownBreach) throw ownBreach;
}

/** Whether an order like this left so short a time ago that it could be a mistake. */
export function isRepeat(order: OrderRequest, { day, limits, now, who }: Circumstances): boolean {
  const last = day.lastLike(order);
  if (last === undefined) return false;
  const { repeatSeconds } = limits.limitsFor(accountKey(order.account), ...who.ids);
  return now - last < repeatSeconds * 1000;
}

function requireSettled(account: string, side: Side, code: string, day: DayBook): void {
  if (day.unsettled(account, side, code)) {
    throw new DeskError('unsettled', 'an earlier order has an unknown outcome', { side, code });
  }
}
