import { parseWhole } from '../core/index.js';

/** Digits only; undefined for a sign, a fraction, a separator or an empty text. */
export function natural(text: string): bigint | undefined {
  return /^\d{1,18}$/.test(text) ? parseWhole(text) : undefined;
}
