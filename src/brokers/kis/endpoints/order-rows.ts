import { z } from 'zod';
import {
  EXCHANGES,
  type OrderState,
  type Side,
  sameOrderNumber,
  type VenueOrder,
} from '../../../core/index.js';
import { orderTypeOf } from '../../../market/index.js';
import { date, decimalOrZero, filled, issueCode, text, time, whole, wholeOrZero } from './fields.js';

const SIDES: Readonly<Record<string, Side>> = { '01': 'sell', '02': 'buy' };

/** 매도매수구분코드: 01 sell, 02 buy; anything else is refused. */
export const side = z.string().transform((value, context) => {
  const known = SIDES[value.trim()];
  if (known !== undefined) return known;
  context.addIssue({ code: 'custom', message: 'neither sell nor buy' });
  return z.NEVER;
});

/** The number of the order that a row amends or cancels; '' for a new order, which some answers fill with zeros. */
export const originalNumber = text.transform(number => (sameOrderNumber(number, '') ? '' : number));

/** 주문구분코드; undefined when it is missing, or of a type that this program never sends. */
export const typeCode = text.transform(orderTypeOf);

/** 거래소ID구분코드; undefined when it is missing, as in older answers, or unknown. */
export const exchangeId = text.transform(id => EXCHANGES.find(exchange => exchange === id));

const CANCEL_WORD = /취소|cancel/i;
const AMEND_WORD = /정정|amend/i;

/**
 * What a row does. A new order names no original; which of the two the others are stands in a label for people
 * (`매수정정*`, `매수취소`), and where that says neither, in the mark of a cancellation.
 */
export function actOf(row: { original: string; label: string; marked: boolean }): VenueOrder['act'] {
  if (row.original === '') return 'new';
  if (CANCEL_WORD.test(row.label)) return 'cancel';
  return row.marked && !AMEND_WORD.test(row.label) ? 'cancel' : 'amend';
}

/** A row of 주식일별주문체결조회. The cancelled quantity has one name in the document and another in its samples. */
export const orderRow = z.object({
  ord_dt: date,
  ord_tmd: time,
  ord_gno_brno: text,
  odno: filled,
  orgn_odno: originalNumber,
  ord_dvsn_name: text,
  ord_dvsn_cd: typeCode,
  excg_id_dvsn_cd: exchangeId,
  sll_buy_dvsn_cd: side,
  sll_buy_dvsn_cd_name: text,
  pdno: issueCode,
  prdt_name: text,
  ord_qty: whole,
  ord_unpr: whole,
  tot_ccld_qty: whole,
  avg_prvs: decimalOrZero,
  cncl_yn: text,
  rmn_qty: whole,
  rjct_qty: wholeOrZero,
  cncl_cfrm_qty: wholeOrZero,
  cnc_cfrm_qty: wholeOrZero,
});

export type OrderRow = z.output<typeof orderRow>;

/**
 * Rows as orders. A row that amends or cancels names its original; what it took over or cancelled is no longer open
 * there, so an original counts as open with at most quantity − filled − taken over, even when the server still prints
 * the old remainder. A row that cancels is itself never open.
 */
export function toVenueOrders(rows: readonly OrderRow[]): VenueOrder[] {
  const followers = rows.filter(row => row.orgn_odno !== '');
  return rows.map(row => toVenueOrder(row, takenFrom(row, followers)));
}

function toVenueOrder(row: OrderRow, taken: bigint): VenueOrder {
  const left = row.ord_qty - row.tot_ccld_qty - taken;
  const act = rowAct(row);
  const remaining = act === 'cancel' || left < 0n ? 0n : left < row.rmn_qty ? left : row.rmn_qty;
  return {
    date: row.ord_dt,
    time: row.ord_tmd,
    number: row.odno,
    originalNumber: row.orgn_odno,
    branch: row.ord_gno_brno,
    act,
    side: row.sll_buy_dvsn_cd,
    code: row.pdno,
    name: row.prdt_name,
    typeName: row.ord_dvsn_name,
    type: row.ord_dvsn_cd,
    exchange: row.excg_id_dvsn_cd,
    quantity: row.ord_qty,
    price: row.ord_unpr,
    filled: row.tot_ccld_qty,
    averageFill: row.avg_prvs,
    remaining,
    state: stateOf(row, remaining),
  };
}

/**
 * KIS has no field for the state. Rejected: nothing filled, nothing left, and a rejected quantity or the word in the
 * label. What is neither open, filled nor rejected has gone: cancelled, or taken over by an amendment.
 */
function stateOf(row: OrderRow, remaining: bigint): OrderState {
  if (remaining > 0n) return row.tot_ccld_qty > 0n ? 'partlyFilled' : 'open';
  if (row.ord_qty > 0n && row.tot_ccld_qty >= row.ord_qty) return 'filled';
  return row.tot_ccld_qty === 0n && isRejected(row) ? 'rejected' : 'cancelled';
}

/** Shares of an order that later rows cancelled or carry on. Rows in doubt count as little as they may. */
function takenFrom(row: OrderRow, followers: readonly OrderRow[]): bigint {
  return followers
    .filter(f => f.ord_dt === row.ord_dt && sameOrderNumber(f.orgn_odno, row.odno) && !isRejected(f))
    .map(f => (rowAct(f) === 'cancel' ? cancelled(f) : f.ord_qty))
    .reduce((sum, quantity) => sum + quantity, 0n);
}

function cancelled(row: OrderRow): bigint {
  return row.cncl_cfrm_qty > row.cnc_cfrm_qty ? row.cncl_cfrm_qty : row.cnc_cfrm_qty;
}

function rowAct(row: OrderRow): VenueOrder['act'] {
  return actOf({
    original: row.orgn_odno,
    label: row.sll_buy_dvsn_cd_name,
    marked: row.cncl_yn === 'Y',
  });
}

function isRejected(row: OrderRow): boolean {
  return row.rjct_qty > 0n || /거부|reject/i.test(row.sll_buy_dvsn_cd_name);
}
