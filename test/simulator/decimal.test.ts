import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, percent } from '../../src/simulator/decimal.js';

describe('decimal', () => {
  it.each([
    [1n, 3n, 4, 'half', '0.3333'],
    [2n, 3n, 4, 'half', '0.6667'],
    [2n, 3n, 3, 'down', '0.666'],
    [-2n, 3n, 2, 'half', '-0.67'],
    [1n, 2n, 0, 'half', '1'],
    [-1n, 1000n, 2, 'half', '0.00'],
    [5n, 0n, 2, 'half', '0.00'],
    [156_875n, 35n, 3, 'down', '4482.142'],
  ] as const)('%d / %d with %d places, %s, is %s', (a, b, places, rounding, text) => {
    expect(decimal(a, b, places, rounding)).toBe(text);
  });

  it('is never further than half a unit from the true quotient', () => {
    const amount = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
    fc.assert(
      fc.property(amount, fc.bigInt({ min: 1n, max: 10n ** 9n }), (a, b) => {
        const scaled = BigInt(decimal(a, b, 4).replace('.', ''));
        const distance = scaled * b - a * 10_000n;
        expect((distance < 0n ? -distance : distance) * 2n <= b).toBe(true);
      }),
    );
  });

  it('gives percent of a whole', () => {
    expect(percent(851n, 10_000n, 2)).toBe('8.51');
    expect(percent(1n, 0n, 2)).toBe('0.00');
  });
});
