import { z } from 'zod';
import type { InstrumentKind, QuoteWarning } from '../../../core/index.js';
import type { KiwoomClient, ReadCall } from '../calls.js';
import { positiveIfAny, text } from './fields.js';
import { checkedCode } from './request.js';

/** The name may be blank, but an answer that does not speak of it warns of nothing either. */
export const stockInfoAnswer = z.looseObject({
  name: z.string().trim(),
  listCount: positiveIfAny,
  auditInfo: text,
  state: text,
  marketCode: text,
  orderWarning: text,
});

export type IssueFacts = z.output<typeof stockInfoAnswer>;

/** What Kiwoom's list of issues says of one. Kiwoom: 종목정보 조회 ka10100. */
export async function issueFacts(
  client: KiwoomClient,
  code: string,
  asked: Pick<ReadCall<unknown>, 'signal' | 'group'>,
): Promise<IssueFacts> {
  const params = { stk_cd: checkedCode(code) };
  const { data } = await client.read({ api: 'stockInfo', params, schema: stockInfoAnswer, ...asked });
  return data;
}

/** 시장구분코드: ETF, ETN (of all kinds), ELW, REIT. */
const KINDS: Readonly<Record<string, InstrumentKind>> = {
  '8': 'etf',
  '60': 'etn',
  '70': 'etn',
  '90': 'etn',
  '3': 'elw',
  '6': 'reit',
};

export function kindOf({ marketCode }: Pick<IssueFacts, 'marketCode'>): InstrumentKind {
  return KINDS[marketCode] ?? 'stock';
}

/** 투자유의종목여부 (`orderWarning`). */
const BY_NUMBER: Readonly<Record<string, QuoteWarning>> = {
  '1': 'caution',
  '2': 'liquidation',
  '3': 'overheated',
  '4': 'danger',
  '5': 'warning',
};

/** As they stand in 감리구분 and among the labels of 종목상태. */
const BY_WORD: readonly (readonly [word: string, warning: QuoteWarning])[] = [
  ['거래정지', 'halted'],
  ['매매거래정지', 'halted'],
  ['관리', 'managed'],
  ['정리매매', 'liquidation'],
  ['투자주의', 'caution'],
  ['투자경고', 'warning'],
  ['투자위험', 'danger'],
  ['단기과열', 'overheated'],
];

/** One state is told by several fields, and each of them may be blank: any one that warns counts. */
export function warningsOf({
  auditInfo,
  state,
  orderWarning,
}: Pick<IssueFacts, 'auditInfo' | 'state' | 'orderWarning'>): QuoteWarning[] {
  const labels = `${auditInfo}|${state}`;
  const told = BY_WORD.filter(([word]) => labels.includes(word)).map(([, warning]) => warning);
  const numbered = BY_NUMBER[orderWarning];
  return [...new Set(numbered === undefined ? told : [...told, numbered])];
}
