import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupDigits, parseWhole, percentOf } from '../../src/core/index.js';

test.each(['1,000', '1e3', '0x10', '１００', '', ' ', '1.0', '+5', '--5', '10원', '9'.repeat(19)])(
  'a whole number is digits and nothing else: %j is refused',
  text => {
    expect(parseWhole(text)).toBeUndefined();
  },
);

test('blanks around a number and leading zeros are how brokers pad', () => {
  expect(parseWhole('  0000071900 ')).toBe(71_900n);
  expect(parseWhole('-300')).toBe(-300n);
});

test('grouping changes no digit, whatever the number', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), amount => {
      const grouped = groupDigits(amount);
      expect(grouped).toMatch(/^-?\d{1,3}(?:,\d{3})*$/);
      expect(parseWhole(grouped.replaceAll(',', ''))).toBe(amount);
    }),
  );
});

test('a share of nothing is zero percent', () => {
  expect(percentOf(5n, 0n)).toBe(0);
  expect(percentOf(-1n, 8n)).toBe(-12.5);
});
