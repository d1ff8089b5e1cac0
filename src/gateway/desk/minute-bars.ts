import { type Candle, DeskError } from '../../core/index.js';

/** Lengths of bars in minutes; each begins on the clock: bars of 30 at :00 and :30. */
export const INTERVALS = [1, 5, 10, 30, 60] as const;

/** A bar, oldest minute first in it; `time` is the first minute of its span, `HHMMSS` KST. */
export interface MinuteBar extends Candle {
  readonly time: string;
}

/**
 * Bars of so many minutes from one-minute candles in any order, oldest first: the first open, the highest, the lowest,
 * the last close and all the volume of the minutes in each span. A span without a minute has no bar. Throws `bug` for a
 * candle without a time.
 */
export function minuteBars(minutes: readonly Candle[], interval: number): MinuteBar[] {
  const inOrder = minutes.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const bars: MinuteBar[] = [];
  for (const minute of inOrder) {
    const time = spanOf(minute, interval);
    const last = bars.at(-1);
    if (last?.date === minute.date && last.time === time) bars[bars.length - 1] = joined(last, minute);
    else bars.push({ ...minute, time });
  }
  return bars;
}

/**
 * The bars that are whole: where the candles were cut off at a number (`cut`), the oldest bar may lack its first minutes
 * and is left out.
 */
export function wholeBars(
  minutes: readonly Candle[],
  interval: number,
  { cut, most }: { readonly cut: boolean; readonly most: number },
): MinuteBar[] {
  const bars = minuteBars(minutes, interval);
  const [first] = bars;
  const isWhole = !cut || minutes.some(({ date, time }) => first?.date === date && first.time === time);
  return (isWhole ? bars : bars.slice(1)).slice(-most);
}

function joined(bar: MinuteBar, minute: Candle): MinuteBar {
  return {
    ...bar,
    high: minute.high > bar.high ? minute.high : bar.high,
    low: minute.low < bar.low ? minute.low : bar.low,
    close: minute.close,
    volume: bar.volume + minute.volume,
  };
}

const keyOf = ({ date, time = '' }: Candle) => date + time;

function spanOf({ time }: Candle, interval: number): string {
  if (time === undefined) throw new DeskError('bug', 'a candle without a time');
  const minutes = Number(time.slice(0, 2)) * 60 + Number(time.slice(2, 4));
  const start = minutes - (minutes % interval);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(start / 60))}${two(start % 60)}00`;
}
