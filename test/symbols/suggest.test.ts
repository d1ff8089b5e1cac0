import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import listings from '../../data/tables/simulator-listings.json' with { type: 'json' };
import type { Instrument, InstrumentKind } from '../../src/core/index.js';
import { createIndex } from '../../src/symbols/search.js';

function issue(code: string, name: string, kind: InstrumentKind = 'stock'): Instrument {
  return {
    code,
    name,
    kind,
    market: 'KOSPI',
    basePrice: 10_000n,
    halted: false,
    managed: false,
    liquidation: false,
    warning: 'none',
  };
}

const index = createIndex([
  issue('005930', '삼성전자'),
  issue('005935', '삼성전자우'),
  issue('006400', '삼성SDI'),
  issue('000810', '삼성화재'),
  issue('000660', 'SK하이닉스'),
  issue('034730', 'SK'),
  issue('000270', '기아'),
  issue('024110', '기업은행'),
  issue('015760', '한국전력'),
  issue('069500', 'KODEX 200', 'etf'),
  issue('252670', 'KODEX 200선물인버스2X', 'etf'),
  issue('0126Z0', '삼성에피스홀딩스'),
]);

const codes = (query: string, limit = 25) => index.suggest(query, limit).map(({ code }) => code);

describe('what a half typed word could become', () => {
  it.each<[string, string, string[]]>([
    ['the beginning of a code', '0059', ['005930', '005935']],
    ['a code in small letters', '0126z', ['0126Z0']],
    ['a whole name, before those that begin with it', 'sk', ['034730', '000660']],
    ['the beginning of a name', '삼성전', ['005930', '005935']],
    ['the middle of a name, after those that begin with it', '전', ['015760', '005930', '005935']],
    ['a nickname', '하닉', ['000660']],
    ['the beginning of a nickname', '곱', ['252670']],
    ['first consonants', 'ㅅㅅㅈㅈ', ['005930', '005935']],
    ['first consonants that the input method drew together', 'ㄳ', []],
    ['a syllable and the next consonant', '삼ㅅㅎ', ['000810']],
    ['a syllable without its last consonant', '삼서', ['006400', '005930', '000810', '005935', '0126Z0']],
    ['a syllable that borrows the next consonant', '깅', ['000270', '024110']],
    ['with blanks and in any case', 'Kodex 2', ['069500', '252670']],
    ['nothing', '', []],
    ['blanks', '  ', []],
    ['what no issue has', '없음', []],
  ])('%s: %j', (_what, query, expected) => {
    expect(codes(query).toSorted()).toEqual(expected.toSorted());
  });

  it('stands in order: what it settles, what begins with it, what contains it; shares first, then shorter names', () => {
    expect(codes('sk')).toEqual(['034730', '000660']);
    expect(codes('삼성전자')).toEqual(['005930', '005935']);
    expect(codes('삼전우')).toEqual(['005935']);
    expect(codes('전')).toEqual(['005930', '015760', '005935']);
    expect(codes('200')).toEqual(['069500', '252670']);
    expect(codes('삼성')).toEqual(['000810', '005930', '005935', '006400', '0126Z0']);
  });

  it('is cut to the limit, and to the codes among which it is sought', () => {
    expect(codes('삼', 2)).toEqual(['000810', '005930']);
    expect(index.suggest('삼', 25, new Set(['006400', '034730'])).map(({ code }) => code)).toEqual([
      '006400',
    ]);
  });
});

const LISTED = createIndex(listings.map(({ code, name }) => issue(code, name)));

it('every listed issue is found at once by its whole name, its code, and every beginning of either', () => {
  fc.assert(
    fc.property(fc.constantFrom(...listings), fc.nat(), ({ code, name }, cut) => {
      const all = (query: string) => LISTED.suggest(query, 1_000).map(found => found.code);
      expect(all(code)[0]).toBe(code);
      expect(all(name)).toContain(code);
      expect(all(code.slice(0, 1 + (cut % code.length)))).toContain(code);
      const beginning = name.slice(0, 1 + (cut % name.length)).trim();
      expect(beginning === '' || all(beginning).includes(code)).toBe(true);
    }),
  );
});

it('whatever is typed, nothing comes twice and nothing more than asked for', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.integer({ min: 0, max: 30 }),
      (query, limit) => {
        const found = LISTED.suggest(query, limit);
        expect(found.length).toBeLessThanOrEqual(limit);
        expect(new Set(found).size).toBe(found.length);
      },
    ),
  );
});
