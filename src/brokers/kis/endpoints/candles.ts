import { addKstDays, type Candle, type CandlePeriod } from '../../../core/index.js';
import { periodStart } from '../../transport/index.js';
import type { KisClient } from '../calls.js';
import { candleRow } from './daily-prices.js';
import { answer, rows } from './fields.js';
import { unfinished } from './paging.js';
import { checkedRange, issueParams } from './request.js';

export const candlesAnswer = answer({ output2: rows(candleRow, 'stck_bsop_date') });

/** Here 0 means adjusted prices; 일자별 (`dailyPrices`) has it the other way round. */
const ADJUSTED = '0';
const PAGE_ROWS = 100;

/**
 * Candles of `from`..`to`, newest first, prices adjusted. KIS gives the newest 100 of a range and no cursor: the walk
 * goes back from the period before the oldest one. A period belongs to the range when one of its days does, whichever
 * of its days KIS dates it by. Throws `input` for dates that are none, `unavailable` when the walk makes no way.
 *
 * KIS: 국내주식기간별시세(일/주/월/년) FHKST03010100.
 */
export async function candles(
  client: KisClient,
  code: string,
  range: { period: CandlePeriod; from: string; to: string },
  signal?: AbortSignal,
): Promise<readonly Candle[]> {
  checkedRange(range);
  const issue = issueParams(code);
  const { period, from } = range;
  const first = periodStart(from, period);
  const found: Candle[] = [];
  for (let to = range.to, pages = 1; to >= from; pages += 1) {
    const { data } = await client.read({
      tr: 'candles',
      params: {
        ...issue,
        FID_INPUT_DATE_1: from,
        FID_INPUT_DATE_2: to,
        FID_PERIOD_DIV_CODE: period,
        FID_ORG_ADJ_PRC: ADJUSTED,
      },
      schema: candlesAnswer,
      signal,
    });
    const last = periodStart(to, period);
    const page = data.output2.filter(({ date }) => {
      const start = periodStart(date, period);
      return start >= first && start <= last;
    });
    found.push(...page);
    const oldest = page.at(-1);
    if (data.output2.length < PAGE_ROWS) break;
    if (oldest === undefined) throw unfinished('candles', pages, 'rows outside the range');
    to = addKstDays(periodStart(oldest.date, period), -1);
  }
  return found;
}
