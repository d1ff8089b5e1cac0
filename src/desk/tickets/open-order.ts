import { DeskError, type OrderList, sameOrderNumber, type VenueOrder } from '../../core/index.js';

/** The open order with this number. Throws `notFound` (`what`: `order`), and says whether the list had gaps. */
export function openOrder(list: OrderList, number: string): VenueOrder {
  const found = openOnes(list).find(order => sameOrderNumber(order.number, number));
  if (!found) throw noOrder(list, { number });
  return found;
}

export function openOnes({ orders }: OrderList): readonly VenueOrder[] {
  return orders.filter(order => order.remaining > 0n);
}

/** `complete`: `no` when the venue's list has gaps, so that nothing can be concluded from a missing row. */
export function noOrder({ complete }: OrderList, sought: { number?: string; name?: string }): DeskError {
  return new DeskError('notFound', 'no such open order', {
    what: 'order',
    ...sought,
    complete: complete ? 'yes' : 'no',
  });
}
