import { addKstDays, type Shares, startOfKstDate } from '../../core/index.js';
import type { Bar, Tape } from '../tape.js';
import type { Venue } from '../venue.js';

const DAY_MS = 86_400_000;
const MINUTES_OF_A_DAY = 1440;
/** Days whose minutes are kept: they never change, and a page reaches over several of them. */
const MOST_KEPT = 24;

/** A minute, or several together, with the day's volume up to its end. */
export interface MinuteBar extends Bar {
  /** `YYYYMMDDHHMMSS` of its beginning. */
  readonly stamp: string;
  readonly dayVolume: Shares;
  /** The base price of its day. */
  readonly base: bigint;
}

export interface MinuteBars {
  /** Bars of so many minutes of one day as they stand `now`, newest first; minutes without a trade have none. */
  day(code: string, date: string, scope: number, now: number): readonly MinuteBar[];
}

export function createMinuteBars({ tape, switches }: Venue): MinuteBars {
  const kept = new Map<string, readonly MinuteBar[]>();

  function minutesOf(code: string, date: string, now: number): readonly MinuteBar[] {
    const ends = (startOfKstDate(date) ?? now) + DAY_MS - 1;
    const at = Math.min(now, ends);
    const base = tape.base(code, at);
    let dayVolume = 0n;
    const bars: MinuteBar[] = [];
    for (const bar of tape.minuteBars(code, at, MINUTES_OF_A_DAY, at).reverse()) {
      if (bar.volume === 0n) continue;
      dayVolume += bar.volume;
      bars.push({ ...bar, stamp: bar.date + (bar.time ?? ''), dayVolume, base });
    }
    return bars.reverse();
  }

  return {
    day(code, date, scope, now) {
      const key = `${code} ${date} ${scope} ${switches.alwaysOpen}`;
      const known = kept.get(key);
      if (known) return known;
      const minutes = minutesOf(code, date, now);
      const bars = scope === 1 ? minutes : grouped(minutes, scope);
      if (date < tape.day(now)) {
        if (kept.size >= MOST_KEPT) kept.clear();
        kept.set(key, bars);
      }
      return bars;
    },
  };
}

/** Newest first; a group begins at a whole multiple of its length since midnight. */
function grouped(minutes: readonly MinuteBar[], scope: number): MinuteBar[] {
  const bars: MinuteBar[] = [];
  for (const minute of minutes) {
    const stamp = groupStamp(minute, scope);
    const later = bars.at(-1);
    if (later?.stamp !== stamp) bars.push({ ...minute, stamp });
    else bars[bars.length - 1] = joined(minute, later);
  }
  return bars;
}

function groupStamp({ date, time = '000000' }: Bar, scope: number): string {
  const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(2, 4));
  const first = minute - (minute % scope);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date}${two(Math.floor(first / 60))}${two(first % 60)}00`;
}

function joined(earlier: MinuteBar, later: MinuteBar): MinuteBar {
  return {
    ...later,
    open: earlier.open,
    high: earlier.high > later.high ? earlier.high : later.high,
    low: earlier.low < later.low ? earlier.low : later.low,
    volume: earlier.volume + later.volume,
    turnover: earlier.turnover + later.turnover,
  };
}

/** The trading day before a date, of those the tape has; undefined before the first. */
export function dayBefore(tape: Tape, code: string, date: string, now: number): string | undefined {
  return tape.dailyBars(code, '', addKstDays(date, -1), now, 1)[0]?.date;
}
