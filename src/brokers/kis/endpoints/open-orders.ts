import { z } from 'zod';
import { type AccountRef, kstDate, type OrderList, type VenueOrder } from '../../../core/index.js';
import type { KisClient } from '../calls.js';
import { answer, filled, issueCode, rows, text, time, whole } from './fields.js';
import { orderList } from './order-list.js';
import { actOf, exchangeId, originalNumber, side, typeCode } from './order-rows.js';
import { CURSOR_FIELDS, readPages } from './paging.js';
import { accountParams } from './request.js';

const row = z.object({
  ord_gno_brno: text,
  odno: filled,
  orgn_odno: originalNumber,
  ord_dvsn_name: text,
  ord_dvsn_cd: typeCode,
  excg_id_dvsn_cd: exchangeId,
  rvse_cncl_dvsn_name: text,
  pdno: issueCode,
  prdt_name: text,
  ord_qty: whole,
  ord_unpr: whole,
  ord_tmd: time,
  tot_ccld_qty: whole,
  tot_ccld_amt: whole,
  psbl_qty: whole,
  sll_buy_dvsn_cd: side,
});

export const openOrdersAnswer = answer({ ...CURSOR_FIELDS, output: rows(row) });

/**
 * Orders of today with shares that can still be amended or cancelled. 모의투자 does not offer the service; there they are
 * read from the day's order list, with its `complete`.
 *
 * KIS: 주식정정취소가능주문조회 TTTC0084R; on paper 주식일별주문체결조회 VTTC0081R.
 */
export async function openOrders(
  client: KisClient,
  account: AccountRef,
  signal?: AbortSignal,
): Promise<OrderList> {
  const today = kstDate(client.now());
  if (client.environment.mode === 'paper') {
    const list = await orderList(client, account, { from: today, to: today }, signal);
    return { ...list, orders: list.orders.filter(order => order.remaining > 0n) };
  }
  const pages = await readPages(client, {
    tr: 'openOrders',
    params: { ...accountParams(client.environment, account), INQR_DVSN_1: '0', INQR_DVSN_2: '0' },
    schema: openOrdersAnswer,
    signal,
  });
  const open = pages.flatMap(page => page.output).filter(order => order.psbl_qty > 0n);
  const orders = open.map(order => toVenueOrder(order, today));
  return { asOf: client.now(), orders, complete: true, totals: undefined };
}

/** The service gives no date, since it only knows today's orders. */
function toVenueOrder(order: z.output<typeof row>, today: string): VenueOrder {
  const filledQuantity = order.tot_ccld_qty;
  return {
    date: today,
    time: order.ord_tmd,
    number: order.odno,
    originalNumber: order.orgn_odno,
    branch: order.ord_gno_brno,
    act: actOf({ original: order.orgn_odno, label: order.rvse_cncl_dvsn_name, marked: false }),
    side: order.sll_buy_dvsn_cd,
    code: order.pdno,
    name: order.prdt_name,
    typeName: order.ord_dvsn_name,
    type: order.ord_dvsn_cd,
    exchange: order.excg_id_dvsn_cd,
    quantity: order.ord_qty,
    price: order.ord_unpr,
    filled: filledQuantity,
    averageFill: filledQuantity === 0n ? 0 : Number(order.tot_ccld_amt) / Number(filledQuantity),
    remaining: order.psbl_qty,
    state: filledQuantity > 0n ? 'partlyFilled' : 'open',
  };
}
