import { z } from 'zod';
import { type AccountRef, addKstDays, DeskError, kstDate, type OrderList } from '../../../core/index.js';
import type { KisClient } from '../calls.js';
import { answer, one, rows, wholeOrZero } from './fields.js';
import { type OrderRow, orderRow, toVenueOrders } from './order-rows.js';
import { CURSOR_FIELDS, readPages } from './paging.js';
import { accountParams, checkedRange } from './request.js';

const totals = z.object({ tot_ord_qty: wholeOrZero, tot_ccld_qty: wholeOrZero });

export const orderListAnswer = answer({
  ...CURSOR_FIELDS,
  output1: rows(orderRow),
  output2: one(totals.optional()),
});

type Totals = NonNullable<OrderList['totals']>;

interface Range {
  readonly from: string;
  readonly to: string;
}

interface Walk {
  readonly rows: readonly OrderRow[];
  readonly complete: boolean;
  readonly totals: Totals;
}

/**
 * Orders and fills of the days `from`..`to`, newest first, amendments and cancellations as rows of their own. KIS keeps
 * orders older than three months behind another TR id, so a range that reaches across is asked in two parts.
 * `complete` is false when the totals count more shares ordered or filled than the rows show, as the paper server was
 * seen to answer (no rows, right totals). `totals` are these, of all parts together; an answer without them is an
 * error. Throws `input` for dates that are none or in the wrong order.
 *
 * KIS: 주식일별주문체결조회 TTTC0081R / VTTC0081R, older CTSC9215R / VTSC9215R.
 */
export async function orderList(
  client: KisClient,
  account: AccountRef,
  range: Range,
  signal?: AbortSignal,
): Promise<OrderList> {
  checkedRange(range);
  const since = threeMonthsBefore(kstDate(client.now()));
  const walks: Walk[] = [];
  if (range.to >= since) {
    const from = range.from > since ? range.from : since;
    walks.push(await walk(client, 'orders', account, { from, to: range.to }, signal));
  }
  if (range.from < since) {
    const eve = addKstDays(since, -1);
    const to = range.to < eve ? range.to : eve;
    walks.push(await walk(client, 'oldOrders', account, { from: range.from, to }, signal));
  }
  return {
    asOf: client.now(),
    orders: toVenueOrders(walks.flatMap(part => part.rows)),
    complete: walks.every(part => part.complete),
    totals: walks.map(part => part.totals).reduce(sum, { ordered: 0n, filled: 0n }),
  };
}

function sum(a: Totals, b: Totals): Totals {
  return { ordered: a.ordered + b.ordered, filled: a.filled + b.filled };
}

/** Every page of a walk carries the totals of the whole; should one carry less, the greatest counts. */
function greatest(a: Totals, b: Totals): Totals {
  return {
    ordered: a.ordered > b.ordered ? a.ordered : b.ordered,
    filled: a.filled > b.filled ? a.filled : b.filled,
  };
}

async function walk(
  client: KisClient,
  tr: 'orders' | 'oldOrders',
  account: AccountRef,
  range: Range,
  signal?: AbortSignal,
): Promise<Walk> {
  const pages = await readPages(client, {
    tr,
    params: {
      ...accountParams(client.environment, account),
      INQR_STRT_DT: range.from,
      INQR_END_DT: range.to,
      SLL_BUY_DVSN_CD: '00',
      PDNO: '',
      ORD_GNO_BRNO: '',
      ODNO: '',
      CCLD_DVSN: '00',
      INQR_DVSN: '00',
      INQR_DVSN_1: '',
      INQR_DVSN_3: '00',
      EXCG_ID_DVSN_CD: client.environment.mode === 'paper' ? 'KRX' : 'ALL',
    },
    schema: orderListAnswer,
    signal,
  });
  const rows = pages.flatMap(page => page.output1);
  const counted = pages.flatMap(page => page.output2 ?? []);
  if (counted.length === 0) throw new DeskError('unavailable', 'an order list without totals');
  const shown = rows
    .map(row => ({ ordered: row.ord_qty, filled: row.tot_ccld_qty }))
    .reduce(sum, { ordered: 0n, filled: 0n });
  const totals = counted
    .map(total => ({ ordered: total.tot_ord_qty, filled: total.tot_ccld_qty }))
    .reduce(greatest);
  return { rows, complete: totals.ordered <= shown.ordered && totals.filled <= shown.filled, totals };
}

/** The first day that still counts as within three months; the last of the month where there is no such day. */
function threeMonthsBefore(today: string): string {
  const months = Number(today.slice(0, 4)) * 12 + Number(today.slice(4, 6)) - 1 - 3;
  const month = (index: number) => `${Math.floor(index / 12)}${String((index % 12) + 1).padStart(2, '0')}`;
  const lastDay = addKstDays(`${month(months + 1)}01`, -1).slice(6);
  const day = today.slice(6);
  return `${month(months)}${day < lastDay ? day : lastDay}`;
}
