import {
  kstDate,
  kstTime,
  type OrderList,
  type OrderRequest,
  type Shares,
  type Snapshot,
  sameOrderNumber,
  type TradeAct,
  type VenueOrder,
} from '../../core/index.js';
import { ORDER_TYPES } from '../../market/index.js';

/** How far the venue's clock may lie behind ours. Its times have whole seconds. */
const SKEW_MS = 5_000;

/** What is known about an act that left and was not answered. */
export interface Lost {
  readonly act: TradeAct;
  /** When it left, ms. */
  readonly at: number;
  readonly snapshot: Snapshot;
}

/**
 * The rows that may be this act: the same fingerprint, not there before it left, and nobody else's as far as we know
 * (`isOurs`: the row belongs to another order of the desk).
 */
export function candidates(
  lost: Lost,
  list: OrderList,
  isOurs: (row: VenueOrder) => boolean,
): readonly VenueOrder[] {
  return unclaimed(lost, list, isOurs).filter(row => fits(lost.act, row));
}

/** Rows that were not there before it left and are nobody's as far as we know. */
function unclaimed(
  { at, snapshot }: Lost,
  { orders }: OrderList,
  isOurs: (row: VenueOrder) => boolean,
): readonly VenueOrder[] {
  const before = at - SKEW_MS;
  const since = `${kstDate(before)}${kstTime(before)}`;
  return orders.filter(
    row =>
      `${row.date}${row.time}` >= since &&
      !snapshot.numbers.some(number => sameOrderNumber(number, row.number)) &&
      !isOurs(row),
  );
}

function fits(act: TradeAct, row: VenueOrder): boolean {
  if (act.kind === 'place') return row.act === 'new' && isOrder(act.order, row);
  return isLikeChange(act, row) && sameOrderNumber(row.originalNumber, act.request.order.number);
}

/** Whether it is a change of this kind and to this price, whatever its original. */
function isLikeChange(act: Exclude<TradeAct, { kind: 'place' }>, row: VenueOrder): boolean {
  if (row.act !== act.kind) return false;
  return act.kind === 'cancel' || !ORDER_TYPES[act.request.type].priced || row.price === act.request.price;
}

/** Orders without a price are listed at 0 or at what they traded for, so there the price says nothing. */
function isOrder(order: OrderRequest, row: VenueOrder): boolean {
  return (
    row.side === order.side &&
    row.code === order.code &&
    row.quantity === order.quantity &&
    (row.type === undefined || row.type === order.type) &&
    (!ORDER_TYPES[order.type].priced || row.price === order.price)
  );
}

/**
 * Whether a change can no longer have an effect: its original, that of its own day since numbers begin anew every day, has
 * nothing left to change. That is no proof while a like change of another order of the issue stands there that nobody
 * knows: Kiwoom names the first order of a chain where the change was of a later one.
 */
export function originalIsOver(lost: Lost, list: OrderList, isOurs: (row: VenueOrder) => boolean): boolean {
  const { act } = lost;
  if (act.kind === 'place') return false;
  const { date, code, side } = act.original;
  const { number } = act.request.order;
  const original = list.orders.find(row => row.date === date && sameOrderNumber(row.number, number));
  if (original === undefined || original.remaining > 0n) return false;
  return !unclaimed(lost, list, isOurs).some(
    row =>
      row !== original &&
      row.code === code &&
      row.side === side &&
      row.state !== 'rejected' &&
      isLikeChange(act, row) &&
      !sameOrderNumber(row.originalNumber, number),
  );
}

/** What is there of an issue now, for the journal. `holding`: its shares, where the list alone may not tell enough. */
export function snapshotOf(list: OrderList, code: string, holding: Shares | undefined): Snapshot {
  return {
    at: list.asOf,
    numbers: list.orders.filter(row => row.code === code).map(row => row.number),
    complete: list.complete,
    totals: list.totals,
    holding,
  };
}
