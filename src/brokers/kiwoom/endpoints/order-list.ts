import { z } from 'zod';
import {
  type AccountRef,
  addKstDays,
  kstDate,
  type OrderList,
  sameOrderNumber,
} from '../../../core/index.js';
import type { KiwoomClient, ReadCall } from '../calls.js';
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

type Asking = Pick<ReadCall<unknown>, 'signal' | 'group'>;

/**
 * Orders and fills of the days `from`..`to`, newest first, amendments and cancellations as rows of their own. Kiwoom tells
 * of one day at a time, and no totals. `complete` is false when the pages broke off, when a row cannot be read, or when
 * one of today's open orders, asked for at the same time, is not among the rows. Days to come are left out. Throws
 * `input` for dates that are none or in the wrong order.
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
  const asked = { signal, group: { told: false } };
  const isOfToday = range.from <= today && range.to >= today;
  const [open, days] = await Promise.all([
    isOfToday ? readOpenRows(client, asked) : [],
    readDays(client, range.from, range.to < today ? range.to : today, asked),
  ]);
  const orders = days.flatMap(day => day.orders);
  const seen = open.every(({ ord_no }) =>
    orders.some(order => order.date === today && sameOrderNumber(order.number, ord_no)),
  );
  const complete = seen && days.every(day => day.whole);
  return { asOf: client.now(), orders, complete, totals: undefined };
}

/** Newest first. */
async function readDays(client: KiwoomClient, from: string, to: string, asked: Asking) {
  const days: Awaited<ReturnType<typeof readDay>>[] = [];
  for (let date = to; date >= from; date = addKstDays(date, -1))
    days.push(await readDay(client, date, asked));
  return days;
}

async function readDay(client: KiwoomClient, date: string, asked: Asking) {
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
    ...asked,
  });
  const all = pages.flat();
  const orders = toVenueOrders(date, all).sort((a, b) =>
    a.number.padStart(10, '0') < b.number.padStart(10, '0') ? 1 : -1,
  );
  return { orders, whole: whole && orders.length === all.length };
}
