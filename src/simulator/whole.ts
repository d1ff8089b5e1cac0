import { z } from 'zod';

/** A bigint in our own JSON: digits as text, because a JSON number would lose the large ones. */
export const wholeText = z
  .string()
  .regex(/^-?\d{1,18}$/)
  .transform(BigInt);

/** For values people post to the control address: digits as text, or a whole JSON number. */
export const wholeInput = z.union([wholeText, z.number().int().transform(BigInt)]);

/** A whole number not below zero, as above. */
export const naturalInput = wholeInput.refine(n => n >= 0n);

/** JSON text in which every bigint is its digits. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, v: unknown) => (typeof v === 'bigint' ? v.toString() : v));
}

/** For JSON that people and tests read: bigints as plain numbers. */
export function toPlainJson(value: unknown): string {
  return JSON.stringify(value, (_key, v: unknown) => (typeof v === 'bigint' ? Number(v) : v));
}
