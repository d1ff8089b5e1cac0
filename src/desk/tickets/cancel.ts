import type { CancelRequest, CancelWish, OrderList, Proposal, VenueOrder } from '../../core/index.js';
import { frozenAccount, frozenVenueOrder } from './frozen.js';
import type { Circumstances } from './judge.js';
import { noOrder, openOnes, openOrder } from './open-order.js';
import { requireEnvironment } from './rules.js';
import type { CancelFacts, TicketParts } from './ticket.js';

/** The open orders that are meant. No limit, halt or session stands in the way of a cancel. */
export async function judgeCancel(
  { account, which }: Extract<Proposal, { kind: 'cancel' }>,
  { accounts }: TicketParts,
  { rules }: Circumstances,
  signal: AbortSignal,
): Promise<CancelFacts> {
  requireEnvironment(account, rules);
  const list = await accounts.openOrders(account, signal);
  return Object.freeze({
    kind: 'cancel',
    account: frozenAccount(account),
    orders: Object.freeze(ordersMeant(which, list).map(frozenVenueOrder)),
    complete: list.complete,
  });
}

/** The whole remainder, whatever it is by then. */
export function cancelRequest({ account }: CancelFacts, order: VenueOrder): Readonly<CancelRequest> {
  return Object.freeze({
    account,
    order: Object.freeze({ number: order.number, branch: order.branch }),
    quantity: 'all',
    exchange: order.exchange ?? 'KRX',
  });
}

function ordersMeant(which: CancelWish, list: OrderList): readonly VenueOrder[] {
  switch (which.kind) {
    case 'one':
      return [openOrder(list, which.number)];
    case 'symbol': {
      const { code, name } = which.instrument;
      return atLeastOne(
        openOnes(list).filter(order => order.code === code),
        list,
        { name },
      );
    }
    case 'all':
      return atLeastOne(openOnes(list), list, {});
  }
}

function atLeastOne(orders: readonly VenueOrder[], list: OrderList, sought: { name?: string }) {
  if (orders.length === 0) throw noOrder(list, sought);
  return orders;
}
