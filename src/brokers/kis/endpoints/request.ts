import {
  type AccountRef,
  DeskError,
  type OrderType,
  type Shares,
  SYMBOL_CODE,
  startOfKstDate,
  type Won,
} from '../../../core/index.js';
import { ORDER_TYPES } from '../../../market/index.js';
import type { KisEnvironment } from '../environment.js';

/**
 * The parameters that name an account. Throws `input` for an account of another broker or of the other environment:
 * live and paper never meet in one request.
 */
export function accountParams(
  environment: KisEnvironment,
  account: AccountRef,
): { CANO: string; ACNT_PRDT_CD: string } {
  if (account.broker !== 'kis') throw malformed('account', 'account of another broker');
  if (account.mode !== environment.mode) throw malformed('account', `not a ${environment.mode} account`);
  if (!/^\d{8}$/.test(account.number) || !/^\d{2}$/.test(account.product)) {
    throw malformed('account', 'not an account number');
  }
  return { CANO: account.number, ACNT_PRDT_CD: account.product };
}

/** An issue's code as it is; throws `input` when it is none. */
export function checkedCode(code: string): string {
  if (!SYMBOL_CODE.test(code)) throw malformed('code', 'not an issue code');
  return code;
}

/** The parameters that name an issue on the KRX. */
export function issueParams(code: string): { FID_COND_MRKT_DIV_CODE: string; FID_INPUT_ISCD: string } {
  return { FID_COND_MRKT_DIV_CODE: 'J', FID_INPUT_ISCD: checkedCode(code) };
}

/** A request that is wrong before anything left. */
export function malformed(argument: string, message: string): DeskError {
  return new DeskError('input', message, { problem: 'malformed', argument });
}

/** An order's price as text: "0" for types without one. Throws `input` when price and type do not go together. */
export function checkedPrice(order: { type: OrderType; price: Won }): string {
  if (order.price < 0n) throw malformed('price', 'negative price');
  const { priced } = ORDER_TYPES[order.type];
  if (priced && order.price === 0n) throw malformed('price', 'this order type needs a price');
  if (!priced && order.price !== 0n) throw malformed('price', 'this order type takes no price');
  return order.price.toString();
}

/** A number of shares as text; throws `input` when it is not above zero. */
export function checkedQuantity(quantity: Shares): string {
  if (quantity <= 0n) throw malformed('quantity', 'quantity must be above zero');
  return quantity.toString();
}

/** Throws `input` unless both are days (`YYYYMMDD`) and `from` is not after `to`. */
export function checkedRange(range: { from: string; to: string }): void {
  for (const argument of ['from', 'to'] as const) {
    if (startOfKstDate(range[argument]) === undefined) throw malformed(argument, 'not a date');
  }
  if (range.from > range.to) throw malformed('from', 'range ends before it begins');
}
