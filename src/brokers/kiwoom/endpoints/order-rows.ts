import { z } from 'zod';
import {
  EXCHANGES,
  type OrderState,
  type OrderType,
  type Side,
  sameOrderNumber,
  type VenueOrder,
} from '../../../core/index.js';
import { amountOrZero, decimalOrZero, filled, issueCode, text, time } from './fields.js';

/** Kiwoom's words name the side (`+매수`, `-매도정정`, `현금매도`); undefined where they name none, or both. */
export function sideOf(words: string): Side | undefined {
  const [buys, sells] = [words.includes('매수'), words.includes('매도')];
  return buys === sells ? undefined : buys ? 'buy' : 'sell';
}

/** The number of the order that a row amends or cancels; '' for a new one, which answers fill with zeros. */
export const originalNumber = text.transform(number => (sameOrderNumber(number, '') ? '' : number));

export const exchangeName = text.transform(name => EXCHANGES.find(exchange => exchange === name));

/** What a row does, by the words about it; a new order names no original. */
export function actOf(original: string, words: string): VenueOrder['act'] {
  if (original === '') return 'new';
  return words.includes('취소') ? 'cancel' : 'amend';
}

const LABELS: Readonly<Record<string, OrderType>> = {
  보통: 'limit',
  지정가: 'limit',
  시장가: 'market',
  조건부지정가: 'conditional',
  최유리지정가: 'best',
  최우선지정가: 'top',
  중간가: 'mid',
  장전시간외: 'preOpenClose',
  장후시간외: 'postClose',
};

/**
 * The type of an order that rests, by Kiwoom's label. Whether the label of an IOC or FOK order says so is not on record;
 * since these never rest, nothing is concluded from the label of an order that does not.
 */
export function typeOf(label: string, remaining: bigint): OrderType | undefined {
  return remaining > 0n ? LABELS[label.replaceAll(' ', '')] : undefined;
}

/** A row of 계좌별주문체결내역상세 (kt00007), which tells of one day. */
export const orderRow = z.looseObject({
  ord_no: filled,
  ori_ord: originalNumber,
  stk_cd: issueCode,
  stk_nm: text,
  trde_tp: text,
  io_tp_nm: text,
  acpt_tp: text,
  mdfy_cncl: text,
  ord_tm: time,
  ord_qty: amountOrZero,
  ord_uv: amountOrZero,
  cnfm_qty: amountOrZero,
  cntr_qty: amountOrZero,
  cntr_uv: decimalOrZero,
  ord_remnq: amountOrZero,
  dmst_stex_tp: exchangeName,
});

export type OrderRow = z.output<typeof orderRow>;

/**
 * Rows of one day as orders, in the order given. A row that amends or cancels names its original; what it took over or
 * cancelled is no longer open there, so an original counts as open with at most quantity − filled − taken over. A row that
 * cancels is itself never open. A row is left out when neither its words nor those of its original tell buy from sell.
 */
export function toVenueOrders(date: string, rows: readonly OrderRow[]): VenueOrder[] {
  const family = rows.map(row => ({ row, parent: parentOf(row, rows) }));
  return family.flatMap(({ row, parent }) => {
    const followers = family.filter(({ parent: of }) => of === row).map(follower => follower.row);
    const side = sideOf(row.io_tp_nm) ?? sideOf(parent?.io_tp_nm ?? '');
    if (side === undefined) return [];
    return toVenueOrder(date, row, { side, original: parent?.ord_no ?? row.ori_ord, followers });
  });
}

/**
 * The order that a row amends or cancels. Kiwoom's answer to an order names the first order of a chain of amendments, and
 * whether its list does too is not on record: an original that earlier amendments took over whole is followed to them.
 */
function parentOf(row: OrderRow, rows: readonly OrderRow[]): OrderRow | undefined {
  if (row.ori_ord === '') return undefined;
  const named = rows.find(other => other !== row && sameOrderNumber(other.ord_no, row.ori_ord));
  let parent = named;
  const earlier = rows.filter(other => isAmendment(other) && number(other) < number(row)).sort(byNumber);
  for (const amendment of earlier) {
    if (parent === undefined || named === undefined || number(amendment) <= number(parent)) continue;
    const ofChain = [parent.ord_no, named.ord_no].some(n => sameOrderNumber(n, amendment.ori_ord));
    if (ofChain && amendment.ord_qty >= parent.ord_qty - parent.cntr_qty) parent = amendment;
  }
  return parent;
}

const number = (row: OrderRow) => row.ord_no.padStart(10, '0');
const byNumber = (a: OrderRow, b: OrderRow) => (number(a) < number(b) ? -1 : 1);
const isAmendment = (row: OrderRow) => wordsAct(row) === 'amend' && !isRejected(row);
const wordsAct = (row: OrderRow) => actOf(row.ori_ord, `${row.mdfy_cncl} ${row.io_tp_nm} ${row.acpt_tp}`);

function toVenueOrder(
  date: string,
  row: OrderRow,
  chain: { readonly side: Side; readonly original: string; readonly followers: readonly OrderRow[] },
): VenueOrder {
  const act = wordsAct(row);
  const left = row.ord_qty - row.cntr_qty - takenBy(chain.followers);
  const remaining = act === 'cancel' || left < 0n ? 0n : left < row.ord_remnq ? left : row.ord_remnq;
  return {
    date,
    time: row.ord_tm,
    number: row.ord_no,
    originalNumber: chain.original,
    branch: row.stk_cd,
    act,
    side: chain.side,
    code: row.stk_cd,
    name: row.stk_nm,
    typeName: row.trde_tp,
    type: typeOf(row.trde_tp, remaining),
    exchange: row.dmst_stex_tp,
    quantity: row.ord_qty,
    price: row.ord_uv,
    filled: row.cntr_qty,
    averageFill: row.cntr_uv,
    remaining,
    state: stateOf(row, remaining),
  };
}

/** Shares that later rows cancelled or carry on. A cancellation that is not confirmed yet has taken nothing. */
function takenBy(followers: readonly OrderRow[]): bigint {
  return followers
    .filter(row => !isRejected(row))
    .map(row => (wordsAct(row) === 'cancel' ? row.cnfm_qty : row.ord_qty))
    .reduce((sum, quantity) => sum + quantity, 0n);
}

/** What is neither open, filled nor rejected has gone: cancelled, or taken over by an amendment. */
function stateOf(row: OrderRow, remaining: bigint): OrderState {
  if (remaining > 0n) return row.cntr_qty > 0n ? 'partlyFilled' : 'open';
  if (row.ord_qty > 0n && row.cntr_qty >= row.ord_qty) return 'filled';
  return row.cntr_qty === 0n && isRejected(row) ? 'rejected' : 'cancelled';
}

function isRejected(row: OrderRow): boolean {
  return /거부/.test(`${row.acpt_tp} ${row.io_tp_nm} ${row.mdfy_cncl}`);
}
