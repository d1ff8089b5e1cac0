import { describe, expect, it } from 'vitest';
import { krxSession } from '../../src/market/index.js';

const kst = (date: string, time: string) => krxSession(Date.parse(`${date}T${time}+09:00`));

describe('the session on an ordinary day', () => {
  it.each([
    ['00:00:00', 'closed'],
    ['08:29:59.999', 'closed'],
    ['08:30:00', 'preOpenClose'],
    ['08:39:59.999', 'preOpenClose'],
    ['08:40:00', 'openingAuction'],
    ['08:59:59.999', 'openingAuction'],
    ['09:00:00', 'continuous'],
    ['15:19:59.999', 'continuous'],
    ['15:20:00', 'closingAuction'],
    ['15:29:59.999', 'closingAuction'],
    ['15:30:00', 'closed'],
    ['15:39:59.999', 'closed'],
    ['15:40:00', 'postClose'],
    ['15:59:59.999', 'postClose'],
    ['16:00:00', 'afterMarket'],
    ['19:59:59.999', 'afterMarket'],
    ['20:00:00', 'closed'],
    ['23:59:59.999', 'closed'],
  ])('at %s is %s', (time, session) => {
    expect(kst('2026-11-23', time)).toBe(session);
  });
});

describe('a late day', () => {
  it.each([
    ['08:30:00', 'closed'],
    ['09:29:59', 'closed'],
    ['09:30:00', 'preOpenClose'],
    ['09:40:00', 'openingAuction'],
    ['09:59:59', 'openingAuction'],
    ['10:00:00', 'continuous'],
    ['15:19:59', 'continuous'],
    ['15:20:00', 'closingAuction'],
    ['15:30:00', 'closed'],
  ])('that begins the year opens at ten and closes as ever: %s is %s', (time, session) => {
    expect(kst('2027-01-04', time)).toBe(session);
  });

  it.each([
    ['09:00:00', 'closed'],
    ['09:59:59', 'openingAuction'],
    ['10:00:00', 'continuous'],
    ['16:19:59', 'continuous'],
    ['16:20:00', 'closingAuction'],
    ['16:30:00', 'closed'],
    ['16:40:00', 'postClose'],
    ['17:00:00', 'afterMarket'],
    ['20:00:00', 'closed'],
  ])('of the 수능 shifts as a whole, but the evening ends at eight: %s is %s', (time, session) => {
    expect(kst('2026-11-19', time)).toBe(session);
  });
});

describe('a day without trading', () => {
  it.each(['2026-11-21', '2026-11-22', '2026-12-25', '2026-12-31', '2026-05-01'])(
    'stays closed: %s',
    date => {
      expect(kst(date, '10:00:00')).toBe('closed');
      expect(kst(date, '17:00:00')).toBe('closed');
    },
  );
});

describe('the calendar around the sessions', () => {
  it('knows the after-market from 14 September 2026 on only', () => {
    expect(kst('2026-09-11', '16:30:00')).toBe('closed');
    expect(kst('2026-09-11', '15:50:00')).toBe('postClose');
    expect(kst('2026-09-14', '16:00:00')).toBe('afterMarket');
  });

  it('takes the day from Korea, whatever day it is elsewhere', () => {
    expect(krxSession(Date.parse('2026-11-23T00:30:00Z'))).toBe('continuous');
    expect(krxSession(Date.parse('2026-11-22T23:35:00Z'))).toBe('preOpenClose');
    expect(krxSession(Date.parse('2026-11-20T15:30:00Z'))).toBe('closed');
  });

  it('takes a weekday of an unknown year for a trading day', () => {
    expect(kst('2028-01-04', '09:00:00')).toBe('continuous');
    expect(kst('2028-01-08', '09:00:00')).toBe('closed');
  });
});

it('is closed on a day that the broker calls a holiday, and open on one that only the table does', () => {
  const at = (date: string) => Date.parse(`${date}T10:00:00+09:00`);
  const known = new Map([
    ['20261124', false],
    ['20261225', true],
  ]);
  expect([krxSession(at('2026-11-24'), known), krxSession(at('2026-12-25'), known)]).toEqual([
    'closed',
    'continuous',
  ]);
});
