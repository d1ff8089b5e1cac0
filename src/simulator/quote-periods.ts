import { addKstDays, kstFields, startOfKstDate, type Won } from '../core/index.js';
import type { Bar, Tape } from './tape.js';

export type Period = 'D' | 'W' | 'M' | 'Y';

/** A period's bar with the close before it. */
export interface PeriodBar extends Bar {
  readonly before: Won;
  /** Volume of the period before; 0n when there is none. */
  readonly volumeBefore: bigint;
}

const LONGEST: Readonly<Record<Period, number>> = { D: 1, W: 7, M: 31, Y: 366 };

export function isPeriod(text: string): text is Period {
  return Object.hasOwn(LONGEST, text);
}

/**
 * Days, weeks, months or years of `from`..`to`, newest first, at most `limit`. A period bears the date of its first
 * trading day in the range, so that a caller who walks back to the day before the oldest row sees no day twice.
 */
export function periodBars(
  tape: Tape,
  code: string,
  range: { period: Period; from: string; to: string; now: number; limit: number },
): PeriodBar[] {
  const { period, from, to, now, limit } = range;
  const days = tape.dailyBars(code, from, to, now, limit * LONGEST[period]);
  const bars = (period === 'D' ? days : grouped(days, period)).slice(0, limit);
  const oldest = bars.at(-1);
  if (oldest === undefined) return [];
  const earlier = tape.dailyBars(code, '', addKstDays(oldest.date, -1), now, 1)[0];
  return bars.map((bar, i) => {
    const previous = bars[i + 1] ?? earlier;
    return { ...bar, before: previous?.close ?? bar.open, volumeBefore: previous?.volume ?? 0n };
  });
}

function grouped(days: readonly Bar[], period: 'W' | 'M' | 'Y'): Bar[] {
  const bars: Bar[] = [];
  let current: string | undefined;
  for (const day of days) {
    const key = periodOf(day.date, period);
    const later = key === current ? bars.pop() : undefined;
    bars.push(later === undefined ? day : joined(day, later));
    current = key;
  }
  return bars;
}

/** What days of one period share: the year, the month, or the week's Monday. */
function periodOf(date: string, period: 'W' | 'M' | 'Y'): string {
  if (period === 'Y') return date.slice(0, 4);
  if (period === 'M') return date.slice(0, 6);
  const { weekday } = kstFields(startOfKstDate(date) ?? 0);
  return addKstDays(date, -((weekday + 6) % 7));
}

function joined(earlier: Bar, later: Bar): Bar {
  return {
    date: earlier.date,
    open: earlier.open,
    high: earlier.high > later.high ? earlier.high : later.high,
    low: earlier.low < later.low ? earlier.low : later.low,
    close: later.close,
    volume: earlier.volume + later.volume,
    turnover: earlier.turnover + later.turnover,
  };
}
