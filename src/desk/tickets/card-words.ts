import {
  type Exchange,
  groupDigits,
  type Instrument,
  kstDate,
  type Language,
  type Quote,
  type QuoteWarning,
  type Won,
} from '../../core/index.js';
import { type KrxSession, krxSession, type NxtSession, nxtSessions } from '../../market/index.js';

export type Say = (ko: string, en: string) => string;

export function wonText(amount: Won, language: Language): string {
  return language === 'ko' ? `${groupDigits(amount)}원` : `₩${groupDigits(amount)}`;
}

export function sharesText(count: bigint, language: Language): string {
  return language === 'ko' ? `${groupDigits(count)}주` : `${groupDigits(count)} shares`;
}

const KRX_SESSIONS: Readonly<Record<KrxSession, readonly [string, string]>> = {
  closed: ['장 마감', 'closed'],
  preOpenClose: ['장전 시간외', 'before the opening'],
  openingAuction: ['시가 단일가', 'opening auction'],
  continuous: ['정규장', 'regular session'],
  closingAuction: ['종가 단일가', 'closing auction'],
  postClose: ['장후 시간외', 'after the close'],
  afterMarket: ['애프터마켓', 'after-market'],
};

const NXT_SESSIONS: Readonly<Record<NxtSession, readonly [string, string]>> = {
  preMarket: ['프리마켓', 'pre-market'],
  main: ['메인마켓', 'main market'],
  afterMarket: ['애프터마켓', 'after-market'],
};

/** The session of an exchange that has just been found to take an order. */
export function sessionText(exchange: Exchange, instant: number, say: Say): string {
  if (exchange !== 'NXT') return say(...KRX_SESSIONS[krxSession(instant)]);
  const span = nxtSessions(kstDate(instant)).find(({ from, to }) => instant >= from && instant < to);
  return say(...(span ? NXT_SESSIONS[span.session] : KRX_SESSIONS.closed));
}

const WARNINGS: Readonly<Record<QuoteWarning, readonly [string, string]>> = {
  halted: ['거래정지', 'trading halted'],
  liquidation: ['정리매매', 'liquidation trading'],
  danger: ['투자위험', 'investment risk'],
  warning: ['투자경고', 'investment warning'],
  caution: ['투자주의', 'investment caution'],
  managed: ['관리종목', 'under administration'],
  overheated: ['단기과열', 'short-term overheating'],
  vi: ['변동성완화장치(VI) 발동', 'volatility interruption (VI)'],
};

/** What the quote or the day's list of issues warns of, once each; '' when nothing does. */
export function warningsText({ warnings }: Quote, instrument: Instrument, say: Say): string {
  const told = new Set<string>([
    ...warnings,
    instrument.warning,
    ...(instrument.managed ? ['managed'] : []),
    ...(instrument.liquidation ? ['liquidation'] : []),
  ]);
  return Object.entries(WARNINGS)
    .filter(([warning]) => told.has(warning))
    .map(([, words]) => say(...words))
    .join(', ');
}
