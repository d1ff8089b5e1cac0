import { kstDate } from '../core/index.js';
import { isTradingDay, type KnownDates } from './calendar.js';
import { dayClock, type SessionSpan } from './day-clock.js';

/**
 * What the KRX is doing. `preOpenClose` 장전 시간외종가, `openingAuction` 시가 단일가, `continuous` 정규장,
 * `closingAuction` 종가 단일가, `postClose` 장후 시간외종가, `afterMarket` 애프터마켓.
 */
export type KrxSession =
  | 'closed'
  | 'preOpenClose'
  | 'openingAuction'
  | 'continuous'
  | 'closingAuction'
  | 'postClose'
  | 'afterMarket';

/** The session of NXT 넥스트레이드: 프리마켓, 메인마켓, 애프터마켓. */
export type NxtSession = 'preMarket' | 'main' | 'afterMarket';

/** The 16:00–20:00 market took the place of 시간외단일가 on this day; before it, nothing is said of the evening. */
const AFTER_MARKET_SINCE = '20260914';

/**
 * The sessions of the KRX on a trading day `YYYYMMDD`, in order; whether it is one is not asked. The opening auction
 * takes orders from 08:30 on, beside `preOpenClose`, which names those ten minutes. On a late day the morning shifts
 * with the opening and the rest with the closing; the evening still ends at 20:00.
 */
export function krxSessions(date: string): readonly SessionSpan<Exclude<KrxSession, 'closed'>>[] {
  const { morning, afternoon, evening } = dayClock(date);
  const day: SessionSpan<Exclude<KrxSession, 'closed'>>[] = [
    { session: 'preOpenClose', from: morning(8, 30), to: morning(8, 40) },
    { session: 'openingAuction', from: morning(8, 40), to: morning(9, 0) },
    { session: 'continuous', from: morning(9, 0), to: afternoon(15, 20) },
    { session: 'closingAuction', from: afternoon(15, 20), to: afternoon(15, 30) },
    { session: 'postClose', from: afternoon(15, 40), to: afternoon(16, 0) },
  ];
  if (date < AFTER_MARKET_SINCE) return day;
  return [...day, { session: 'afterMarket', from: afternoon(16, 0), to: evening(20, 0) }];
}

/**
 * The sessions of NXT on a trading day `YYYYMMDD`, in order, as of September 2026. It trades on the days of the KRX;
 * that a late day moves it as it moves the KRX is assumed.
 */
export function nxtSessions(date: string): readonly SessionSpan<NxtSession>[] {
  const { morning, afternoon, evening } = dayClock(date);
  return [
    { session: 'preMarket', from: morning(8, 0), to: morning(8, 50) },
    { session: 'main', from: morning(9, 0, 30), to: afternoon(15, 20) },
    { session: 'afterMarket', from: afternoon(15, 40), to: evening(20, 0) },
  ];
}

/** The session of the KRX at an instant (ms). In a year not in the calendar every weekday counts as a trading day. */
export function krxSession(instant: number, known?: KnownDates): KrxSession {
  const date = kstDate(instant);
  if (isTradingDay(date, known) === false) return 'closed';
  return krxSessions(date).find(span => instant >= span.from && instant < span.to)?.session ?? 'closed';
}
