import {
  type AmendRequest,
  type CancelRequest,
  DeskError,
  type Exchange,
  type OrderRequest,
  type OrderType,
  type Shares,
  sameOrderNumber,
  type VenueOrderRef,
} from '../../../core/index.js';
import { kiwoomTypeCode, ORDER_TYPES } from '../../../market/index.js';
import type { KiwoomClient, OrderForm } from '../calls.js';
import type { KiwoomEnvironment } from '../environment.js';
import { readOpenRows } from './open-orders.js';
import { checkedAccount, checkedCode, checkedPrice, checkedQuantity, malformed } from './request.js';

/** What is left, in a cancellation. */
const ALL = '0';

/**
 * A buy or sell order. Throws `input` for an order that is malformed.
 *
 * Kiwoom: 주식 매수주문 kt10000, 매도주문 kt10001.
 */
export function newOrder(environment: KiwoomEnvironment, order: OrderRequest): OrderForm {
  checkedAccount(environment, order.account);
  return {
    api: order.side,
    body: {
      dmst_stex_tp: order.exchange,
      stk_cd: checkedCode(order.code),
      ord_qty: checkedQuantity(order.quantity),
      ord_uv: checkedPrice(order),
      trde_tp: kiwoomTypeCode(order.type, environment.mode) ?? '',
      cond_uv: '',
    },
  };
}

/**
 * A change of price, of all that is left or of part of it. The accepted order has a new number, by which it is to be
 * changed again. Throws `input` for a request that is malformed. Kiwoom takes no word for "all", so `left` says how much.
 *
 * Kiwoom: 주식 정정주문 kt10002.
 */
export function amendment(environment: KiwoomEnvironment, request: AmendRequest, left: Shares): OrderForm {
  const { quantity } = request;
  return {
    api: 'amend',
    body: {
      ...original(environment, request),
      mdfy_qty: checkedQuantity(quantity === 'all' ? left : quantity),
      mdfy_uv: checkedPrice(request),
      mdfy_cond_uv: '',
    },
  };
}

/**
 * The cancellation of an order or of part of it. The accepted order is the cancellation itself. Throws `input` for a
 * request that is malformed.
 *
 * Kiwoom: 주식 취소주문 kt10003.
 */
export function cancellation(environment: KiwoomEnvironment, request: CancelRequest): OrderForm {
  const { quantity } = request;
  return {
    api: 'cancel',
    body: {
      ...original(environment, request),
      cncl_qty: quantity === 'all' ? ALL : checkedQuantity(quantity),
    },
  };
}

function original(environment: KiwoomEnvironment, request: CancelRequest) {
  checkedAccount(environment, request.account);
  return {
    dmst_stex_tp: request.exchange,
    orig_ord_no: checkedNumber(request.order),
    // How Kiwoom names an order besides its number.
    stk_cd: checkedCode(request.order.branch),
  };
}

function checkedNumber(order: VenueOrderRef): string {
  const number = order.number.trim();
  if (!/^\d{1,7}$/.test(number)) throw malformed('order', 'not an order number');
  return number.padStart(7, '0');
}

/** How many shares of an order still wait. Throws `notFound` when Kiwoom lists it no more: then there is nothing to change. */
export async function sharesLeft(
  client: KiwoomClient,
  order: VenueOrderRef,
  signal?: AbortSignal,
): Promise<Shares> {
  const open = await readOpenRows(client, { signal });
  const found = open.find(row => sameOrderNumber(row.ord_no, order.number));
  if (found === undefined) throw new DeskError('notFound', 'no such open order', { what: 'order' });
  return found.oso_qty;
}

/**
 * Whether an order may leave at all: 모의투자 knows the KRX only, some types have no code, and an amendment changes the
 * price, never the type.
 */
export function isOffered(
  { mode }: KiwoomEnvironment,
  order: { readonly exchange: Exchange; readonly type?: OrderType },
  what: 'new' | 'amend' | 'cancel',
): boolean {
  const { exchange, type } = order;
  if (mode === 'paper' && exchange !== 'KRX') return false;
  if (type === undefined || what === 'cancel') return true;
  return what === 'amend' ? ORDER_TYPES[type].priced : kiwoomTypeCode(type, mode) !== undefined;
}
