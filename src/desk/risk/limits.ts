import {
  DeskError,
  type ErrorDetail,
  type KeyLimits,
  type Limits,
  type Shares,
  type Side,
  type Won,
} from '../../core/index.js';
import type { Spent } from './day-book.js';
import { distance, hundredths, isFurther } from './distance.js';

/** The fixed name of each limit, for people, the audit trail and tests. */
export type LimitCode =
  | 'SYMBOL_DENY'
  | 'SYMBOL_ALLOW'
  | 'ORDER_QUANTITY'
  | 'ORDER_AMOUNT'
  | 'DAY_COUNT'
  | 'DAY_AMOUNT'
  | 'PRICE_DISTANCE'
  | 'MARKET_BUY_CASH'
  | 'DAY_LOSS';

/** An order as the limits weigh it. */
export interface WeighedOrder {
  readonly side: Side;
  readonly code: string;
  readonly quantity: Shares;
  /** 0n for types without one. */
  readonly price: Won;
  /**
   * Quantity times price. Without a price: times the upper limit price, of a sell too, since the last price is less
   * than what it may come to.
   */
  readonly value: Won;
  /** What it adds to the day: an amendment its growth and no order. */
  readonly adds: Spent;
}

/** What an order is weighed against. */
export interface Standing {
  readonly limits: Limits;
  /** The day of the account and the day of the person, each with its own limits. */
  readonly days: readonly { readonly limits: DayLimits; readonly spent: Spent }[];
  readonly lastPrice: Won;
  /** Won that can be bought for without credit; undefined where no cash is needed. */
  readonly buyable: Won | undefined;
  /** The account against yesterday's close, won; undefined where no limit asks for it. */
  readonly dayChange: Won | undefined;
}

type DayLimits = Pick<Limits, 'dayAmount' | 'dayCount'>;
type Check = (order: WeighedOrder, at: Standing) => DeskError | undefined;

/** In this order; what holds for an issue as a whole comes first. A limit itself passes, one more is denied. */
const CHECKS: readonly Check[] = [
  (order, { limits }) => forbiddenSymbol(order.code, limits),
  ({ quantity }, { limits: { orderQuantity: most } }) =>
    most !== undefined && quantity > most
      ? breach('ORDER_QUANTITY', { most, given: quantity, mostShares: most })
      : undefined,
  (order, { limits }) => orderAmount(order, limits),
  (order, { days }) => first(days, day => dayCount(order, day)),
  (order, { days }) => first(days, day => dayAmount(order, day)),
  ({ price }, { limits: { priceDistance: most }, lastPrice }) =>
    most !== undefined && price > 0n && isFurther(lastPrice, price, most)
      ? breach('PRICE_DISTANCE', { most, given: distance(lastPrice, price) })
      : undefined,
  marketBuyCash,
  dayLoss,
];

/**
 * The first limit that the order would break, as a `limit` error with `detail.limit` (a LimitCode), `most`, `given`
 * and, where fewer shares would do, `mostShares`. undefined: it may go. Throws `unavailable` when a limit asks for a
 * figure that is missing.
 */
export function firstBreach(order: WeighedOrder, at: Standing): DeskError | undefined {
  return first(CHECKS, check => check(order, at));
}

/** The first limit of a key that the order would break, with `detail.of: key`. `spent`: the key's own day. */
export function keyBreach(order: WeighedOrder, limits: KeyLimits, spent: Spent): DeskError | undefined {
  const found =
    orderAmount(order, limits) ?? dayCount(order, { limits, spent }) ?? dayAmount(order, { limits, spent });
  return found && new DeskError(found.kind, found.message, { ...found.detail, of: 'key' });
}

/** What the lists say about an issue; needs nothing read. */
export function forbiddenSymbol(code: string, { allow, deny }: Limits): DeskError | undefined {
  if (deny.includes(code)) return breach('SYMBOL_DENY', { given: code });
  return allow !== undefined && !allow.includes(code) ? breach('SYMBOL_ALLOW', { given: code }) : undefined;
}

function orderAmount(order: WeighedOrder, { orderAmount: most }: Pick<Limits, 'orderAmount'>) {
  return most !== undefined && order.value > most
    ? breach('ORDER_AMOUNT', { most, given: order.value, mostShares: sharesFor(most, order) })
    : undefined;
}

function dayCount({ adds }: WeighedOrder, { limits, spent }: Standing['days'][number]) {
  const given = spent.count + adds.count;
  return limits.dayCount !== undefined && adds.count > 0 && given > limits.dayCount
    ? breach('DAY_COUNT', { most: limits.dayCount, given })
    : undefined;
}

function dayAmount(order: WeighedOrder, { limits, spent }: Standing['days'][number]) {
  const { dayAmount: most } = limits;
  const given = spent.amount + order.adds.amount;
  if (most === undefined || order.adds.amount === 0n || given <= most) return undefined;
  const left = most > spent.amount ? most - spent.amount : 0n;
  return breach('DAY_AMOUNT', { most, given, remaining: left });
}

function marketBuyCash(order: WeighedOrder, { limits, buyable }: Standing) {
  if (order.side === 'sell' || order.price > 0n || order.adds.amount === 0n) return undefined;
  if (buyable === undefined) throw new DeskError('unavailable', 'no buying power', { what: 'buyingPower' });
  const most = (buyable * hundredths(limits.marketBuyCash)) / 10_000n;
  return order.adds.amount > most
    ? breach('MARKET_BUY_CASH', { most, given: order.adds.amount, mostShares: sharesFor(most, order) })
    : undefined;
}

/** Sells pass: a loss must not keep anybody from getting out. */
function dayLoss({ side, adds }: WeighedOrder, { limits, dayChange }: Standing) {
  const { dayLoss: most } = limits;
  if (most === undefined || side === 'sell' || adds.amount === 0n) return undefined;
  if (dayChange === undefined) throw new DeskError('unavailable', 'no balance', { what: 'balance' });
  return -dayChange > most ? breach('DAY_LOSS', { most, given: -dayChange }) : undefined;
}

function sharesFor(most: Won, { value, quantity }: WeighedOrder): Shares {
  return value === 0n ? 0n : (most * quantity) / value;
}

function first<T>(items: readonly T[], find: (item: T) => DeskError | undefined): DeskError | undefined {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}

function breach(limit: LimitCode, figures: Readonly<Record<string, bigint | number | string>>): DeskError {
  const texts = Object.entries(figures).map(([name, figure]) => [name, String(figure)] as const);
  const detail: ErrorDetail = { limit, ...Object.fromEntries(texts) };
  return new DeskError('limit', `limit ${limit}`, detail);
}
