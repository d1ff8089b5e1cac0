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
  { act, at, snapshot }: Lost,
  list: OrderList,
  isOurs: (row: VenueOrder) => boolean,
): readonly VenueOrder[] {
  const before = at - SKEW_MS;
  const since = `${kstDate(before)}${kstTime(before)}`;
  return list.orders.filter(
    row =>
      `${row.date}${row.time}` >= since &&
      !snapshot.numbers.some(number => sameOrderNumber(number, row.number)) &&
      !isOurs(row) &&
      fits(act, row),
  );
}

function fits(act: TradeAct, row: VenueOrder): boolean {
  switch (act.kind) {
    case 'place':
      return row.act === 'new' && isOrder(act.order, row);
    case 'amend':
      return (
        row.act === 'amend' &&
        sameOrderNumber(row.originalNumber, act.request.order.number) &&
        (!ORDER_TYPES[act.request.type].priced || row.price === act.request.price)
      );
    case 'cancel':
      return row.act === 'cancel' && sameOrderNumber(row.originalNumber, act.request.order.number);
  }
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

/** Whether a change can no longer have an effect: its original has nothing left to change. */
export function originalIsOver(act: TradeAct, list: OrderList): boolean {
  if (act.kind === 'place') return false;
  const original = list.orders.find(row => sameOrderNumber(row.number, act.request.order.number));
  return original !== undefined && original.remaining === 0n;
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
