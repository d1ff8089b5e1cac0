import { z } from 'zod';
import type { AccountRef, Won } from '../../../core/index.js';
import type { KiwoomClient } from '../calls.js';
import { amountOrZero, date, rows, signedOrZero } from './fields.js';
import { readPages } from './paging.js';
import { checkedAccount, checkedRange, type DateRange } from './request.js';

/** Profit and loss of what was sold, won. */
export interface RealisedProfit {
  readonly bought: Won;
  readonly sold: Won;
  /** Fees and tax taken off. */
  readonly profit: Won;
  readonly fees: Won;
  readonly tax: Won;
  /** Those with trades, as Kiwoom orders them. */
  readonly days: readonly (Omit<RealisedProfit, 'days'> & { readonly date: string })[];
}

const day = z
  .looseObject({
    dt: date,
    buy_amt: amountOrZero,
    sell_amt: amountOrZero,
    tdy_sel_pl: signedOrZero,
    tdy_trde_cmsn: amountOrZero,
    tdy_trde_tax: amountOrZero,
  })
  .transform(row => ({
    date: row.dt,
    bought: row.buy_amt,
    sold: row.sell_amt,
    profit: row.tdy_sel_pl,
    fees: row.tdy_trde_cmsn,
    tax: row.tdy_trde_tax,
  }));

export const realisedAnswer = z
  .looseObject({
    tot_buy_amt: amountOrZero,
    tot_sell_amt: amountOrZero,
    rlzt_pl: signedOrZero,
    trde_cmsn: amountOrZero,
    trde_tax: amountOrZero,
    dt_rlzt_pl: rows(day),
  })
  .transform(body => ({
    bought: body.tot_buy_amt,
    sold: body.tot_sell_amt,
    profit: body.rlzt_pl,
    fees: body.trde_cmsn,
    tax: body.trde_tax,
    days: body.dt_rlzt_pl,
  }));

const NOTHING = { bought: 0n, sold: 0n, profit: 0n, fees: 0n, tax: 0n, days: [] };

/** The totals are those of the last page. Throws `input` for dates that are none. Kiwoom: 일자별실현손익 ka10074. */
export async function realisedProfit(
  client: KiwoomClient,
  account: AccountRef,
  range: DateRange,
  signal?: AbortSignal,
): Promise<RealisedProfit> {
  checkedAccount(client.environment, account);
  checkedRange(range);
  const pages = await readPages(client, {
    api: 'realisedProfit',
    params: { strt_dt: range.from, end_dt: range.to },
    schema: realisedAnswer,
    none: NOTHING,
    signal,
  });
  return { ...(pages.at(-1) ?? NOTHING), days: pages.flatMap(page => page.days) };
}
