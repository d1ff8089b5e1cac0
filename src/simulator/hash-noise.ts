/** Randomness without a state: the same key and numbers give the same value, in any order, at once. */

/** A 32-bit key for a text (FNV-1a). */
export function noiseKey(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** A whole number in [0, 2^32) for a key and two whole numbers. */
export function hash(key: number, a: number, b = 0): number {
  let h = key ^ Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A number in [0, 1). */
export function unit(key: number, a: number, b = 0): number {
  return hash(key, a, b) / 4_294_967_296;
}

/** A smooth curve through random values in [-1, 1), one for each whole `x`. */
function curve(key: number, layer: number, x: number): number {
  const left = Math.floor(x);
  const t = x - left;
  const from = unit(key, left, layer);
  return 2 * (from + (unit(key, left + 1, layer) - from) * t * t * (3 - 2 * t)) - 1;
}

/**
 * A wandering that stays near 0: one curve for each period, the longer the period the larger the swing (with its
 * square root, as prices do). The shortest period swings by `size` either way.
 */
export function wander(key: number, x: number, periods: readonly number[], size: number): number {
  const shortest = periods[0] ?? 1;
  let sum = 0;
  for (const period of periods) sum += Math.sqrt(period / shortest) * curve(key, period, x / period);
  return sum * size;
}
