import { z } from '@hono/zod-openapi';
import { DeskError, kstDate, kstTime, startOfKstDate } from '../../core/index.js';

/** Won or shares as a JSON number. Throws `bug` beyond 2^53, rather than round. */
export function exact(amount: bigint): number {
  const number = Number(amount);
  if (!Number.isSafeInteger(number)) throw new DeskError('bug', 'an amount beyond what JSON carries exactly');
  return number;
}

/** The same for what may be missing: `null` in JSON. */
export const exactOrNull = (amount: bigint | undefined): number | null =>
  amount === undefined ? null : exact(amount);

/** ms as `2026-11-23T10:00:00.000+09:00`. */
export function isoKst(ms: number): string {
  const date = kstDate(ms);
  const time = kstTime(ms);
  const days = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  const hours = `${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}`;
  const thousandths = String(((Math.floor(ms) % 1_000) + 1_000) % 1_000).padStart(3, '0');
  return `${days}T${hours}.${thousandths}+09:00`;
}

export const won = z.int().openapi({ description: 'won' });
export const shares = z.int().openapi({ description: 'shares' });
export const percent = z.number().openapi({ description: 'percent' });
export const instant = z.iso
  .datetime({ offset: true })
  .openapi({ description: 'ISO 8601 with offset', example: '2026-11-23T10:00:00.000+09:00' });

/** A day in a request. */
export const day = z
  .string()
  .refine(text => startOfKstDate(text) !== undefined)
  .openapi({ description: '`YYYYMMDD`, KST', example: '20260102', pattern: '^[0-9]{8}$' });
