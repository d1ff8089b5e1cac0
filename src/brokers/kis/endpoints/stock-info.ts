import { z } from 'zod';
import { addKstDays, DeskError, kstDate, type StockInfo } from '../../../core/index.js';
import type { KisClient } from '../calls.js';
import { answer, one, positiveIfAny, text } from './fields.js';
import { checkedCode, issueParams } from './request.js';

export const stockInfoAnswer = answer({
  output: one(
    z.object({
      prdt_name: text,
      prdt_abrv_name: text,
      prdt_eng_name: text,
      mket_id_cd: text,
      lstg_stqt: positiveIfAny,
      papr: positiveIfAny,
      tr_stop_yn: text,
      admn_item_yn: text,
    }),
  ),
});

/** The head of 기간별시세, which paper offers. */
export const chartHeadAnswer = answer({
  output1: one(z.object({ hts_kor_isnm: text, lstn_stcn: positiveIfAny, stck_fcam: positiveIfAny })),
});

/**
 * Facts about an issue. 모의투자 does not offer the service; there name, listed shares and face value come from the
 * head of the candles, and the rest is undefined. Throws `notFound` when the answer names no issue.
 *
 * KIS: 주식기본조회 CTPF1002R; on paper 국내주식기간별시세 FHKST03010100.
 */
export async function stockInfo(client: KisClient, code: string, signal?: AbortSignal): Promise<StockInfo> {
  const info =
    client.environment.mode === 'paper'
      ? await fromChart(client, code, signal)
      : await fromMaster(client, code, signal);
  if (info.name === '') throw new DeskError('notFound', 'no such issue', { code });
  return info;
}

async function fromMaster(client: KisClient, code: string, signal?: AbortSignal): Promise<StockInfo> {
  const { data } = await client.read({
    tr: 'stockInfo',
    params: { PRDT_TYPE_CD: STOCKS_AND_FUNDS, PDNO: checkedCode(code) },
    schema: stockInfoAnswer,
    signal,
  });
  const found = data.output;
  return {
    code,
    name: found.prdt_abrv_name || found.prdt_name,
    englishName: found.prdt_eng_name || undefined,
    market: MARKETS[found.mket_id_cd],
    listedShares: found.lstg_stqt,
    faceValue: found.papr,
    halted: flag(found.tr_stop_yn),
    managed: flag(found.admn_item_yn),
  };
}

async function fromChart(client: KisClient, code: string, signal?: AbortSignal): Promise<StockInfo> {
  const today = kstDate(client.now());
  const { data } = await client.read({
    tr: 'candles',
    params: {
      ...issueParams(code),
      FID_INPUT_DATE_1: addKstDays(today, -7),
      FID_INPUT_DATE_2: today,
      FID_PERIOD_DIV_CODE: 'D',
      FID_ORG_ADJ_PRC: '0',
    },
    schema: chartHeadAnswer,
    signal,
  });
  return {
    code,
    name: data.output1.hts_kor_isnm,
    englishName: undefined,
    market: undefined,
    listedShares: data.output1.lstn_stcn,
    faceValue: data.output1.stck_fcam,
    halted: undefined,
    managed: undefined,
  };
}

const STOCKS_AND_FUNDS = '300';
const MARKETS: Readonly<Record<string, string>> = { STK: 'KOSPI', KSQ: 'KOSDAQ', KNX: 'KONEX' };

/** A blank flag tells nothing. */
function flag(value: string): boolean | undefined {
  return value === '' ? undefined : value === 'Y';
}
