import { z } from 'zod';
import {
  type AccountRef,
  addKstDays,
  kstDate,
  type OrderList,
  sameOrderNumber,
} from '../../../core/index.js';
import type { KiwoomClient } from '../calls.js';
import { rows } from './fields.js';
import { readOpenRows } from './open-orders.js';
import { orderRow, toVenueOrders } from './order-rows.js';
import { walkPages } from './paging.js';
import { checkedAccount, checkedRange, type DateRange } from './request.js';

export const orderListAnswer = z
  .looseObject({ acnt_ord_cntr_prps_dtl: rows(orderRow) })
  .transform(body => body.acnt_ord_cntr_prps_dtl);

const LATEST_FIRST = '2';
const STOCKS = '1';

/**
 * Orders and fills of the days `from`..`to`, newest first, amendments and cancellations as rows of their own. Kiwoom tells
 * of one day at a time, and no totals. `complete` is false when the pages broke off, when a row cannot be read, or when
 * one of today's open orders, asked for just before, is not among the rows. Days to come are left out. Throws `input` for
 * dates that are none or in the wrong order.
 *
 * Kiwoom: 계좌별주문체결내역상세 kt00007, 미체결 ka10075.
 */
export async function orderList(
  client: KiwoomClient,
  account: AccountRef,
  range: DateRange,
  signal?: AbortSignal,
): Promise<OrderList> {
  checkedAccount(client.environment, account);
  checkedRange(range);
  const today = kstDate(client.now());
  const open = range.from <= today && range.to >= today ? await readOpenRows(client, signal) : [];
  const orders: OrderList['orders'][number][] = [];
  let complete = true;
  const latest = range.to < today ? range.to : today;
  for (let date = latest; date >= range.from; date = addKstDays(date, -1)) {
    const day = await readDay(client, date, signal);
    orders.push(...day.orders);
    complete &&= day.whole;
  }
  const seen = open.every(({ ord_no }) =>
    orders.some(order => order.date === today && sameOrderNumber(order.number, ord_no)),
  );
  return { asOf: client.now(), orders, complete: complete && seen, totals: undefined };
}

async function readDay(client: KiwoomClient, date: string, signal?: AbortSignal) {
  const { pages, whole } = await walkPages(client, {
    api: 'orders',
    params: {
      ord_dt: date,
      qry_tp: LATEST_FIRST,
      stk_bond_tp: STOCKS,
      sell_tp: '0',
      stk_cd: '',
      fr_ord_no: '',
      dmst_stex_tp: client.environment.mode === 'paper' ? 'KRX' : '%',
    },
    schema: orderListAnswer,
    none: [],
    signal,
  });
  const all = pages.flat();
  const orders = toVenueOrders(date, all).sort((a, b) =>
    a.number.padStart(10, '0') < b.number.padStart(10, '0') ? 1 : -1,
  );
  return { orders, whole: whole && orders.length === all.length };
}
