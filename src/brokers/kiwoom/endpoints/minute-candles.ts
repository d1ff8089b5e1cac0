import { z } from 'zod';
import { type Candle, kstTime } from '../../../core/index.js';
import type { KiwoomClient } from '../calls.js';
import { amount, amountOrZero, date, rows, time } from './fields.js';
import { unfinished, walkPages } from './paging.js';
import { checkedCode, malformed } from './request.js';

/** `YYYYMMDDHHMMSS` */
const moment = z
  .string()
  .transform(value => ({ date: value.trim().slice(0, 8), time: value.trim().slice(8) }))
  .pipe(z.object({ date, time }));

const bar = z
  .looseObject({
    cntr_tm: moment,
    open_pric: amount,
    high_pric: amount,
    low_pric: amount,
    cur_prc: amount,
    trde_qty: amountOrZero,
  })
  .transform(row => ({
    ...row.cntr_tm,
    open: row.open_pric,
    high: row.high_pric,
    low: row.low_pric,
    close: row.cur_prc,
    volume: row.trde_qty,
  }));

type Timed = Candle & { readonly time: string };

export const minuteCandlesAnswer = z
  .looseObject({ stk_min_pole_chart_qry: rows(bar) })
  .transform(body => body.stk_min_pole_chart_qry);
export const ticksAnswer = z
  .looseObject({ stk_tic_chart_qry: rows(bar) })
  .transform(body => body.stk_tic_chart_qry);

const ADJUSTED = '1';

interface Walk {
  readonly api: 'minuteCandles' | 'ticks';
  readonly schema: z.ZodType<Timed[]>;
  /** How many minutes, or trades, make one candle. */
  readonly scope: string;
}

/** The newest day that Kiwoom has, up to `until`, newest first. */
async function newestDay(
  client: KiwoomClient,
  code: string,
  { until, count, ...walk }: Walk & { readonly until: string; readonly count: number },
  signal?: AbortSignal,
): Promise<readonly Timed[]> {
  if (!Number.isInteger(count) || count < 1) throw malformed('count', 'must be above zero');
  const ofDay = (pages: readonly Timed[][]) => {
    const all = pages.flat();
    return all.filter(row => row.date === all[0]?.date && row.time <= until);
  };
  const { api, schema, scope } = walk;
  const params = { stk_cd: checkedCode(code), tic_scope: scope, upd_stkpc_tp: ADJUSTED };
  const { pages } = await walkPages(client, { api, params, schema, none: [], signal }, read => {
    const [before, oldest] = [read.at(-2)?.at(-1), read.at(-1)?.at(-1)];
    if (oldest === undefined || oldest.date !== read[0]?.[0]?.date) return true;
    // Trades share a second, minutes do not.
    const stamp = (row: Timed) => row.date + row.time;
    if (before !== undefined && stamp(oldest) > stamp(before))
      throw unfinished(api, read.length, 'no older rows');
    return ofDay(read).length >= count;
  });
  return ofDay([...pages]).slice(0, count);
}

/**
 * One-minute candles of the newest day Kiwoom has (today, on a trading day) up to `until`, newest first; a minute without
 * a trade has none. Throws `input` for a time that is none.
 *
 * Kiwoom: 주식분봉차트 ka10080.
 */
export async function minuteCandles(
  client: KiwoomClient,
  code: string,
  range: { until: string; count: number },
  signal?: AbortSignal,
): Promise<readonly Candle[]> {
  const until = time.safeParse(range.until);
  if (!until.success) throw malformed('until', 'not a time');
  const walk = { api: 'minuteCandles', schema: minuteCandlesAnswer, scope: '1' } as const;
  return newestDay(client, code, { ...walk, until: until.data, count: range.count }, signal);
}

/**
 * Candles of `scope` trades each, newest first, of the newest day Kiwoom has; `time` is that of a candle's trade.
 *
 * Kiwoom: 주식틱차트 ka10079.
 */
export async function ticks(
  client: KiwoomClient,
  code: string,
  range: { scope: 1 | 3 | 5 | 10 | 30; count: number },
  signal?: AbortSignal,
): Promise<readonly Candle[]> {
  const walk = { api: 'ticks', schema: ticksAnswer, scope: String(range.scope) } as const;
  return newestDay(client, code, { ...walk, until: kstTime(client.now()), count: range.count }, signal);
}
