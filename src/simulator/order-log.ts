import type { Shares, Won } from '../core/index.js';
import { type Order, restOf } from './order.js';

/** Every order accepted so far, oldest first, with the ways they are looked up. */
export interface OrderLog {
  /** Takes the next order number. */
  add(order: Omit<Order, 'number'>): Order;
  find(number: string, account: string): Order | undefined;
  all(): readonly Order[];
  of(account: string): readonly Order[];
  open(): readonly Order[];
  /** To be called when an order's rest may have become zero. */
  sweep(): void;
  restore(orders: readonly Order[]): void;
}

const FIRST_NUMBER = 28_000;

const bare = (number: string) => number.trim().replace(/^0+/, '');

export function createOrderLog(): OrderLog {
  let orders: Order[] = [];
  let working = new Set<Order>();
  const byNumber = new Map<string, Order>();
  const byAccount = new Map<string, Order[]>();

  function keep(order: Order): void {
    orders.push(order);
    byNumber.set(bare(order.number), order);
    const own = byAccount.get(order.account);
    if (own) own.push(order);
    else byAccount.set(order.account, [order]);
    if (restOf(order) > 0n) working.add(order);
  }

  return {
    add(given) {
      const order: Order = { ...given, number: String(FIRST_NUMBER + orders.length + 1).padStart(10, '0') };
      keep(order);
      return order;
    },
    find(number, account) {
      const order = byNumber.get(bare(number));
      return order?.account === account ? order : undefined;
    },
    all: () => orders,
    of: account => byAccount.get(account) ?? [],
    open: () => [...working],
    sweep() {
      for (const order of working) if (restOf(order) === 0n) working.delete(order);
    },
    restore(list) {
      orders = [];
      working = new Set();
      byNumber.clear();
      byAccount.clear();
      for (const order of list) keep(order);
    },
  };
}

/** Shares of open sell orders of this account and code: not sellable again. */
export function sharesOnOffer(orders: OrderLog, account: string, code: string): Shares {
  return orders
    .open()
    .filter(o => o.account === account && o.code === code && o.side === 'sell')
    .reduce((sum, o) => sum + restOf(o), 0n);
}

/** Cash held back for open buy orders of this account, at the price each may at worst trade at. */
export function cashReserved(
  orders: OrderLog,
  account: string,
  costOf: (order: Order, amount: Won) => Won,
): Won {
  return orders
    .open()
    .filter(o => o.account === account && o.side === 'buy')
    .reduce((sum, o) => sum + costOf(o, restOf(o) * o.limit), 0n);
}
