import type { Side } from '../../core/index.js';
import type { Exchange } from '../exchange.js';
import type { Ledger } from '../ledger.js';
import { natural } from '../natural.js';
import type { Order } from '../order.js';
import type { OrderLog } from '../order-log.js';
import type { Refused } from '../refusal.js';
import type { Venue } from '../venue.js';
import { answered, type KiwoomAnswer } from './answer.js';
import { type KiwoomRefused, refused } from './business-words.js';
import { badField } from './gateway-words.js';
import { exchangeType, isPriced } from './order-type.js';
import { type KiwoomRequest, type KiwoomRoute, PATHS } from './route.js';
import { bareCode, orderNumber, padded } from './values.js';

export interface OrderDesk {
  readonly venue: Venue;
  readonly exchange: Exchange;
  readonly ledger: Ledger;
}

const PLACE = { dmst_stex_tp: 3, stk_cd: 12, ord_qty: 12, trde_tp: 2 } as const;
const CHANGE = { dmst_stex_tp: 3, orig_ord_no: 7, stk_cd: 12 } as const;

/** Kiwoom: 주식 매수주문 kt10000, 매도주문 kt10001, 정정주문 kt10002, 취소주문 kt10003. */
export function orderRoutes(desk: OrderDesk): readonly KiwoomRoute[] {
  const order = (
    apiId: string,
    required: Readonly<Record<string, number>>,
    handle: (request: KiwoomRequest) => KiwoomAnswer,
  ): KiwoomRoute => ({ apiId, path: PATHS.order, kind: 'order', required, handle });
  return [
    order('kt10000', PLACE, request => place(desk, 'buy', request)),
    order('kt10001', PLACE, request => place(desk, 'sell', request)),
    order('kt10002', { ...CHANGE, mdfy_qty: 12, mdfy_uv: 12 }, request => amend(desk, request)),
    order('kt10003', { ...CHANGE, cncl_qty: 12 }, request => cancel(desk, request)),
  ];
}

const EXCHANGES: readonly string[] = ['KRX', 'NXT', 'SOR'];

/** 최유리 and 최우선: seen to be refused on the mock server. */
const NOT_ON_MOCK: ReadonlySet<string> = new Set(['6', '7']);
/** Closing-price sessions, where an order must not name a price. */
const AT_THE_CLOSE: ReadonlySet<string> = new Set(['61', '81']);

function place(desk: OrderDesk, side: Side, request: KiwoomRequest): KiwoomAnswer {
  const { field, mode, now, account } = request;
  const [quantity, price] = [natural(field('ord_qty')), priceOf(field('ord_uv'))];
  if (quantity === undefined) return badField('ord_qty');
  if (price === undefined) return badField('ord_uv');
  const exchange = field('dmst_stex_tp');
  if (!EXCHANGES.includes(exchange)) return badField('dmst_stex_tp');
  const code = field('trde_tp');
  const type = mode === 'paper' && NOT_ON_MOCK.has(code) ? undefined : exchangeType(code);
  if (type === undefined) return no(desk, request, 'orderType');
  if (AT_THE_CLOSE.has(code) && price > 0n) return no(desk, request, 'priceNotAllowed');
  const issue = bareCode(field('stk_cd'));
  const draft = { account, side, code: issue, type, quantity, price, exchange };
  const order = desk.exchange.place(draft, now);
  if (typeof order === 'string') return no(desk, request, order);
  desk.ledger.ordersAccepted += 1;
  const done = side === 'buy' ? '매수주문' : '매도주문';
  const content = { ord_no: orderNumber(order.number), dmst_stex_tp: order.exchange };
  return answered(content, mode === 'live' ? `${done}이 완료되었습니다.` : `모의투자 ${done}완료`);
}

function amend(desk: OrderDesk, request: KiwoomRequest): KiwoomAnswer {
  const { field, now } = request;
  const [quantity, price] = [natural(field('mdfy_qty')), natural(field('mdfy_uv'))];
  if (quantity === undefined) return badField('mdfy_qty');
  if (price === undefined) return badField('mdfy_uv');
  const original = originalOf(desk, request);
  if (typeof original === 'string') return no(desk, request, original);
  // The request names no type: a price makes a limit order of one that had none.
  const type = price > 0n && !isPriced(original.type) ? exchangeType('0') : original.type;
  const change = { type: type ?? original.type, price, quantity };
  const order = desk.exchange.amend(original, change, now);
  if (typeof order === 'string') return no(desk, request, order);
  desk.ledger.amendsAccepted += 1;
  const content = {
    ...numbers(desk, order),
    mdfy_qty: padded(order.quantity, 12),
    dmst_stex_tp: order.exchange,
  };
  return answered(content, changed(request, order, '정정'));
}

function cancel(desk: OrderDesk, request: KiwoomRequest): KiwoomAnswer {
  const { field, now } = request;
  const quantity = natural(field('cncl_qty'));
  if (quantity === undefined) return badField('cncl_qty');
  const original = originalOf(desk, request);
  if (typeof original === 'string') return no(desk, request, original);
  const order = desk.exchange.cancel(original, quantity === 0n ? undefined : quantity, now);
  if (typeof order === 'string') return no(desk, request, order);
  desk.ledger.cancelsAccepted += 1;
  const content = { ...numbers(desk, order), cncl_qty: padded(order.quantity, 12) };
  return answered(content, changed(request, order, '취소'));
}

/** The order a change names. Its exchange must be named with it; one of SOR is changed by SOR only. */
function originalOf({ venue }: OrderDesk, { field, account, mode }: KiwoomRequest): Order | KiwoomRefused {
  const exchange = field('dmst_stex_tp');
  if (mode === 'paper' && exchange !== 'KRX') return 'exchange';
  const original = venue.orders.find(field('orig_ord_no'), account);
  if (!original || original.code !== bareCode(field('stk_cd'))) return 'noOriginal';
  if (original.action === 'cancel') return 'isCancel';
  return original.exchange === exchange ? original : 'otherRoute';
}

function no({ ledger }: OrderDesk, { mode }: KiwoomRequest, why: Refused | KiwoomRefused): KiwoomAnswer {
  ledger.ordersRefused += 1;
  return refused(mode, why);
}

function numbers({ venue }: OrderDesk, order: Order) {
  return {
    ord_no: orderNumber(order.number),
    base_orig_ord_no: orderNumber(rootOf(venue.orders, order).number),
  };
}

/** The order with which a chain of amendments began. */
function rootOf(orders: OrderLog, order: Order): Order {
  let root = order;
  while (root.originalNumber !== '') {
    const before = orders.find(root.originalNumber, root.account);
    if (!before) break;
    root = before;
  }
  return root;
}

function changed({ mode }: KiwoomRequest, { side }: Order, what: '정정' | '취소'): string {
  if (mode === 'paper') return `모의투자 ${what}주문완료`;
  return `${side === 'buy' ? '매수' : '매도'}${what} 주문입력이 완료되었습니다`;
}

/** An order without a price says so with nothing, or with 0. */
function priceOf(text: string): bigint | undefined {
  return text.trim() === '' ? 0n : natural(text);
}
