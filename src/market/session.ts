import { kstDate, kstFields } from '../core/index.js';
import { isTradingDay, lateOpening } from './calendar.js';

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

interface Span {
  readonly session: KrxSession;
  /** Minutes after midnight KST; the end is exclusive. */
  readonly from: number;
  readonly to: number;
}

/** The 16:00–20:00 market took the place of 시간외단일가 on this day; before it, nothing is said of the evening. */
const AFTER_MARKET_SINCE = '20260914';

const at = (hour: number, minute: number) => hour * 60 + minute;

function spans(opensLater: number, closesLater: number): readonly Span[] {
  const opening = at(9, 0) + opensLater;
  const closing = at(15, 20) + closesLater;
  return [
    { session: 'preOpenClose', from: opening - 30, to: opening - 20 },
    { session: 'openingAuction', from: opening - 20, to: opening },
    { session: 'continuous', from: opening, to: closing },
    { session: 'closingAuction', from: closing, to: closing + 10 },
    { session: 'postClose', from: closing + 20, to: closing + 40 },
    { session: 'afterMarket', from: closing + 40, to: at(20, 0) },
  ];
}

/**
 * The session of the KRX at an instant (ms). The opening auction takes orders from 08:30 on, beside `preOpenClose`,
 * which names those ten minutes. On a late day the morning shifts with the opening and the rest with the closing; the
 * evening still ends at 20:00. In a year that is not in the calendar every weekday counts as a trading day.
 */
export function krxSession(instant: number): KrxSession {
  const date = kstDate(instant);
  if (isTradingDay(date) === false) return 'closed';
  const { hour, minute } = kstFields(instant);
  const now = at(hour, minute);
  const late = lateOpening(date);
  const span = spans(late?.openMinutesLater ?? 0, late?.closeMinutesLater ?? 0).find(
    s => now >= s.from && now < s.to,
  );
  if (span === undefined || (span.session === 'afterMarket' && date < AFTER_MARKET_SINCE)) return 'closed';
  return span.session;
}
