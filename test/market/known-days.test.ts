import { describe, expect, it } from 'vitest';
import { type OrderSetting, orderHours } from '../../src/market/index.js';

const at = (date: string, time: string) => Date.parse(`${date}T${time}+09:00`);
const LIVE: OrderSetting = { mode: 'live', kind: 'stock', alwaysOpen: false };
const ask = (date: string, time: string, known?: ReadonlyMap<string, boolean>) =>
  orderHours('limit', 'KRX', at(date, time), { ...LIVE, known });

describe('an order on a day that the broker told of', () => {
  it('is not taken on a holiday at short notice, and the next time is after it', () => {
    const known = new Map([
      ['20261124', false],
      ['20261125', false],
    ]);
    expect(ask('2026-11-24', '10:00:00')).toEqual({ kind: 'allowed' });
    expect(ask('2026-11-24', '10:00:00', known)).toEqual({
      kind: 'closed',
      problem: 'holiday',
      allowed: [],
      next: at('2026-11-26', '08:30:00'),
    });
  });

  it('is taken where only the table knows a holiday', () => {
    const known = new Map([['20261225', true]]);
    expect(ask('2026-12-25', '10:00:00')).toMatchObject({ problem: 'holiday' });
    expect(ask('2026-12-25', '10:00:00', known)).toEqual({ kind: 'allowed' });
  });

  it('is taken next on a Saturday that is known to be open', () => {
    const known = new Map([['20261128', true]]);
    expect(ask('2026-11-27', '21:00:00', known)).toMatchObject({ next: at('2026-11-28', '08:30:00') });
  });

  it('is taken in a year that the table does not have', () => {
    expect(ask('2028-01-04', '10:00:00')).toEqual({ kind: 'noCalendar' });
    expect(ask('2028-01-04', '10:00:00', new Map([['20280104', true]]))).toEqual({ kind: 'allowed' });
  });
});
