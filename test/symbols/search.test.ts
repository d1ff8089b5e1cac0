import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import table from '../../data/tables/nicknames.json' with { type: 'json' };
import { type Instrument, type InstrumentKind, SYMBOL_CODE } from '../../src/core/index.js';
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

const LISTED = [
  issue('005930', '삼성전자'),
  issue('005935', '삼성전자우'),
  issue('006400', '삼성SDI'),
  issue('000810', '삼성화재'),
  issue('000660', 'SK하이닉스'),
  issue('034730', 'SK'),
  issue('035420', 'NAVER'),
  issue('323410', '카카오뱅크'),
  issue('035720', '카카오'),
  issue('097955', 'CJ제일제당 우'),
  issue('035900', 'JYP Ent.'),
  issue('0126Z0', '삼성에피스홀딩스'),
  issue('069500', 'KODEX 200', 'etf'),
  issue('114800', 'KODEX 인버스', 'etf'),
  issue('252670', 'KODEX 200선물인버스2X', 'etf'),
  issue('Q500020', '한빛 인버스 선물 ETN', 'etn'),
  issue('330590', '한빛리츠', 'reit'),
];
const index = createIndex(LISTED);

/** The code of the one found, the codes of several, or nothing. */
function found(query: string, from = index): string | string[] | undefined {
  const match = from.find(query);
  if (match.kind === 'one') return match.instrument.code;
  return match.kind === 'many' ? match.candidates.map(c => c.code) : undefined;
}

describe('a query that settles it', () => {
  it.each([
    ['005930', '005930'],
    [' 005930 ', '005930'],
    ['0126z0', '0126Z0'],
    ['q500020', 'Q500020'],
    ['삼성전자', '005930'],
    ['삼성 전자', '005930'],
    ['sk', '034730'],
    ['naver', '035420'],
    ['kodex200', '069500'],
    ['cj제일제당우', '097955'],
    ['카카오', '035720'],
    ['삼성SDI', '006400'],
    ['삼성SDI'.normalize('NFD'), '006400'],
  ])('%j is %s, though longer names contain it', (query, code) => {
    expect(found(query)).toBe(code);
  });

  it.each([
    ['삼전', '005930'],
    ['하닉', '000660'],
    ['네이버', '035420'],
    ['카뱅', '323410'],
    ['코덱스 200', '069500'],
    ['곱버스', '252670'],
  ])('the nickname %s is %s', (nickname, code) => {
    expect(found(nickname)).toBe(code);
  });

  it('is a whole name before it is a nickname', () => {
    expect(found('네이버', createIndex([...LISTED, issue('123450', '네이버')]))).toBe('123450');
  });

  it('is not a nickname of an issue that is not listed', () => {
    expect(found('현차')).toBeUndefined();
  });

  it('means the share where a fund bears the same name', () => {
    const twins = createIndex([
      issue('111110', '한빛', 'etf'),
      issue('222220', '한 빛'),
      issue('333330', '한빛전자'),
    ]);
    expect(found('한빛', twins)).toBe('222220');
  });

  it('stays a question where two shares bear the same name', () => {
    const twins = createIndex([
      issue('222220', '한빛'),
      issue('111110', '한빛'),
      issue('333330', '한빛', 'etf'),
    ]);
    expect(found('한빛', twins)).toEqual(['111110', '222220', '333330']);
  });
});

describe('a query that may mean several', () => {
  it('offers shares first, then names that begin with it, then shorter names', () => {
    const mixed = createIndex([
      issue('100000', '별빛', 'etn'),
      issue('600000', '빛리츠', 'reit'),
      issue('500000', '빛고을', 'etf'),
      issue('400000', '한빛'),
      issue('200000', '빛고을전자'),
      issue('300000', '빛고을통'),
    ]);
    expect(found('빛', mixed)).toEqual(['300000', '200000', '400000', '600000', '500000', '100000']);
  });

  it('puts equals in the order of their codes, whatever the order of the list', () => {
    const equals = [issue('300000', '한빛가'), issue('100000', '한빛나'), issue('200000', '한빛다')];
    expect(found('한빛', createIndex(equals))).toEqual(['100000', '200000', '300000']);
    expect(found('한빛', createIndex(equals.toReversed()))).toEqual(['100000', '200000', '300000']);
  });

  it('counts every one that fits, so that nobody is told a smaller number', () => {
    const many = createIndex(Array.from({ length: 25 }, (_, i) => issue(String(100_000 + i), `한빛${i}호`)));
    expect(found('한빛', many)).toHaveLength(25);
  });

  it('is settled when only one name contains it', () => {
    expect(found('에피스')).toBe('0126Z0');
    expect(found('jyp')).toBe('035900');
    expect(found('sdi')).toBe('006400');
  });
});

describe('first consonants', () => {
  it.each([
    ['ㅅㅅㅈㅈ', ['005930', '005935']],
    ['ㅅㅅㅈㅈㅇ', '005935'],
    ['ㅅㅅsdi', '006400'],
    ['SKㅎㅇㄴㅅ', '000660'],
    ['삼성ㅎㅈ', '000810'],
    ['ㅋㅋㅇㅂ', '323410'],
    ['ㅍㅍㅍ', undefined],
    ['삼성ㅋ', undefined],
  ])('%s finds %j', (query, codes) => {
    expect(found(query)).toEqual(codes);
  });

  it('are found further on in a name when the first place does not fit', () => {
    expect(found('ㅂ다', createIndex([issue('111110', '바도바다')]))).toBe('111110');
  });

  it('that an input method drew together are taken apart', () => {
    expect(found('ㄳ', createIndex([issue('111110', '가상전자'), issue('222220', '나무')]))).toBe('111110');
  });

  it('keep tense consonants apart from plain ones', () => {
    const pair = createIndex([issue('111110', '까치'), issue('222220', '가치')]);
    expect(found('ㄲㅊ', pair)).toBe('111110');
    expect(found('ㄱㅊ', pair)).toBe('222220');
  });
});

describe('a query that finds nothing', () => {
  it.each(['', '   ', '999999', '00593', '삼성잔자', '없는이름', '.*', '\\', '__proto__', '삼성전자우우'])(
    '%j is given back with it',
    query => {
      expect(index.find(query)).toEqual({ kind: 'none', query });
    },
  );

  it('is not answered with something near: the name must contain it', () => {
    const names = LISTED.map(listed => listed.name.toLowerCase().replaceAll(' ', ''));
    const letters = [...new Set(`${names.join('')}가A0 `)];
    const queries = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(queries, query => {
        const wanted = query.toLowerCase().replaceAll(' ', '');
        fc.pre(wanted !== '' && !Object.hasOwn(table.codes, wanted));
        const holders = names.filter(name => name.includes(wanted)).length;
        const match = index.find(query);
        if (names.includes(wanted)) expect(match.kind).toBe('one');
        else expect(match.kind).toBe(holders === 0 ? 'none' : holders === 1 ? 'one' : 'many');
      }),
    );
  });
});

describe('every issue', () => {
  it('is found by its code and by its whole name', () => {
    for (const instrument of LISTED) {
      expect(index.byCode(instrument.code)).toEqual(instrument);
      expect(index.find(instrument.code)).toEqual({ kind: 'one', instrument });
      expect(index.find(instrument.name)).toEqual({ kind: 'one', instrument });
    }
    expect(index.count).toBe(LISTED.length);
    expect(index.byCode('999999')).toBeUndefined();
  });
});

describe('the nickname table', () => {
  const codes = Object.values(table.codes);

  it('gives well-formed codes', () => {
    expect(codes.length).toBeGreaterThanOrEqual(40);
    expect(codes.filter(code => !SYMBOL_CODE.test(code))).toEqual([]);
  });

  it('has no entry twice in another spelling, and each leads to its issue', () => {
    const nicknames = Object.entries(table.codes);
    const spellings = nicknames.map(([nickname]) => nickname.toLowerCase().replaceAll(' ', ''));
    expect(new Set(spellings).size).toBe(spellings.length);
    const all = createIndex([...new Set(codes)].map(code => issue(code, `종목${code}`)));
    expect(nicknames.filter(([nickname, code]) => found(nickname, all) !== code)).toEqual([]);
  });
});
