import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { SYMBOL_CODE } from '../../src/core/index.js';
import { isOnTick } from '../../src/market/index.js';
import { LISTINGS, listingOf } from '../../src/simulator/listings.js';

/** ISO 6166: letters count as two digits, then every second digit from the right is doubled. */
function isinHolds(isin: string): boolean {
  const digits = Array.from(isin, char => Number.parseInt(char, 36)).join('');
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, i) => {
      const value = Number(digit) * (i % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

describe('the list of issues', () => {
  it('has some hundred issues of both markets, each once, with well-formed codes', () => {
    const codes = LISTINGS.map(issue => issue.instrument.code);
    expect(codes.length).toBeGreaterThanOrEqual(100);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter(code => !SYMBOL_CODE.test(code))).toEqual([]);
    expect(new Set(LISTINGS.map(issue => issue.instrument.market))).toEqual(new Set(['KOSPI', 'KOSDAQ']));
    expect(new Set(LISTINGS.map(issue => issue.instrument.kind))).toEqual(
      new Set(['stock', 'etf', 'etn', 'reit']),
    );
  });

  it('gives every issue a base price on the tick, a valid ISIN and a name that fits the master file', () => {
    for (const { instrument, isin } of LISTINGS) {
      expect(isOnTick(instrument.basePrice, instrument.kind), instrument.code).toBe(true);
      expect(isinHolds(isin), instrument.code).toBe(true);
      expect(iconv.encode(instrument.name, 'cp949').length).toBeLessThanOrEqual(40);
    }
  });

  it('finds issues by their code and nothing under another', () => {
    expect(listingOf('005930')?.instrument.name).toBe('삼성전자');
    expect(listingOf('005935')?.isin).toBe('KR7005931001');
    expect(listingOf('069500')?.instrument.kind).toBe('etf');
    expect(listingOf('0126Z0')?.instrument.market).toBe('KOSPI');
    expect(listingOf('999999')).toBeUndefined();
    expect(listingOf('constructor')).toBeUndefined();
  });

  it('holds an issue for every warning a client must handle, and one in the lowest price band', () => {
    const instruments = LISTINGS.map(issue => issue.instrument);
    expect(instruments.filter(i => i.halted).length).toBeGreaterThan(0);
    expect(instruments.filter(i => i.managed && !i.halted).length).toBeGreaterThan(0);
    expect(new Set(instruments.map(i => i.warning))).toEqual(new Set(['none', 'caution', 'warning']));
    expect(instruments.filter(i => i.kind === 'stock' && i.basePrice < 1000n).length).toBeGreaterThan(0);
  });
});
