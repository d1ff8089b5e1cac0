import type { ExecutionNotice, OrderList, OrderRequest, TradeAct, VenueOrder } from '../../src/core/index.js';
import { kstDate, kstTime } from '../../src/core/index.js';
import { ACCOUNT } from './desk.js';

export const ORDER: OrderRequest = {
  account: ACCOUNT,
  side: 'buy',
  code: '005930',
  quantity: 10n,
  price: 71_000n,
  type: 'limit',
  exchange: 'KRX',
};

export const PLACE: TradeAct = { kind: 'place', order: ORDER };

/** A row of the venue's list that is ORDER, taken at this instant. */
export function rowAt(at: number, number: string, over: Partial<VenueOrder> = {}): VenueOrder {
  return {
    date: kstDate(at),
    time: kstTime(at),
    number,
    originalNumber: '',
    branch: '00950',
    act: 'new',
    side: 'buy',
    code: '005930',
    name: '삼성전자',
    typeName: '지정가',
    type: 'limit',
    exchange: 'KRX',
    quantity: 10n,
    price: 71_000n,
    filled: 0n,
    averageFill: 0,
    remaining: 10n,
    state: 'open',
    ...over,
  };
}

export function listOf(rows: readonly VenueOrder[], over: Partial<OrderList> = {}): OrderList {
  return {
    asOf: 0,
    orders: rows,
    complete: true,
    totals: { ordered: rows.reduce((sum, row) => sum + row.quantity, 0n), filled: 0n },
    ...over,
  };
}

/** A notice of the venue about ORDER, which has this number there. */
export function noticeOf(
  at: number,
  order: string,
  what: ExecutionNotice['what'],
  quantity: bigint,
  over: Partial<ExecutionNotice> = {},
): ExecutionNotice {
  return {
    account: { number: ACCOUNT.number, product: ACCOUNT.product },
    order,
    original: '',
    side: 'buy',
    code: '005930',
    act: 'new',
    what,
    quantity,
    price: what === 'filled' ? 71_000n : 0n,
    at,
    ...over,
  };
}
