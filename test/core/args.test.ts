import { expect, test } from 'vitest';
import { type ArgSpec, DeskError, parseArgs, plainText } from '../../src/core/index.js';

const words = { ko: '말', en: 'word' };
const SPECS: readonly ArgSpec[] = [
  { name: 'symbol', ko: '종목', kind: 'symbol', description: words, required: true },
  { name: 'page', ko: '쪽', kind: 'integer', description: words, min: 1, max: 99 },
  { name: 'from', ko: '시작일', kind: 'date', description: words },
  {
    name: 'when',
    ko: '조회',
    kind: 'choice',
    description: words,
    choices: [{ value: 'open', label: { ko: '미체결', en: 'Open' } }],
  },
];

function problemOf(given: Record<string, string>): unknown {
  try {
    return parseArgs(SPECS, given);
  } catch (thrown) {
    return thrown instanceof DeskError ? { kind: thrown.kind, ...thrown.detail } : thrown;
  }
}

test('well-formed texts become typed values', () => {
  expect(parseArgs(SPECS, { symbol: ' 삼성전자 ', page: '2', from: '2026-11-20', when: '미체결' })).toEqual({
    symbol: '삼성전자',
    page: 2,
    from: '20261120',
    when: 'open',
  });
});

test('consonants alone are a search, and Hangul in pieces is put together', () => {
  expect(parseArgs(SPECS, { symbol: 'ㅅㅅㅈㅈ' })).toEqual({ symbol: 'ㅅㅅㅈㅈ' });
  expect(parseArgs(SPECS, { symbol: '삼성전자'.normalize('NFD') })).toEqual({ symbol: '삼성전자' });
});

test('what is left out stays out, and blank text counts as left out', () => {
  expect(parseArgs(SPECS, { symbol: '005930', page: '  ' })).toEqual({ symbol: '005930' });
  expect(problemOf({ symbol: ' ' })).toEqual({ kind: 'input', problem: 'missing', argument: 'symbol' });
});

test.each([
  ['page', '1e1'],
  ['page', '0x2'],
  ['page', '٣'],
  ['page', '２'],
  ['page', '0'],
  ['page', '100'],
  ['page', '1.5'],
  ['from', '20260230'],
  ['from', '2026-1-2'],
  ['when', 'closed'],
  ['symbol', '삼성\u200b전자'],
  ['symbol', 'a\u202eb'],
  ['symbol', 'ＡＢＣ'],
  ['symbol', 'x'.repeat(41)],
])('a malformed %s is refused by name: %j', (argument, text) => {
  expect(problemOf({ symbol: '005930', [argument]: text })).toEqual({
    kind: 'input',
    problem: 'malformed',
    argument,
  });
});

const ORDER: readonly ArgSpec[] = [
  { name: 'quantity', ko: '수량', kind: 'quantity', description: words, required: true },
  { name: 'price', ko: '가격', kind: 'price', description: words },
  { name: 'time', ko: '기간', kind: 'duration', description: words },
  {
    name: 'type',
    ko: '유형',
    kind: 'choice',
    description: words,
    choices: [{ value: 'marketIoc', label: { ko: '시장가 IOC', en: 'Market IOC' } }],
  },
];

test('quantities, prices and spans become their values, also out of Hangul in pieces', () => {
  const typed = { quantity: '10주', price: '7.1만', time: '1시간30분', type: '시장가IOC' };
  const values = {
    quantity: { kind: 'shares', shares: 10n },
    price: { kind: 'at', won: 71_000n },
    time: 5_400_000,
    type: 'marketIoc',
  };
  expect(parseArgs(ORDER, typed)).toEqual(values);
  const pieces = Object.fromEntries(Object.entries(typed).map(([k, v]) => [k, ` ${v.normalize('NFD')} `]));
  expect(parseArgs(ORDER, { ...pieces, type: '시장가 ioc' })).toEqual(values);
});

test.each([
  ['quantity', '1e3'],
  ['quantity', '100만'],
  ['quantity', '\u00a010'],
  ['quantity', '10\ufeff'],
  ['price', '71.5'],
  ['price', '\u300071000'],
  ['time', '90초'],
])('a malformed %s says what it is: %j', (argument, text) => {
  let thrown: unknown;
  try {
    parseArgs(ORDER, { quantity: '1', [argument]: text });
  } catch (error) {
    thrown = error;
  }
  const problem = argument === 'time' ? 'duration' : argument;
  expect(thrown).toMatchObject({ kind: 'input', detail: { problem, argument } });
});

test.each([
  ['a zero-width joiner', '삼성\u200d전자'],
  ['a Hangul filler', '삼성\u1160전자'],
  ['an initial filler', '삼성\u115f전자'],
  ['an Ogham blank', '삼성\u1680전자'],
  ['a grapheme joiner', '삼성\u034f전자'],
])('text with %s is not plain', (_what, text) => {
  expect(plainText(text)).toBeUndefined();
  expect(plainText('삼성전자')).toBe('삼성전자');
});

test.each(['__proto__', 'constructor', 'account'])('an argument nobody declared is refused: %s', argument => {
  const given = Object.fromEntries([
    ['symbol', '005930'],
    [argument, '1'],
  ]);
  expect(problemOf(given)).toEqual({ kind: 'input', problem: 'extra', argument });
});
