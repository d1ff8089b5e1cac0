import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Candle } from '../../../src/core/index.js';
import { INTERVALS, minuteBars, wholeBars } from '../../../src/gateway/desk/minute-bars.js';

const two = (n: number) => String(n).padStart(2, '0');
const timeOf = (minute: number) => `${two(Math.floor(minute / 60))}${two(minute % 60)}00`;
const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(2, 4));

const price = fc.bigInt({ min: 1n, max: 1_000_000n });
const minutes = fc
  .uniqueArray(
    fc.record({ minute: fc.integer({ min: 480, max: 1_199 }), prices: fc.tuple(price, price, price, price) }),
    { selector: ({ minute }) => minute, maxLength: 60 },
  )
  .map(rows =>
    rows.map(({ minute, prices: [open, a, b, close] }): Candle => {
      const all = [open, a, b, close];
      const high = all.reduce((x, y) => (x > y ? x : y));
      const low = all.reduce((x, y) => (x < y ? x : y));
      return { date: '20261123', time: timeOf(minute), open, high, low, close, volume: a };
    }),
  );

it('bars hold exactly what their minutes hold, aligned to the clock, oldest first', () => {
  fc.assert(
    fc.property(minutes, fc.constantFrom(...INTERVALS), (candles, interval) => {
      const bars = minuteBars(candles, interval);
      const spans = candles.map(({ time = '' }) => Math.floor(minuteOf(time) / interval) * interval);
      expect(bars.map(({ time }) => minuteOf(time))).toEqual([...new Set(spans)].toSorted((a, b) => a - b));
      for (const bar of bars) {
        const start = minuteOf(bar.time);
        const inside = candles
          .filter(({ time = '' }) => minuteOf(time) >= start && minuteOf(time) < start + interval)
          .toSorted((a, b) => ((a.time ?? '') < (b.time ?? '') ? -1 : 1));
        const every = (pick: (candle: Candle) => bigint) => inside.map(pick);
        expect(bar).toEqual({
          date: '20261123',
          time: timeOf(start),
          open: inside[0]?.open,
          close: inside.at(-1)?.close,
          high: every(c => c.high).reduce((a, b) => (a > b ? a : b)),
          low: every(c => c.low).reduce((a, b) => (a < b ? a : b)),
          volume: every(c => c.volume).reduce((a, b) => a + b),
        });
      }
    }),
    { numRuns: 60 },
  );
});

const flat = (minute: number, volume = 1n): Candle => ({
  date: '20261123',
  time: timeOf(minute),
  open: 100n,
  high: 100n,
  low: 100n,
  close: 100n,
  volume,
});

it('where the minutes were cut off, a bar that lacks its first one is left out', () => {
  const candles = [604, 603, 602, 601, 600, 599, 598].map(minute => flat(minute));
  const volumes = (cut: boolean) =>
    wholeBars(candles, 5, { cut, most: 100 }).map(({ time, volume }) => [time, volume]);
  expect(volumes(false)).toEqual([
    ['095500', 2n],
    ['100000', 5n],
  ]);
  expect(volumes(true)).toEqual([['100000', 5n]]);
  expect(wholeBars(candles.slice(0, 5), 5, { cut: true, most: 100 })).toHaveLength(1);
  expect(wholeBars(candles, 1, { cut: true, most: 3 }).map(({ time }) => time)).toEqual([
    '100200',
    '100300',
    '100400',
  ]);
});

it('the same minute of two days makes two bars', () => {
  const other = { ...flat(600), date: '20261124' };
  expect(minuteBars([other, flat(600)], 60).map(({ date }) => date)).toEqual(['20261123', '20261124']);
});
