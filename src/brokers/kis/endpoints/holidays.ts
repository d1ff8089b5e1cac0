import { z } from 'zod';
import { type MarketDay, startOfKstDate } from '../../../core/index.js';
import type { KisClient } from '../calls.js';
import { answer, date, rows } from './fields.js';
import { malformed } from './request.js';

/** A day that is neither Y nor N is refused: a blank must not read as a closed exchange. */
const yesOrNo = z
  .string()
  .trim()
  .regex(/^[YN]$/)
  .transform(value => value === 'Y');

export const holidaysAnswer = answer({
  output: rows(z.object({ bass_dt: date, opnd_yn: yesOrNo, sttl_day_yn: yesOrNo })),
});

/**
 * The exchange's next days, some three weeks from `from` on. One page only: the service strains KIS's ledger, and KIS
 * asks for about one call a day. `notOffered` on paper, `input` for a date that is none.
 *
 * KIS: 국내휴장일조회 CTCA0903R.
 */
export async function marketDays(
  client: KisClient,
  from: string,
  signal?: AbortSignal,
): Promise<readonly MarketDay[]> {
  if (startOfKstDate(from) === undefined) throw malformed('from', 'not a date');
  const { data } = await client.read({
    tr: 'holidays',
    params: { BASS_DT: from, CTX_AREA_NK: '', CTX_AREA_FK: '' },
    schema: holidaysAnswer,
    signal,
  });
  return data.output.map(day => ({ date: day.bass_dt, open: day.opnd_yn, settlement: day.sttl_day_yn }));
}
