import type { Won } from '../../core/index.js';

/** Percent with two decimals as a whole number of hundredths, so that prices are compared exactly. */
export function hundredths(percent: number): bigint {
  return BigInt(Math.round(percent * 100));
}

/** Whether `to` lies more than `percent` of `from` away from it, up or down. Exactly so much is not more. */
export function isFurther(from: Won, to: Won, percent: number): boolean {
  return gap(from, to) * 10_000n > hundredths(percent) * from;
}

/** How far `to` lies from `from` in percent, as `15.01`: rounded up, so that what is too far also reads so. */
export function distance(from: Won, to: Won): string {
  if (from <= 0n) return '100.00';
  const inHundredths = (gap(from, to) * 10_000n + from - 1n) / from;
  return `${inHundredths / 100n}.${String(inHundredths % 100n).padStart(2, '0')}`;
}

function gap(a: Won, b: Won): Won {
  return a > b ? a - b : b - a;
}
