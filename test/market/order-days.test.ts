import { describe, expect, it } from 'vitest';
import type { Exchange, InstrumentKind, OrderType } from '../../src/core/index.js';
import { ORDER_TYPES, type OrderSetting, orderHours, orderTypeOf } from '../../src/market/index.js';

const at = (date: string, time: string) => Date.parse(`${date}T${time}+09:00`);
const MONDAY = '2026-11-23';
const LIVE: OrderSetting = { mode: 'live', kind: 'stock', alwaysOpen: false };
const PAPER: OrderSetting = { ...LIVE, mode: 'paper' };
const DEMO: OrderSetting = { ...PAPER, alwaysOpen: true };

const TYPES = Object.values(ORDER_TYPES)
  .map(rule => orderTypeOf(rule.code))
  .filter(type => type !== undefined);
const types = (codes: string) => codes.split(' ').map(code => orderTypeOf(code));

const REGULAR = '00 01 02 03 04 11 12 13 14 15 16 21 23 24';
const NXT_MAIN = '00 03 04 11 12 13 14 15 16 21 23 24';
const SOR = '00 01 03 04 11 12 13 14 15 16';
const EVENING = '41 42 43 44 45 46 47';

const ask = (type: OrderType, exchange: Exchange, date: string, time: string, setting = LIVE) =>
  orderHours(type, exchange, at(date, time), setting);

describe('the next time a type is taken', () => {
  it.each([
    ['limit', 'KRX', MONDAY, '15:30:00', '2026-11-24 08:30:00'],
    ['limit', 'NXT', MONDAY, '08:55:00', '2026-11-23 09:00:30'],
    ['limit', 'NXT', MONDAY, '15:25:00', '2026-11-23 15:40:00'],
    ['limit', 'SOR', MONDAY, '08:45:00', '2026-11-23 09:00:00'],
    ['best', 'KRX', MONDAY, '15:25:00', '2026-11-24 09:00:00'],
    ['afterLimit', 'KRX', MONDAY, '10:00:00', '2026-11-23 16:00:00'],
    ['preMarketLimit', 'NXT', MONDAY, '10:00:00', '2026-11-24 08:00:00'],
    ['limit', 'KRX', '2026-11-20', '20:00:00', '2026-11-23 08:30:00'],
    ['market', 'KRX', '2026-12-24', '20:30:00', '2026-12-28 08:30:00'],
    ['limit', 'KRX', '2026-12-30', '21:00:00', '2027-01-04 09:30:00'],
    ['preMarketTop', 'NXT', '2026-12-30', '21:00:00', '2027-01-04 09:00:00'],
    ['afterLimit', 'KRX', '2026-09-10', '17:00:00', '2026-09-14 16:00:00'],
  ] as const)('%s on %s after %s %s is %s', (type, exchange, date, time, next) => {
    const [day = '', hour = ''] = next.split(' ');
    expect(ask(type, exchange, date, time)).toMatchObject({ kind: 'closed', next: at(day, hour) });
  });

  it('on paper is the regular session of the next trading day', () => {
    expect(ask('limit', 'KRX', MONDAY, '08:45:00', PAPER)).toMatchObject({ next: at(MONDAY, '09:00:00') });
    expect(ask('limit', 'KRX', MONDAY, '15:30:00', PAPER)).toMatchObject({
      next: at('2026-11-24', '09:00:00'),
    });
  });

  it('is not told where the calendar ends', () => {
    expect(ask('limit', 'KRX', '2027-12-30', '21:00:00')).toMatchObject({
      kind: 'closed',
      problem: 'closed',
      next: undefined,
    });
  });
});

describe('a day without trading', () => {
  it.each([
    ['2026-12-25', '2026-12-28 08:30:00'],
    ['2026-11-21', '2026-11-23 08:30:00'],
    ['2026-11-22', '2026-11-23 08:30:00'],
    ['2026-12-31', '2027-01-04 09:30:00'],
  ])('takes nothing on %s, at no hour, and says when it opens again', (date, next) => {
    const [day = '', hour = ''] = next.split(' ');
    for (const time of ['00:00:00', '10:00:00', '15:25:00', '17:00:00']) {
      expect(ask('limit', 'KRX', date, time)).toEqual({
        kind: 'closed',
        problem: 'holiday',
        allowed: [],
        next: at(day, hour),
      });
      expect(ask('limit', 'NXT', date, time)).toMatchObject({ problem: 'holiday' });
      expect(ask('market', 'KRX', date, time, PAPER)).toMatchObject({ problem: 'holiday' });
    }
  });
});

describe('a year that is not in the holiday table', () => {
  it.each(['2028-01-04', '2024-11-25'])('lets no type through on a weekday: %s', date => {
    for (const time of ['03:00:00', '10:00:00', '17:00:00']) {
      for (const type of TYPES) expect(ask(type, 'KRX', date, time)).toEqual({ kind: 'noCalendar' });
    }
    expect(ask('limit', 'KRX', date, '10:00:00', PAPER)).toEqual({ kind: 'noCalendar' });
  });

  it('is known to rest at a weekend, but not when it opens', () => {
    expect(ask('limit', 'KRX', '2028-01-08', '10:00:00')).toEqual({
      kind: 'closed',
      problem: 'holiday',
      allowed: [],
      next: undefined,
    });
  });

  it('does not matter to the demo', () => {
    expect(ask('limit', 'KRX', '2028-01-04', '10:00:00', DEMO)).toEqual({ kind: 'allowed' });
  });
});

describe('모의투자', () => {
  it.each(['NXT', 'SOR'] as const)('has no %s, at no hour', exchange => {
    for (const setting of [PAPER, DEMO]) {
      expect(ask('limit', exchange, MONDAY, '10:00:00', setting)).toEqual({
        kind: 'closed',
        problem: 'exchangeNotOffered',
        allowed: [],
        next: undefined,
      });
    }
  });
});

describe('the demo', () => {
  it.each(['2026-11-22', '2026-12-25', MONDAY])(
    'takes the types of the regular session at any hour: %s',
    date => {
      for (const time of ['00:00:00', '08:35:00', '15:35:00', '17:00:00']) {
        const taken = TYPES.filter(type => ask(type, 'KRX', date, time, DEMO).kind === 'allowed');
        expect(taken).toEqual(types(REGULAR));
        for (const type of ['preOpenClose', 'postClose', 'afterLimit'] as const) {
          expect(ask(type, 'KRX', date, time, DEMO)).toEqual({
            kind: 'closed',
            problem: 'typeNotOnExchange',
            allowed: types(REGULAR),
            next: undefined,
          });
        }
      }
    },
  );

  it('knows NXT and SOR where it plays a live account', () => {
    const live: OrderSetting = { ...LIVE, alwaysOpen: true };
    const taken = (exchange: Exchange) =>
      TYPES.filter(type => ask(type, exchange, MONDAY, '03:00:00', live).kind === 'allowed');
    expect(taken('NXT')).toEqual(types(NXT_MAIN));
    expect(taken('SOR')).toEqual(types(SOR));
    for (const [type, exchange] of [
      ['afterLimit', 'KRX'],
      ['preMarketLimit', 'NXT'],
    ] as const) {
      expect(ask(type, exchange, MONDAY, '17:00:00', live)).toMatchObject({
        problem: 'typeNotOnExchange',
        next: undefined,
      });
    }
  });
});

describe('the KRX after-market', () => {
  const of = (kind: InstrumentKind): OrderSetting => ({ ...LIVE, kind });

  it.each(['etf', 'etn', 'elw'] as const)('does not trade an %s, and says when the day does', kind => {
    expect(ask('limit', 'KRX', MONDAY, '17:00:00', of(kind))).toEqual({
      kind: 'closed',
      problem: 'kindNotNow',
      allowed: [],
      next: at('2026-11-24', '08:30:00'),
    });
  });

  it.each(['etf', 'etn', 'elw'] as const)('has no type that an %s ever takes', kind => {
    for (const [date, time] of [
      [MONDAY, '10:00:00'],
      [MONDAY, '17:00:00'],
      ['2026-11-22', '10:00:00'],
    ] as const) {
      for (const type of types(EVENING)) {
        if (type === undefined) continue;
        expect(ask(type, 'KRX', date, time, of(kind))).toMatchObject({
          problem: 'kindNotNow',
          next: undefined,
        });
      }
    }
    expect(ask('limit', 'KRX', MONDAY, '10:00:00', of(kind))).toEqual({ kind: 'allowed' });
  });

  it.each(['stock', 'reit', 'other'] as const)('trades a %s', kind => {
    expect(ask('afterLimit', 'KRX', MONDAY, '17:00:00', of(kind))).toEqual({ kind: 'allowed' });
  });

  it('began on 14 September 2026', () => {
    expect(ask('afterLimit', 'KRX', '2026-09-11', '17:00:00')).toMatchObject({ problem: 'closed' });
    expect(ask('afterLimit', 'KRX', '2026-09-14', '16:00:00')).toEqual({ kind: 'allowed' });
  });
});
