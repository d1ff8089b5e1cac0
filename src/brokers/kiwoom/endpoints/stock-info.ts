import { z } from 'zod';
import { DeskError, type StockInfo } from '../../../core/index.js';
import type { KiwoomClient } from '../calls.js';
import { positiveIfAny, text } from './fields.js';
import { issueFacts, warningsOf } from './issue-facts.js';

/** What only 주식기본정보 tells of an issue; a foreign issue's face value is in its own money. */
export const faceAnswer = z.looseObject({ fav: positiveIfAny, fav_unit: text });

const KOSPI = 'KOSPI';
/** 시장구분코드: the boards, and the products that are listed on the first. */
const MARKETS: Readonly<Record<string, string>> = {
  '0': KOSPI,
  '2': KOSPI,
  '3': KOSPI,
  '4': KOSPI,
  '6': KOSPI,
  '8': KOSPI,
  '9': KOSPI,
  '60': KOSPI,
  '70': KOSPI,
  '90': KOSPI,
  '10': 'KOSDAQ',
  '50': 'KONEX',
};

/**
 * Facts about an issue. Throws `notFound` when the answer names none.
 *
 * Kiwoom: 종목정보 조회 ka10100, 주식기본정보 ka10001.
 */
export async function stockInfo(
  client: KiwoomClient,
  code: string,
  signal?: AbortSignal,
): Promise<StockInfo> {
  const facts = await issueFacts(client, code, { signal });
  if (facts.name === '') throw new DeskError('notFound', 'no such issue', { code });
  const { data: face } = await client.read({
    api: 'price',
    params: { stk_cd: code },
    schema: faceAnswer,
    signal,
  });
  const warnings = warningsOf(facts);
  // Without any label Kiwoom tells nothing of the issue's state.
  const told = facts.auditInfo !== '' || facts.state !== '';
  return {
    code,
    name: facts.name,
    englishName: undefined,
    market: MARKETS[facts.marketCode],
    listedShares: facts.listCount,
    faceValue: ['', '원'].includes(face.fav_unit) ? face.fav : undefined,
    halted: told ? warnings.includes('halted') : undefined,
    managed: told ? warnings.includes('managed') : undefined,
  };
}
