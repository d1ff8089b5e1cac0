import { z } from 'zod';
import { type Candle, kstTime } from '../../../core/index.js';
import type { KisClient } from '../calls.js';
import { answer, date, rows, time, whole } from './fields.js';
import { unfinished } from './paging.js';
import { issueParams, malformed } from './request.js';

const row = z
  .object({
    stck_bsop_date: date,
    stck_cntg_hour: time,
    stck_oprc: whole,
    stck_hgpr: whole,
    stck_lwpr: whole,
    stck_prpr: whole,
    cntg_vol: whole,
  })
  .transform(minute => ({
    date: minute.stck_bsop_date,
    time: minute.stck_cntg_hour,
    open: minute.stck_oprc,
    high: minute.stck_hgpr,
    low: minute.stck_lwpr,
    close: minute.stck_prpr,
    volume: minute.cntg_vol,
  }));

export const minuteCandlesAnswer = answer({ output2: rows(row, 'stck_bsop_date') });

const PAGE_ROWS = 30;

/**
 * One-minute candles of the newest day KIS has (today, on a trading day) up to `until`, newest first. KIS gives 30 at
 * a time: the walk goes back from the second before the oldest one, and ends with `count`, with the day, or with a
 * page that is not full. A time still to come is asked as now, since KIS fills the future with the current price.
 * Throws `input` for a time that is none, `unavailable` when the walk makes no way.
 *
 * KIS: 주식당일분봉조회 FHKST03010200.
 */
export async function minuteCandles(
  client: KisClient,
  code: string,
  range: { until: string; count: number },
  signal?: AbortSignal,
): Promise<readonly Candle[]> {
  const end = time.safeParse(range.until);
  if (!end.success) throw malformed('until', 'not a time');
  if (!Number.isInteger(range.count) || range.count < 1) throw malformed('count', 'must be above zero');
  const issue = issueParams(code);
  const found: (Candle & { time: string })[] = [];
  const now = kstTime(client.now());
  let until = end.data < now ? end.data : now;
  for (let pages = 1; found.length < range.count; pages += 1) {
    const { data } = await client.read({
      tr: 'minuteCandles',
      params: { ...issue, FID_INPUT_HOUR_1: until, FID_PW_DATA_INCU_YN: 'N', FID_ETC_CLS_CODE: '' },
      schema: minuteCandlesAnswer,
      signal,
    });
    const day = found[0]?.date ?? data.output2[0]?.date;
    const today = data.output2.filter(minute => minute.date === day);
    const page = today.filter(minute => minute.time <= until);
    found.push(...page);
    if (today.length < PAGE_ROWS) break;
    const oldest = page.at(-1);
    if (oldest === undefined) throw unfinished('minuteCandles', pages, 'minutes after the asked time');
    const earlier = secondBefore(oldest.time);
    if (earlier === undefined) break;
    until = earlier;
  }
  return found.slice(0, range.count);
}

/** undefined at midnight, where the day ends. */
function secondBefore(hhmmss: string): string | undefined {
  const seconds =
    Number(hhmmss.slice(0, 2)) * 3600 + Number(hhmmss.slice(2, 4)) * 60 + Number(hhmmss.slice(4)) - 1;
  if (seconds < 0) return undefined;
  return [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map(part => String(Math.floor(part)).padStart(2, '0'))
    .join('');
}
