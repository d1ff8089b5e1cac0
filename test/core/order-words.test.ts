import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type PriceWish,
  parseDuration,
  parsePrice,
  parseQuantity,
  priceWord,
  quantityWord,
  type Size,
} from '../../src/core/index.js';

const shares = (count: bigint): Size => ({ kind: 'shares', shares: count });
const amount = (won: bigint): Size => ({ kind: 'amount', won });
const percent = (value: number): Size => ({ kind: 'percent', percent: value });
const at = (won: bigint): PriceWish => ({ kind: 'at', won });

/** What `parseInt`, `Number` or a lenient reader would take for a number. */
const TRAPS = [
  '',
  ' ',
  '0',
  '00',
  '-1',
  '+1',
  '−1',
  '1e3',
  '1E3',
  '0x10',
  '0b1',
  '010',
  '0,100',
  '1,00',
  '10,00',
  '1,0000',
  '1000,000',
  ',100',
  '100,',
  '1,,000',
  '1_000',
  '1 000',
  ' 10',
  '10 ',
  '10\n',
  '1.0',
  '10.',
  '.5',
  '1.5.5',
  '１０',
  '١٠',
  '१०',
  '𝟏𝟎',
  '①',
  '十',
  '십',
  '만',
  '\u00a010',
  '10\u200b',
  '\u202e01',
  '\ufeff10',
  'NaN',
  'Infinity',
  'null',
  '10n',
  '10;',
] as const;

describe('a quantity', () => {
  test.each([
    ['10', shares(10n)],
    ['10주', shares(10n)],
    ['1,000주', shares(1000n)],
    ['1,234,567', shares(1_234_567n)],
    ['999999999', shares(999_999_999n)],
    ['999,999,999주', shares(999_999_999n)],
    ['전량', { kind: 'all' }],
    ['전부', { kind: 'all' }],
    ['ALL', { kind: 'all' }],
    ['1%', percent(1)],
    ['50%', percent(50)],
    ['100%', percent(100)],
    ['500000원', amount(500_000n)],
    ['500,000원', amount(500_000n)],
    ['100만원', amount(1_000_000n)],
    ['1,500만원', amount(15_000_000n)],
    ['1.5억원', amount(150_000_000n)],
    ['0.5억원', amount(50_000_000n)],
    ['0.00000001억원', amount(1n)],
    ['7.1234만원', amount(71_234n)],
    ['999999999999999원', amount(999_999_999_999_999n)],
  ])('%s is read as %o', (word, size) => {
    expect(parseQuantity(word)).toEqual(size);
  });

  test.each([
    ...TRAPS,
    ...TRAPS.map(trap => `${trap}주`),
    ...TRAPS.map(trap => `${trap}%`),
    ...TRAPS.map(trap => `${trap}원`),
    '1000000000',
    '1,000,000,000주',
    '101%',
    '0%',
    '050%',
    '50.5%',
    '50％',
    '100만',
    '1.5억',
    '100만주',
    '10주주',
    '1.5주',
    '1.5원',
    '7.12345만원',
    '0만원',
    '0.0만원',
    '00.5만원',
    '1.123456789억원',
    '1억5000만원',
    '만원',
    '1만만원',
    '1000000000000000원',
    '10000000억원',
    '전량주',
    '전 량',
    'al',
    'alles',
    '10株',
    '10₩',
    '시장가',
  ])('%j is refused', word => {
    expect(parseQuantity(word)).toBeUndefined();
  });

  test('of a million without 원 is refused, for it could be shares or won', () => {
    expect(parseQuantity('100만')).toBeUndefined();
    expect(parseQuantity('100만원')).toEqual(amount(1_000_000n));
  });
});

describe('a price', () => {
  test.each([
    ['71000', at(71_000n)],
    ['71,000', at(71_000n)],
    ['71000원', at(71_000n)],
    ['7.1만', at(71_000n)],
    ['7.1만원', at(71_000n)],
    ['7만', at(70_000n)],
    ['1.2억', at(120_000_000n)],
    ['0.005만', at(50n)],
    ['1,234.5만', at(12_345_000n)],
    ['1', at(1n)],
    ['999999999', at(999_999_999n)],
    ['시장가', { kind: 'market' }],
    ['market', { kind: 'market' }],
    ['Market', { kind: 'market' }],
  ])('%s is read as %o', (word, price) => {
    expect(parsePrice(word)).toEqual(price);
  });

  test.each([
    ...TRAPS,
    ...TRAPS.map(trap => `${trap}원`),
    ...TRAPS.filter(trap => trap !== '1.0').map(trap => `${trap}만`),
    '1000000000',
    '10억',
    '99999.9999만주',
    '71.5',
    '71000.0',
    '7.10001만',
    '10주',
    '전량',
    '50%',
    '시장',
    '시 장가',
    'mar\u212aet',
    'ｍarket',
  ])('%j is refused', word => {
    expect(parsePrice(word)).toBeUndefined();
  });
});

describe('a duration', () => {
  const MINUTE = 60_000;
  test.each([
    ['30분', 30 * MINUTE],
    ['2시간', 120 * MINUTE],
    ['1시간30분', 90 * MINUTE],
    ['1시간5분', 65 * MINUTE],
    ['90m', 90 * MINUTE],
    ['2h', 120 * MINUTE],
    ['2H', 120 * MINUTE],
    ['1d', 1440 * MINUTE],
    ['1일', 1440 * MINUTE],
    ['9999일', 9999 * 1440 * MINUTE],
  ])('%s is %d ms', (word, ms) => {
    expect(parseDuration(word)).toBe(ms);
  });

  test.each([
    ...TRAPS,
    ...TRAPS.map(trap => `${trap}분`),
    ...TRAPS.map(trap => `${trap}h`),
    '30',
    '10000분',
    '1시간60분',
    '1시간0분',
    '1시간05분',
    '1시간 30분',
    '1h30m',
    '30분1시간',
    '1.5시간',
    '30초',
    '30s',
    '오늘',
    '시간',
    '2시',
    '2간',
    '30분간',
  ])('%j is refused', word => {
    expect(parseDuration(word)).toBeUndefined();
  });
});

describe('the word of a value', () => {
  const count = (most: bigint) => fc.bigInt({ min: 1n, max: most });
  const sizes = fc.oneof(
    count(999_999_999n).map(shares),
    count(999_999_999_999_999n).map(amount),
    fc.integer({ min: 1, max: 100 }).map(percent),
    fc.constant<Size>({ kind: 'all' }),
  );
  const prices = fc.oneof(count(999_999_999n).map(at), fc.constant<PriceWish>({ kind: 'market' }));

  test('is read as the same value', () => {
    const isRead = fc.property(sizes, prices, (size, price) => {
      expect(parseQuantity(quantityWord(size))).toEqual(size);
      expect(parsePrice(priceWord(price))).toEqual(price);
    });
    fc.assert(isRead);
  });
});
