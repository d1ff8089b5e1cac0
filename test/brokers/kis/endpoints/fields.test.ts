import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  answer,
  date,
  decimal,
  decimalOrZero,
  issueCode,
  one,
  positiveIfAny,
  ratioIfAny,
  rows,
  time,
  whole,
  wholeOrZero,
  yes,
} from '../../../../src/brokers/kis/endpoints/fields.js';

const refused = (schema: z.ZodType, value: unknown) => !schema.safeParse(value).success;

describe('a whole number', () => {
  it('is read from text, with blanks and zeros around it, and exactly', () => {
    expect(whole.parse('51000')).toBe(51000n);
    expect(whole.parse('  -1400 ')).toBe(-1400n);
    expect(whole.parse('0000000000000051000')).toBe(51000n);
    expect(whole.parse('-007')).toBe(-7n);
    expect(whole.parse('000')).toBe(0n);
    expect(whole.parse('9007199254740993')).toBe(9007199254740993n);
  });

  it.each(['', ' ', '1,000', '1e3', '0x10', '10.5', '10.0', '+5', '--5', '5원', 'NaN', '1 000'])(
    'is not read from %j',
    value => {
      expect(refused(whole, value)).toBe(true);
    },
  );

  it('is not read from a JSON number, null or nothing', () => {
    expect([51000, null, undefined, true].map(value => refused(whole, value))).toEqual(Array(4).fill(true));
  });

  it('may be blank or missing only where that means none', () => {
    expect(z.object({ n: wholeOrZero }).parse({})).toEqual({ n: 0n });
    expect(wholeOrZero.parse(' ')).toBe(0n);
    expect(refused(wholeOrZero, 'x')).toBe(true);
  });

  it('that is a mere fact is unknown when blank, zero or not whole', () => {
    expect(['5000', '0', '', '0.5', undefined].map(value => positiveIfAny.parse(value))).toEqual([
      5000n,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a decimal number', () => {
  it('is read from text with and without a fraction', () => {
    expect(['4482.1420', '-14.05', '0.00', ' 39 '].map(value => decimal.parse(value))).toEqual([
      4482.142, -14.05, 0, 39,
    ]);
  });

  it.each(['', '.5', '5.', '1e3', '1,000.5', '0x1', 'Infinity', '12%'])('is not read from %j', value => {
    expect(refused(decimal, value)).toBe(true);
  });

  it('that is blank counts as 0 for averages and as none for ratios', () => {
    expect(decimalOrZero.parse('')).toBe(0);
    expect([ratioIfAny.parse(''), ratioIfAny.parse('0.00'), ratioIfAny.parse('-3.10')]).toEqual([
      undefined,
      undefined,
      -3.1,
    ]);
  });
});

describe('other fields', () => {
  it('take only days and times that exist', () => {
    expect(date.parse('20260228')).toBe('20260228');
    expect(['20260229', '2026-02-28', '', '0'].map(value => refused(date, value))).toEqual(
      Array(4).fill(true),
    );
    expect([time.parse('153000'), time.parse('90500')]).toEqual(['153000', '090500']);
    expect(['246000', '250000', '9050', '', '15:30'].map(value => refused(time, value))).toEqual(
      Array(5).fill(true),
    );
  });

  it('take Y for yes and everything else for no', () => {
    expect(['Y', ' Y', 'N', '', undefined].map(value => yes.parse(value))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('drop the ledger prefix of a code and nothing else', () => {
    expect(
      ['005930', ' 0126Z0 ', 'A005930', '00000A000660', 'Q500020', 'A12345'].map(c => issueCode.parse(c)),
    ).toEqual(['005930', '0126Z0', '005930', '000660', 'Q500020', 'A12345']);
  });
});

describe('a block of rows', () => {
  const list = rows(z.object({ a: whole }), 'a');

  it('may be an array or a single object, but not missing', () => {
    expect(list.parse([{ a: '1' }, { a: '2' }])).toEqual([{ a: 1n }, { a: 2n }]);
    expect(list.parse({ a: '1' })).toEqual([{ a: 1n }]);
    expect(list.parse([])).toEqual([]);
    expect([refused(z.object({ list }), {}), refused(list, null), refused(list, '')]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('loses the rows that say nothing: empty, all blank, or without their key', () => {
    expect(list.parse([{ a: '1' }, {}, { a: '  ' }, { a: '', b: '0' }, { b: '5' }])).toEqual([{ a: 1n }]);
    expect(
      rows(z.object({ b: whole })).parse([
        { a: '', b: '0' },
        { a: '', b: '' },
      ]),
    ).toEqual([{ b: 0n }]);
  });

  it('fails as a whole when one row is damaged', () => {
    expect(refused(list, [{ a: '1' }, { a: 'x' }])).toBe(true);
  });

  it('of one is the same as an object', () => {
    const block = one(z.object({ a: whole }));
    expect([block.parse({ a: '1' }), block.parse([{ a: '1' }])]).toEqual([{ a: 1n }, { a: 1n }]);
    expect([refused(block, []), refused(block, null)]).toEqual([true, true]);
  });
});

it('an answer is read whatever the capitals of its keys, and further keys do not matter', () => {
  const schema = answer({
    output1: rows(z.object({ excg_id_dvsn_cd: z.string() })),
    ctx_area_nk100: z.string(),
  });
  const body = { Output1: [{ excg_id_dvsn_Cd: 'KRX', other: 1 }], CTX_AREA_NK100: 'k', more: null };
  expect(schema.parse(body)).toEqual({ output1: [{ excg_id_dvsn_cd: 'KRX' }], ctx_area_nk100: 'k' });
});
