import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { z as schema } from 'zod';
import {
  amount,
  amountOrZero,
  decimal,
  issueCode,
  positiveIfAny,
  rows,
  signed,
  signedOrZero,
  time,
} from '../../../../src/brokers/kiwoom/endpoints/fields.js';

const read = <T>(field: z.ZodType<T>, value: unknown) => field.safeParse(value).data;

describe('a number of Kiwoom', () => {
  it.each([
    ['+261000', 261_000n, 261_000n],
    ['-177000', 177_000n, -177_000n],
    ['000000059000', 59_000n, 59_000n],
    ['-00000000196888', 196_888n, -196_888n],
    [' 269000', 269_000n, 269_000n],
    [' 0', 0n, 0n],
    ['97602.00', 97_602n, 97_602n],
  ])('%j is %s as a price and %s as a difference', (text, price, difference) => {
    expect([read(amount, text), read(signed, text)]).toEqual([price, difference]);
  });

  it.each(['', ' ', '1,000', '1e3', '97602.96', '--3', '+', 'A1', 5, undefined])('%j is none', value => {
    expect([read(amount, value), read(signed, value)]).toEqual([undefined, undefined]);
  });

  it('that is blank is zero only where that is said, and missing elsewhere', () => {
    expect([read(amountOrZero, ''), read(signedOrZero, undefined)]).toEqual([0n, 0n]);
    expect([read(positiveIfAny, ''), read(positiveIfAny, '0'), read(positiveIfAny, '+5')]).toEqual([
      undefined,
      undefined,
      5n,
    ]);
    expect(read(amountOrZero, 'abc')).toBeUndefined();
  });

  it('survives any padding with its sign in front', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), fc.nat(4), (value, more) => {
        const digits = (value < 0n ? -value : value).toString().padStart(15 + more, '0');
        expect(read(signed, value < 0n ? `-${digits}` : digits)).toBe(value);
      }),
      { numRuns: 200 },
    );
  });

  it('with a fraction is read for display', () => {
    expect([read(decimal, '+2.38'), read(decimal, '-52.71'), read(decimal, '97602.9573459')]).toEqual([
      2.38, -52.71, 97_602.9573459,
    ]);
  });
});

describe('other fields', () => {
  it.each([
    ['A005930', '005930'],
    ['005930_NX', '005930'],
    ['005930_AL', '005930'],
    ['A0000D0', '0000D0'],
    ['005930', '005930'],
  ])('%s is the issue %s', (text, code) => {
    expect(read(issueCode, text)).toBe(code);
  });

  it('a time has colons in one family and none in the other', () => {
    expect([read(time, '13:05:43'), read(time, '130543'), read(time, '246000')]).toEqual([
      '130543',
      '130543',
      undefined,
    ]);
  });

  it('a list drops rows that say nothing, but must be there', () => {
    const list = rows(schema.looseObject({ a: amount }));
    expect(
      read(list, [
        { a: '', b: '' },
        { a: '1', b: '' },
      ]),
    ).toEqual([{ a: 1n, b: '' }]);
    expect(read(list, undefined)).toBeUndefined();
  });
});
