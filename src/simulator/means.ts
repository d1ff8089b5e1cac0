import type { Shares, Side, Won } from '../core/index.js';
import { DEFAULT_RATES, tradeCosts } from '../market/index.js';
import { cashAfterSettlement, heldShares } from './account.js';
import { listingOf } from './listings.js';
import { cashReserved, sharesOnOffer } from './order-log.js';
import type { Venue } from './venue.js';

/** Fee and tax of a trade, won. */
export function costsOf(side: Side, code: string, amount: Won): Won {
  const kind = listingOf(code)?.instrument.kind ?? 'stock';
  const { fee, tax } = tradeCosts({ side, amount, kind }, DEFAULT_RATES);
  return fee + tax;
}

/** What a purchase takes from the cash, fee included. */
export function payment(code: string, amount: Won): Won {
  return amount + costsOf('buy', code, amount);
}

/** Cash that can still be ordered with: after settlement of all trades, less what open orders hold back. */
export function orderableCash(venue: Venue, account: string, now: number): Won {
  const reserved = cashReserved(venue.orders, account, (order, amount) => payment(order.code, amount));
  return cashAfterSettlement(venue.accounts.at(account, now)) - reserved;
}

/** Shares that can still be offered: holdings less open sell orders. */
export function sellableShares(venue: Venue, account: string, code: string, now: number): Shares {
  return heldShares(venue.accounts.at(account, now), code) - sharesOnOffer(venue.orders, account, code);
}

/** 미수없는매수금액: what remains for shares when the fee is kept back (KIS: 매수가능조회). */
export function buyableAmount(cash: Won): Won {
  const { fee } = tradeCosts({ side: 'buy', amount: cash, kind: 'stock' }, DEFAULT_RATES);
  return cash > fee ? cash - fee : 0n;
}
