import type { ExecutionSink } from './execution.js';
import { type Order, restOf } from './order.js';
import type { OrderLog } from './order-log.js';

/** The exchange gives back what is left of an order that the broker had taken; how many shares that was. */
export function giveBack(orders: OrderLog, order: Order, tell: ExecutionSink, at: number): bigint {
  const quantity = restOf(order);
  if (quantity === 0n) return 0n;
  order.withdrawn += quantity;
  orders.sweep();
  tell({ order, what: 'rejected', quantity, price: 0n, at, rest: 0n, amount: order.filledAmount });
  return quantity;
}
