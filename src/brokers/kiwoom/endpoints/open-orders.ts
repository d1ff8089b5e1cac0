import { z } from 'zod';
import { type AccountRef, kstDate, type OrderList, type VenueOrder } from '../../../core/index.js';
import type { KiwoomClient, ReadCall } from '../calls.js';
import { amount, amountOrZero, filled, issueCode, rows, text, time } from './fields.js';
import { actOf, exchangeName, originalNumber, sideOf, typeOf } from './order-rows.js';
import { readPages } from './paging.js';
import { checkedAccount } from './request.js';

const row = z.looseObject({
  ord_no: filled,
  orig_ord_no: originalNumber,
  stk_cd: issueCode,
  stk_nm: text,
  ord_stt: text,
  io_tp_nm: filled.transform((words, context) => {
    const side = sideOf(words);
    if (side !== undefined) return { words, side };
    context.addIssue({ code: 'custom', message: 'neither sell nor buy' });
    return z.NEVER;
  }),
  trde_tp: text,
  tm: time,
  ord_qty: amount,
  ord_pric: amountOrZero,
  oso_qty: amount,
  cntr_qty: amountOrZero,
  cntr_tot_amt: amountOrZero,
  stex_tp_txt: exchangeName,
  sor_yn: text,
});

export type OpenRow = z.output<typeof row>;

export const openOrdersAnswer = z.looseObject({ oso: rows(row) }).transform(body => body.oso);

/** Orders with shares that still wait, cancellations aside. Kiwoom: 미체결 ka10075. */
export async function readOpenRows(
  client: KiwoomClient,
  asked: Pick<ReadCall<unknown>, 'signal' | 'group'>,
): Promise<readonly OpenRow[]> {
  const pages = await readPages(client, {
    api: 'openOrders',
    params: { all_stk_tp: '0', trde_tp: '0', stk_cd: '', stex_tp: '0' },
    schema: openOrdersAnswer,
    none: [],
    ...asked,
  });
  return pages.flat().filter(order => order.oso_qty > 0n && act(order) !== 'cancel');
}

/**
 * Orders of today with shares that can still be amended or cancelled.
 *
 * Kiwoom: 미체결 ka10075.
 */
export async function openOrders(
  client: KiwoomClient,
  account: AccountRef,
  signal?: AbortSignal,
): Promise<OrderList> {
  checkedAccount(client.environment, account);
  const today = kstDate(client.now());
  const open = await readOpenRows(client, { signal });
  const orders = open.map(order => toVenueOrder(order, today));
  return { asOf: client.now(), orders, complete: true, totals: undefined };
}

const act = (order: OpenRow) => actOf(order.orig_ord_no, order.io_tp_nm.words);

/** The service gives no date, since it only knows today's orders. */
function toVenueOrder(order: OpenRow, today: string): VenueOrder {
  const { cntr_qty: done, oso_qty: remaining } = order;
  return {
    date: today,
    time: order.tm,
    number: order.ord_no,
    originalNumber: order.orig_ord_no,
    branch: order.stk_cd,
    act: act(order),
    side: order.io_tp_nm.side,
    code: order.stk_cd,
    name: order.stk_nm,
    typeName: order.trde_tp,
    type: typeOf(order.trde_tp, remaining),
    // An order of the smart router is changed as one, wherever it rests.
    exchange: order.sor_yn === 'Y' ? 'SOR' : order.stex_tp_txt,
    quantity: order.ord_qty,
    price: order.ord_pric,
    filled: done,
    averageFill: done === 0n ? 0 : Number(order.cntr_tot_amt) / Number(done),
    remaining,
    state: done > 0n ? 'partlyFilled' : 'open',
  };
}
