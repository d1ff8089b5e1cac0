import { z } from 'zod';
import type { Candle } from '../../../core/index.js';
import type { KisClient } from '../calls.js';
import { answer, date, rows, whole } from './fields.js';
import { issueParams } from './request.js';

/** A day, week, month or year of trading; 주식현재가 일자별 and 기간별시세 write it with the same keys. */
export const candleRow = z
  .object({
    stck_bsop_date: date,
    stck_oprc: whole,
    stck_hgpr: whole,
    stck_lwpr: whole,
    stck_clpr: whole,
    acml_vol: whole,
  })
  .transform(
    (row): Candle => ({
      date: row.stck_bsop_date,
      open: row.stck_oprc,
      high: row.stck_hgpr,
      low: row.stck_lwpr,
      close: row.stck_clpr,
      volume: row.acml_vol,
    }),
  );

export const dailyPricesAnswer = answer({ output: rows(candleRow, 'stck_bsop_date') });

/** Here 1 means adjusted prices; 기간별시세 (`candles`) has it the other way round. */
const ADJUSTED = '1';

/**
 * The last 30 days, weeks or months, newest first, prices adjusted. There are no further pages.
 *
 * KIS: 주식현재가 일자별 FHKST01010400.
 */
export async function dailyPrices(
  client: KisClient,
  code: string,
  period: 'D' | 'W' | 'M',
  signal?: AbortSignal,
): Promise<readonly Candle[]> {
  const { data } = await client.read({
    tr: 'dailyPrices',
    params: { ...issueParams(code), FID_PERIOD_DIV_CODE: period, FID_ORG_ADJ_PRC: ADJUSTED },
    schema: dailyPricesAnswer,
    signal,
  });
  return data.output;
}
