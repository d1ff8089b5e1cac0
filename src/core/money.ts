/** Korean won, always whole and exact. A bigint so that no rounding can enter an amount. */
export type Won = bigint;

/** A number of shares, always whole. */
export type Shares = bigint;

const WHOLE = /^-?[0-9]{1,18}$/;

/**
 * Reads a whole number as brokers write it: digits with an optional leading minus, blanks around it allowed.
 * Anything else (`1e3`, `0x10`, `1,000`, an empty string) gives undefined; nothing is ever guessed.
 */
export function parseWhole(text: string): bigint | undefined {
  const trimmed = text.trim();
  return WHOLE.test(trimmed) ? BigInt(trimmed) : undefined;
}

/** 1234567n → "1,234,567". */
export function groupDigits(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString();
  const grouped = digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return amount < 0n ? `-${grouped}` : grouped;
}

/** part / whole in percent; 0 when the whole is 0. For display only, never for an amount. */
export function percentOf(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * 1_000_000n) / whole) / 10_000;
}
