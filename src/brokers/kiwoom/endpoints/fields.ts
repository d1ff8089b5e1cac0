import { z } from 'zod';
import { parseWhole, startOfKstDate } from '../../../core/index.js';

/**
 * Readers of Kiwoom's answers, in which every value is text: padded with zeros in one family, with a sign for the
 * direction of a price in another, with blanks around it in places. Strict about what a number may look like.
 */

/** Text without the blanks around it; '' when the key is missing. */
export const text = z
  .string()
  .optional()
  .transform(value => (value ?? '').trim());

/** Text that has to be there. */
export const filled = z.string().trim().min(1);

/** `+261000`, `-00000000196888`, ` 0`, `000000059000`; whole numbers written with a fraction of zeros pass, too. */
const WHOLE = /^([+-]?)0*(\d{1,18})(?:\.0+)?$/;

function signedOf(value: string): bigint | undefined {
  const [, sign, digits = ''] = WHOLE.exec(value.trim()) ?? [];
  const amount = parseWhole(digits);
  return sign === '-' && amount !== undefined ? -amount : amount;
}

const whole = (read: (value: string) => bigint | undefined) =>
  z.string().transform((value, context) => {
    const number = read(value);
    if (number !== undefined) return number;
    context.addIssue({ code: 'custom', message: 'not a whole number' });
    return z.NEVER;
  });

const magnitudeOf = (value: string) => {
  const number = signedOf(value);
  return number !== undefined && number < 0n ? -number : number;
};

/** A whole number whose sign means what it says: profit and loss, a change. */
export const signed = whole(signedOf);

/** A price or a quantity: a sign before it tells the direction against yesterday, and is left out. */
export const amount = whole(magnitudeOf);

const isBlank = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
const orZero = <S extends z.ZodType>(schema: S) =>
  z.preprocess(value => (isBlank(value) ? '0' : value), schema);

/** As the others; missing or blank is nothing. */
export const signedOrZero = orZero(signed);
export const amountOrZero = orZero(amount);

/** undefined for what is missing, blank, zero or no whole number. */
export const positiveIfAny = z
  .string()
  .optional()
  .transform(value => magnitudeOf(value ?? '') || undefined);

const DECIMAL = /^[+-]?\d{1,18}(?:\.\d{1,12})?$/;

/** For display only, never for an amount: rates, average prices. */
export const decimal = z.string().trim().regex(DECIMAL).transform(Number);
export const decimalOrZero = orZero(decimal);

/** undefined when missing, blank or zero: a fund has no PER. */
export const ratioIfAny = decimalOrZero.transform(number => (number === 0 ? undefined : number));

/** `YYYYMMDD`, a day that exists. */
export const date = z
  .string()
  .trim()
  .refine(value => startOfKstDate(value) !== undefined);

/** `HHMMSS`; the kt services write `HH:MM:SS`. */
export const time = z
  .string()
  .transform(value => value.trim().replaceAll(':', ''))
  .pipe(z.string().regex(/^(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]$/));

/** An issue's code without the mark before it (`A005930`) and the exchange behind it (`005930_NX`). */
export const issueCode = filled.transform(value =>
  value.replace(/_(?:NX|AL)$/, '').replace(/^A(?=.{6}$)/, ''),
);

/** Rows; those whose values are all blank say nothing and are dropped. A missing list is no empty one. */
export const rows = <S extends z.ZodType>(row: S) =>
  z.preprocess(
    value => (Array.isArray(value) ? value.filter(held => !isEmptyRow(held)) : value),
    z.array(row),
  );

function isEmptyRow(row: unknown): boolean {
  return row === null || typeof row !== 'object' ? isBlank(row) : Object.values(row).every(isBlank);
}
