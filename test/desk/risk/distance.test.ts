import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distance, isFurther } from '../../../src/desk/risk/distance.js';

const won = fc.bigInt(1n, 10n ** 9n);
/** Hundredths of a percent. */
const steps = fc.integer({ min: 0, max: 10_000 });

test('a distance is compared exactly, at every price and percentage', () => {
  fc.assert(
    fc.property(won, won, steps, (from, to, step) => {
      // By cross-multiplication of whole numbers: |to - from| / from > step / 10000.
      const gap = to > from ? to - from : from - to;
      expect(isFurther(from, to, step / 100)).toBe(gap * 10_000n > from * BigInt(step));
    }),
    { numRuns: 2_000 },
  );
});

test('what is further away than a limit also reads so', () => {
  fc.assert(
    fc.property(won, won, steps, (from, to, step) => {
      const read = BigInt(distance(from, to).replace('.', ''));
      expect(read > BigInt(step)).toBe(isFurther(from, to, step / 100));
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  [1_000n, 1_150n, '15.00'],
  [1_000n, 1_151n, '15.10'],
  [100_000n, 115_001n, '15.01'],
  [71_900n, 71_900n, '0.00'],
  [3n, 1n, '66.67'],
])('from %s to %s it is %s percent', (from, to, expected) => {
  expect(distance(from, to)).toBe(expected);
});
