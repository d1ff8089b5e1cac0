import { z } from 'zod';
import { DeskError, type Quote, type QuoteWarning } from '../../../core/index.js';
import type { KisClient } from '../calls.js';
import { answer, decimal, one, positiveIfAny, ratioIfAny, text, whole, yes } from './fields.js';
import { issueParams } from './request.js';

const HUNDRED_MILLION = 100_000_000n;

const listed = z.object({
  stck_prpr: whole,
  prdy_vrss: whole,
  prdy_ctrt: decimal,
  stck_oprc: whole,
  stck_hgpr: whole,
  stck_lwpr: whole,
  stck_sdpr: whole,
  stck_mxpr: whole,
  stck_llam: whole,
  aspr_unit: whole,
  acml_vol: whole,
  acml_tr_pbmn: whole,
  hts_avls: whole,
  per: ratioIfAny,
  pbr: ratioIfAny,
  w52_hgpr: positiveIfAny,
  w52_lwpr: positiveIfAny,
  iscd_stat_cls_code: text,
  mrkt_warn_cls_code: text,
  temp_stop_yn: yes,
  mang_issu_cls_code: yes,
  sltr_yn: yes,
  invt_caful_yn: yes,
  short_over_yn: yes,
  vi_cls_code: yes,
});

/** KIS answers `rt_cd "0"` for a code it does not know, with a price of 0 and nothing else to rely on. */
const unlisted = z.object({ stck_prpr: whole.refine(price => price === 0n) }).transform(() => undefined);

export const priceAnswer = answer({ output: one(z.union([unlisted, listed])) });

/**
 * The current price of an issue on the KRX. Throws `notFound` for a code that KIS does not know.
 *
 * KIS: 주식현재가 시세 FHKST01010100.
 */
export async function price(client: KisClient, code: string, signal?: AbortSignal): Promise<Quote> {
  const { data } = await client.read({
    tr: 'price',
    params: issueParams(code),
    schema: priceAnswer,
    signal,
  });
  const found = data.output;
  if (found === undefined) throw new DeskError('notFound', 'no such issue', { code });
  return {
    code,
    asOf: client.now(),
    price: found.stck_prpr,
    change: found.prdy_vrss,
    changeRate: found.prdy_ctrt,
    open: found.stck_oprc,
    high: found.stck_hgpr,
    low: found.stck_lwpr,
    base: found.stck_sdpr,
    upperLimit: found.stck_mxpr,
    lowerLimit: found.stck_llam,
    tick: found.aspr_unit,
    volume: found.acml_vol,
    turnover: found.acml_tr_pbmn,
    marketCap: found.hts_avls * HUNDRED_MILLION,
    per: found.per,
    pbr: found.pbr,
    yearHigh: found.w52_hgpr,
    yearLow: found.w52_lwpr,
    warnings: warningsOf(found),
  };
}

/** 종목 상태 구분 코드; 55 and 57 say how it may be bought, which is no warning. */
const BY_STATE: Readonly<Record<string, QuoteWarning>> = {
  '51': 'managed',
  '52': 'danger',
  '53': 'warning',
  '54': 'caution',
  '58': 'halted',
  '59': 'overheated',
};
const BY_MARKET_WARNING: Readonly<Record<string, QuoteWarning>> = {
  '01': 'caution',
  '02': 'warning',
  '03': 'danger',
};

/** One state is told by several fields, and each of them may be missing: any one that warns counts. */
function warningsOf(found: z.output<typeof listed>): QuoteWarning[] {
  const told: (QuoteWarning | false | undefined)[] = [
    found.temp_stop_yn && 'halted',
    found.mang_issu_cls_code && 'managed',
    found.sltr_yn && 'liquidation',
    found.invt_caful_yn && 'caution',
    found.short_over_yn && 'overheated',
    found.vi_cls_code && 'vi',
    BY_STATE[found.iscd_stat_cls_code],
    BY_MARKET_WARNING[found.mrkt_warn_cls_code],
  ];
  return [...new Set(told.filter(warning => warning !== false && warning !== undefined))];
}
