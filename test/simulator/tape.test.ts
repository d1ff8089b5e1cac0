import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addKstDays, parseKst } from '../../src/core/index.js';
import { isOnTick, priceLimits } from '../../src/market/index.js';
import { LISTINGS, listingOf } from '../../src/simulator/listings.js';
import { createTape, type Tape } from '../../src/simulator/tape.js';

const at = (text: string) => parseKst(text) ?? Number.NaN;
const krx = () => createTape({ seed: 'tape test', alwaysOpen: false });
const always = () => createTape({ seed: 'tape test', alwaysOpen: true });

const codes = LISTINGS.map(issue => issue.instrument.code);
const anyCode = fc.constantFrom(...codes);
const anyInstant = fc.integer({ min: at('2025-01-01 00:00:00'), max: at('2027-12-31 23:59:59') });
const kindOf = (code: string) => listingOf(code)?.instrument.kind ?? 'other';

const MARKETS: readonly (readonly [string, () => Tape])[] = [
  ['in KRX hours', krx],
  ['around the clock', always],
];

describe.each(MARKETS)('the tape %s', (_, create) => {
  it('gives the same prices for the same seed, in whatever order they are asked for', () => {
    const asked = fc.array(fc.tuple(anyCode, anyInstant), { minLength: 2, maxLength: 6 });
    const everything = (tape: Tape, code: string, now: number) => [
      tape.price(code, now),
      tape.base(code, now),
      tape.bar(code, tape.day(now), now),
      tape.book(code, now),
    ];
    fc.assert(
      fc.property(asked, list => {
        const [one, other] = [create(), create()];
        const forward = list.map(([code, now]) => everything(one, code, now));
        const backward = [...list].reverse().map(([code, now]) => everything(other, code, now));
        expect(backward.reverse()).toEqual(forward);
      }),
      { numRuns: 15 },
    );
  });

  it('keeps prices on the tick, within the limits, and inside the day’s bar, whose close is the price', () => {
    const tape = create();
    fc.assert(
      fc.property(anyCode, anyInstant, (code, now) => {
        const [price, base, kind] = [tape.price(code, now), tape.base(code, now), kindOf(code)];
        const limits = priceLimits(base, kind);
        const bar = tape.bar(code, tape.day(now), now);
        expect(bar.close).toBe(price);
        for (const value of [bar.open, bar.high, bar.low, price, base]) {
          expect(isOnTick(value, kind)).toBe(true);
          expect(value <= limits.upper && value >= limits.lower).toBe(true);
          expect(value <= bar.high || value === base).toBe(true);
          expect(value >= bar.low || value === base).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never takes trade back: volume, turnover and extremes only grow through a day', () => {
    const tape = create();
    fc.assert(
      fc.property(anyCode, anyInstant, fc.integer({ min: 0, max: 20_000_000 }), (code, now, later) => {
        const day = tape.day(now);
        fc.pre(tape.day(now + later) === day);
        const after = tape.bar(code, day, now + later);
        const before = tape.bar(code, day, now);
        expect(after.volume >= before.volume && after.turnover >= before.turnover).toBe(true);
        if (before.volume > 0n) {
          expect(after.open).toBe(before.open);
          expect(after.high >= before.high && after.low <= before.low).toBe(true);
          expect(before.turnover >= before.low * before.volume).toBe(true);
          expect(before.turnover <= before.high * before.volume).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('begins each day from the close of the trading day before', () => {
    const tape = create();
    fc.assert(
      fc.property(anyCode, anyInstant, (code, now) => {
        const yesterday = tape.dailyBars(code, '', addKstDays(tape.day(now), -1), now, 1)[0];
        expect(yesterday?.close).toBe(tape.base(code, now));
      }),
      { numRuns: 100 },
    );
  });

  it('cuts a day into minutes that add up to it', () => {
    const tape = create();
    const now = at('2026-11-23 23:59:59');
    for (const code of ['005930', '252670', '196170']) {
      const day = tape.bar(code, '20261123', now);
      const minutes = tape.minuteBars(code, now, 2000);
      expect(minutes.at(-1)?.open).toBe(day.open);
      expect(minutes[0]?.close).toBe(day.close);
      const sum = (field: 'volume' | 'turnover') => minutes.reduce((total, m) => total + m[field], 0n);
      expect(sum('volume')).toBe(day.volume);
      expect(sum('turnover')).toBe(day.turnover);
      const most = (a: bigint, b: bigint) => (a > b ? a : b);
      const least = (a: bigint, b: bigint) => (a < b ? a : b);
      expect(minutes.map(m => m.high).reduce(most)).toBe(day.high);
      expect(minutes.map(m => m.low).reduce(least)).toBe(day.low);
    }
  });

  it('shows ten levels a side on the tick around the last price, which is the best ask or the best bid', () => {
    const tape = create();
    fc.assert(
      fc.property(anyCode, anyInstant, (code, now) => {
        fc.pre(listingOf(code)?.instrument.halted === false);
        const { asks, bids } = tape.book(code, now);
        const price = tape.price(code, now);
        expect([asks.length, bids.length]).toEqual([10, 10]);
        expect([asks[0]?.price, bids[0]?.price]).toContain(price);
        const descending = [...asks].reverse().concat(bids);
        for (const [i, level] of descending.entries()) {
          expect(isOnTick(level.price, kindOf(code))).toBe(true);
          expect(level.quantity > 0n).toBe(true);
          const above = descending[i - 1];
          if (above) expect(above.price > level.price).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('prints trades that add up to the volume, newest first', () => {
    const tape = create();
    const now = at('2026-11-23 09:10:02');
    const prints = tape.prints('005930', now, 100_000);
    expect(prints.reduce((sum, p) => sum + p.volume, 0n)).toBe(tape.bar('005930', '20261123', now).volume);
    expect(prints.filter(p => p.volume <= 0n)).toEqual([]);
    expect(prints[0]).toMatchObject({ at: at('2026-11-23 09:10:00'), price: tape.price('005930', now) });
    expect(prints.map(p => p.at)).toEqual([...prints].map(p => p.at).sort((a, b) => b - a));
  });

  it('gives the extremes since a date with the days they were reached', () => {
    const tape = create();
    const now = at('2026-11-23 14:00:00');
    const anyDay = fc.integer({ min: 0, max: 300 }).map(days => addKstDays('20261123', -days));
    fc.assert(
      fc.property(anyCode, anyDay, (code, from) => {
        const bars = tape.dailyBars(code, from, '20261123', now);
        const range = tape.range(code, from, now);
        const highest = bars.map(b => b.high).reduce((a, b) => (a > b ? a : b));
        const lowest = bars.map(b => b.low).reduce((a, b) => (a < b ? a : b));
        expect([range.high, range.low]).toEqual([highest, lowest]);
        expect(range.highDate).toBe(bars.findLast(b => b.high === highest)?.date);
        expect(range.lowDate).toBe(bars.findLast(b => b.low === lowest)?.date);
      }),
      { numRuns: 60, examples: [['000660', '20261122']] },
    );
  });

  it('leaves a halted issue standing still, without trades and without a book', () => {
    const tape = create();
    const now = at('2026-11-23 11:00:00');
    expect(tape.price('001570', now)).toBe(listingOf('001570')?.instrument.basePrice);
    expect(tape.bar('001570', '20261123', now).volume).toBe(0n);
    expect(tape.prints('001570', now, 30)).toEqual([]);
    expect(tape.book('001570', now)).toEqual({ asks: [], bids: [] });
  });
});

describe('the tape in KRX hours', () => {
  it('is open from the opening to the closing auction of a trading day', () => {
    const tape = krx();
    const open = (time: string) => tape.isOpen(at(time));
    expect([open('2026-11-23 08:59:59'), open('2026-11-23 09:00:00')]).toEqual([false, true]);
    expect([open('2026-11-23 15:29:59'), open('2026-11-23 15:30:00')]).toEqual([true, false]);
    expect(open('2026-11-22 11:00:00')).toBe(false);
    expect(open('2026-12-25 11:00:00')).toBe(false);
  });

  it('opens an hour later on the first trading day of a year', () => {
    const tape = krx();
    expect(tape.isOpen(at('2026-01-02 09:30:00'))).toBe(false);
    expect(tape.isOpen(at('2026-01-02 10:00:00'))).toBe(true);
    expect(tape.minuteBars('005930', at('2026-01-02 10:05:00'), 99).at(-1)?.time).toBe('100000');
  });

  it('stands at the base before the opening, with a flat bar', () => {
    const tape = krx();
    const now = at('2026-11-23 08:30:00');
    const base = tape.base('005930', now);
    expect(tape.price('005930', now)).toBe(base);
    expect(tape.bar('005930', '20261123', now)).toEqual({
      date: '20261123',
      open: base,
      high: base,
      low: base,
      close: base,
      volume: 0n,
      turnover: 0n,
    });
    expect(tape.dailyBars('005930', '', '20261231', now, 1)[0]?.date).toBe('20261120');
    expect(tape.minuteBars('005930', now, 30)).toEqual([]);
  });

  it('stands still in the closing auction and makes the close in one trade at 15:30', () => {
    const tape = krx();
    const now = at('2026-11-23 18:00:00');
    const [auction, last] = tape.minuteBars('005930', now, 2);
    expect(auction?.time).toBe('153000');
    expect(auction?.volume).toBeGreaterThan(0n);
    expect(last).toMatchObject({ time: '152900', volume: 0n });
    expect(tape.price('005930', at('2026-11-23 15:29:59'))).toBe(
      tape.price('005930', at('2026-11-23 15:20:00')),
    );
    expect(auction?.close).toBe(tape.price('005930', now));
  });

  it('keeps Friday’s figures in force over the weekend', () => {
    const tape = krx();
    const [friday, sunday] = [at('2026-11-20 20:00:00'), at('2026-11-22 12:00:00')];
    expect(tape.day(sunday)).toBe('20261120');
    expect(tape.price('035420', sunday)).toBe(tape.price('035420', friday));
    expect(tape.base('035420', sunday)).toBe(tape.base('035420', friday));
    expect(tape.bar('035420', '20261120', sunday)).toEqual(tape.bar('035420', '20261120', friday));
    expect(tape.bar('035420', '20261121', sunday)).toMatchObject({ date: '20261121', volume: 0n });
  });

  it('lists trading days only, newest first, without the holiday between', () => {
    const tape = krx();
    const dates = tape
      .dailyBars('005930', '20261222', '20261229', at('2026-12-30 12:00:00'))
      .map(bar => bar.date);
    expect(dates).toEqual(['20261229', '20261228', '20261224', '20261223', '20261222']);
  });

  it('shows nothing of days to come', () => {
    const tape = krx();
    const now = at('2026-11-23 12:00:00');
    expect(tape.dailyBars('005930', '20261124', '20270101', now)).toEqual([]);
    expect(tape.dailyBars('005930', '20261101', '99991231', now)[0]?.date).toBe('20261123');
    expect(tape.bar('005930', '20261124', now)).toMatchObject({
      close: tape.price('005930', now),
      volume: 0n,
    });
    expect(tape.minuteBars('005930', at('2026-11-23 15:00:00'), 1, now)[0]?.time).toBe('120000');
  });
});

describe('the tape', () => {
  it('trades every day around the clock when told to', () => {
    const tape = always();
    expect(tape.isOpen(at('2026-11-22 03:00:00'))).toBe(true);
    expect(tape.isTradingDay('20261225')).toBe(true);
    const dates = tape.dailyBars('005930', '', '20261122', at('2026-11-22 00:00:00'), 3).map(b => b.date);
    expect(dates).toEqual(['20261122', '20261121', '20261120']);
    expect(tape.minuteBars('005930', at('2026-11-22 00:01:00'), 30)).toHaveLength(2);
  });

  it('moves: another seed gives other prices, and within an hour the price has changed', () => {
    const [one, other] = [krx(), createTape({ seed: 'another', alwaysOpen: false })];
    const now = at('2026-11-23 11:00:00');
    expect(codes.map(code => one.price(code, now))).not.toEqual(codes.map(code => other.price(code, now)));
    const path = Array.from({ length: 720 }, (_, i) => one.price('005930', now + i * 5000));
    expect(new Set(path).size).toBeGreaterThan(3);
  });

  it('moves by small steps: under half a percent in five seconds, under fifteen percent in a day', () => {
    const tape = krx();
    const opening = at('2026-11-23 09:00:00');
    const apart = (a: bigint, b: bigint) => Math.abs(Number(a) / Number(b) - 1);
    const largest = (prices: readonly bigint[]) =>
      Math.max(...prices.slice(1).map((price, i) => apart(price, prices[i] ?? price)));
    for (const code of ['005930', '196170']) {
      expect(
        largest(Array.from({ length: 4561 }, (_, i) => tape.price(code, opening + i * 5000))),
      ).toBeLessThan(0.005);
    }
    for (const code of codes) {
      const closes = tape.dailyBars(code, '20250101', '20261120', opening).map(bar => bar.close);
      expect(largest(closes), code).toBeLessThan(0.15);
    }
  });

  it('refuses a code that is not listed', () => {
    expect(() => krx().price('999999', at('2026-11-23 11:00:00'))).toThrow(RangeError);
  });
});
