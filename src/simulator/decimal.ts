/**
 * numerator / denominator with a fixed number of decimals, exact. `half` rounds half away from zero, `down`
 * cuts off. A denominator of zero gives zero.
 */
export function decimal(
  numerator: bigint,
  denominator: bigint,
  places: number,
  rounding: 'half' | 'down' = 'half',
): string {
  const scale = 10n ** BigInt(places);
  const negative = numerator < 0n !== denominator < 0n;
  const top = (numerator < 0n ? -numerator : numerator) * scale;
  const bottom = denominator < 0n ? -denominator : denominator;
  const scaled = bottom === 0n ? 0n : (rounding === 'half' ? top * 2n + bottom : top * 2n) / (bottom * 2n);
  const whole = (scaled / scale).toString();
  const text = places === 0 ? whole : `${whole}.${(scaled % scale).toString().padStart(places, '0')}`;
  return negative && scaled !== 0n ? `-${text}` : text;
}

/** part / whole in percent. */
export function percent(part: bigint, whole: bigint, places: number): string {
  return decimal(part * 100n, whole, places);
}
