import { z } from 'zod';
import { type Candle, type CandlePeriod, kstDate } from '../../../core/index.js';
import { periodStart } from '../../transport/index.js';
import type { KiwoomClient } from '../calls.js';
import { amount, amountOrZero, date, rows } from './fields.js';
import { unfinished, walkPages } from './paging.js';
import { checkedCode, checkedRange, type DateRange } from './request.js';

const row = z
  .looseObject({
    dt: date,
    open_pric: amount,
    high_pric: amount,
    low_pric: amount,
    cur_prc: amount,
    trde_qty: amountOrZero,
  })
  .transform(
    (bar): Candle => ({
      date: bar.dt,
      open: bar.open_pric,
      high: bar.high_pric,
      low: bar.low_pric,
      close: bar.cur_prc,
      volume: bar.trde_qty,
    }),
  );

const list = rows(row);

const CHARTS = {
  D: {
    api: 'days',
    answer: z.looseObject({ stk_dt_pole_chart_qry: list }).transform(body => body.stk_dt_pole_chart_qry),
  },
  // The list is called so in Kiwoom's document, and on the wire.
  W: {
    api: 'weeks',
    answer: z.looseObject({ stk_stk_pole_chart_qry: list }).transform(body => body.stk_stk_pole_chart_qry),
  },
  M: {
    api: 'months',
    answer: z.looseObject({ stk_mth_pole_chart_qry: list }).transform(body => body.stk_mth_pole_chart_qry),
  },
  Y: {
    api: 'years',
    answer: z.looseObject({ stk_yr_pole_chart_qry: list }).transform(body => body.stk_yr_pole_chart_qry),
  },
} as const;

const ADJUSTED = '1';

function chartCall(code: string, period: CandlePeriod, to: string) {
  const { api, answer: schema } = CHARTS[period];
  const params = { stk_cd: checkedCode(code), base_dt: to, upd_stkpc_tp: ADJUSTED };
  return { api, params, schema, none: [] };
}

/**
 * Candles of `from`..`to`, newest first, prices adjusted. A period belongs to the range when one of its days does; Kiwoom
 * dates it by its first day of trading. Throws `input` for dates that are none, `unavailable` when the walk over the pages
 * makes no way.
 *
 * Kiwoom: 주식 일·주·월·년봉차트 ka10081, ka10082, ka10083, ka10094.
 */
export async function candles(
  client: KiwoomClient,
  code: string,
  range: DateRange & { readonly period: CandlePeriod },
  signal?: AbortSignal,
): Promise<readonly Candle[]> {
  checkedRange(range);
  const { period, from, to } = range;
  const first = periodStart(from, period);
  const last = periodStart(to, period);
  const start = (candle: Candle) => periodStart(candle.date, period);
  const { pages } = await walkPages(client, { ...chartCall(code, period, to), signal }, read => {
    const [before, page] = [read.at(-2)?.at(-1), read.at(-1)?.at(-1)];
    if (page === undefined) return true;
    if (before !== undefined && page.date >= before.date) {
      throw unfinished(CHARTS[period].api, read.length, 'no older rows');
    }
    return start(page) <= first;
  });
  return pages.flat().filter(candle => start(candle) >= first && start(candle) <= last);
}

const DAILY_ROWS = 30;

/**
 * The last 30 days, weeks or months, newest first, prices adjusted.
 *
 * Kiwoom: 주식 일·주·월봉차트 ka10081, ka10082, ka10083.
 */
export async function dailyPrices(
  client: KiwoomClient,
  code: string,
  period: 'D' | 'W' | 'M',
  signal?: AbortSignal,
): Promise<readonly Candle[]> {
  const { data } = await client.read({ ...chartCall(code, period, kstDate(client.now())), signal });
  return data.slice(0, DAILY_ROWS);
}
