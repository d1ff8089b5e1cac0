import {
  type AccountRef,
  DeskError,
  type OrderType,
  type Shares,
  SYMBOL_CODE,
  sameAccount,
  startOfKstDate,
  type Won,
} from '../../../core/index.js';
import { ORDER_TYPES } from '../../../market/index.js';
import type { KiwoomEnvironment } from '../environment.js';

export interface DateRange {
  /** `YYYYMMDD`, inclusive. */
  readonly from: string;
  readonly to: string;
}

/**
 * Throws `input` for any account but the one that this line is for: no request names an account, so that another one's
 * would be answered with this one's.
 */
export function checkedAccount(environment: Pick<KiwoomEnvironment, 'account'>, account: AccountRef): void {
  if (!sameAccount(environment.account, account)) throw malformed('account', 'not the account of this line');
}

export function checkedCode(code: string): string {
  if (!SYMBOL_CODE.test(code)) throw malformed('code', 'not an issue code');
  return code;
}

/** A request that is wrong before anything left. */
export function malformed(argument: string, message: string): DeskError {
  return new DeskError('input', message, { problem: 'malformed', argument });
}

/** An order's price as text: '' for types without one. Throws `input` when price and type do not go together. */
export function checkedPrice(order: { type: OrderType; price: Won }): string {
  if (order.price < 0n) throw malformed('price', 'negative price');
  const { priced } = ORDER_TYPES[order.type];
  if (priced && order.price === 0n) throw malformed('price', 'this order type needs a price');
  if (!priced && order.price !== 0n) throw malformed('price', 'this order type takes no price');
  return priced ? order.price.toString() : '';
}

/** A number of shares as text; throws `input` when it is not above zero. */
export function checkedQuantity(quantity: Shares): string {
  if (quantity <= 0n) throw malformed('quantity', 'quantity must be above zero');
  return quantity.toString();
}

/** Throws `input` unless both are days (`YYYYMMDD`) and `from` is not after `to`. */
export function checkedRange(range: DateRange): void {
  for (const argument of ['from', 'to'] as const) {
    if (startOfKstDate(range[argument]) === undefined) throw malformed(argument, 'not a date');
  }
  if (range.from > range.to) throw malformed('from', 'range ends before it begins');
}
