import { getHolidayPreset } from '@hyunbinseo/holidays-kr';
import { describe, expect, it } from 'vitest';
import table from '../../data/tables/krx-holidays.json' with { type: 'json' };
import { addKstDays, kstFields, startOfKstDate } from '../../src/core/index.js';
import {
  addTradingDays,
  holidayName,
  isTradingDay,
  lateOpening,
  nextTradingDay,
  previousTradingDay,
} from '../../src/market/index.js';

const YEARS = ['2025', '2026', '2027'] as const;

function weekdayOf(date: string): number {
  return kstFields(startOfKstDate(date) ?? Number.NaN).weekday;
}

function daysOf(year: string): string[] {
  const days: string[] = [];
  for (let day = `${year}0101`; day.startsWith(year); day = addKstDays(day, 1)) days.push(day);
  return days;
}

describe('the holiday table', () => {
  it.each(YEARS)(
    'of %s is the official gazette, 1 May and the last weekday, and nothing else',
    async year => {
      const official = Object.keys(await getHolidayPreset(year)).map(day => day.replaceAll('-', ''));
      const lastWeekday = daysOf(year).findLast(day => ![0, 6].includes(weekdayOf(day))) ?? '';
      const expected = new Set([...official, `${year}0501`, lastWeekday]);
      const listed = Object.keys(table.holidays).filter(day => day.startsWith(year));
      expect(listed.toSorted()).toEqual([...expected].toSorted());
    },
  );

  it('names every year it covers, and no day of another', () => {
    expect(table.years).toEqual(YEARS);
    expect(new Set(Object.keys(table.holidays).map(day => day.slice(0, 4)))).toEqual(new Set(YEARS));
  });

  it('opens late only on trading days, the first of each year among them', () => {
    expect(Object.keys(table.lateOpenings).map(day => isTradingDay(day))).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
    ]);
    for (const year of YEARS) {
      expect(lateOpening(nextTradingDay(`${year}0101`))?.closeMinutesLater).toBe(0);
    }
  });
});

describe('trading days', () => {
  it.each([
    ['20261120', true],
    ['20261121', false],
    ['20261122', false],
    ['20260216', false],
    ['20260219', true],
    ['20260302', false],
    ['20260501', false],
    ['20250501', false],
    ['20260603', false],
    ['20261231', false],
    ['20261230', true],
  ])('%s: %s', (date, open) => {
    expect(isTradingDay(date)).toBe(open);
  });

  it('of a year without a table are unknown, but its weekends are not', () => {
    expect(isTradingDay('20280103')).toBeUndefined();
    expect(isTradingDay('20280101')).toBe(false);
    expect(isTradingDay('20241225')).toBeUndefined();
  });

  it('skip the lunar new year in both directions', () => {
    expect(nextTradingDay('20260213')).toBe('20260219');
    expect(previousTradingDay('20260219')).toBe('20260213');
    expect(nextTradingDay('20260216')).toBe('20260219');
  });

  it('settle two trading days after the trade, over a weekend and over the end of the year', () => {
    expect(addTradingDays('20261120', 2)).toBe('20261124');
    expect(addTradingDays('20261230', 2)).toBe('20270105');
    expect(addTradingDays('20270105', -2)).toBe('20261230');
    expect(addTradingDays('20261121', 0)).toBe('20261121');
  });

  it('are every weekday in a year without a table', () => {
    expect(nextTradingDay('20271230')).toBe('20280103');
    expect(previousTradingDay('20250102')).toBe('20241231');
  });

  it('go there and back again from every trading day of 2026', () => {
    const open = daysOf('2026').filter(day => isTradingDay(day) === true);
    expect(open.length).toBe(365 - 104 - 17);
    for (const day of open) expect(previousTradingDay(nextTradingDay(day))).toBe(day);
  });

  it.each(['2026-11-20', '20260230', '', '20261301'])('are not asked of %j, which is no date', date => {
    expect(() => isTradingDay(date)).toThrow(RangeError);
    expect(() => addTradingDays(date, 1)).toThrow(RangeError);
  });

  it('are counted in whole numbers', () => {
    expect(() => addTradingDays('20261120', 1.5)).toThrow(RangeError);
    expect(() => addTradingDays('20261120', Number.NaN)).toThrow(RangeError);
  });
});

describe('days that the broker told of', () => {
  const known = new Map([
    ['20261124', false],
    ['20261225', true],
    ['20261128', true],
    ['20280103', false],
    ['20280104', true],
  ]);

  it('take precedence over the table, the weekend and what nobody knows', () => {
    expect([...known.keys()].map(date => isTradingDay(date, known))).toEqual([...known.values()]);
    expect([...known.keys()].map(date => isTradingDay(date))).toEqual([
      true,
      false,
      false,
      undefined,
      undefined,
    ]);
  });

  it('leave every other day as it was', () => {
    for (const day of daysOf('2026')) {
      if (!known.has(day)) expect(isTradingDay(day, known)).toBe(isTradingDay(day));
    }
  });

  it('are counted as trading days, or passed over', () => {
    expect(nextTradingDay('20261123', known)).toBe('20261125');
    expect(previousTradingDay('20261125', known)).toBe('20261123');
    expect(addTradingDays('20261123', 2, known)).toBe('20261126');
    expect(nextTradingDay('20261127', known)).toBe('20261128');
  });

  it('do not make a date of what is none', () => {
    expect(() => isTradingDay('20260230', new Map([['20260230', true]]))).toThrow(RangeError);
  });
});

it('knows what is celebrated on a day of the table', () => {
  expect([holidayName('20261225'), holidayName('20261224')]).toEqual(['기독탄신일', undefined]);
});
