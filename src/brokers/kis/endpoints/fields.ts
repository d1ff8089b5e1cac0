import { z } from 'zod';
import { parseWhole, startOfKstDate } from '../../../core/index.js';

/**
 * Readers of KIS's answers, in which every value is text, padded with blanks or zeros in places. Strict about what a
 * number may look like, lenient about what varies: capitals in keys, one row as an object or as an array.
 */

/** Text without the blanks around it; '' when the key is missing. */
export const text = z
  .string()
  .optional()
  .transform(value => (value ?? '').trim());

/** A paging cursor: exactly as received, since it goes back as it came; '' when the key is missing. */
export const cursor = z
  .string()
  .optional()
  .transform(value => value ?? '');

/** Text that has to be there. */
export const filled = z.string().trim().min(1);

/** A whole number: won, shares. `1,000`, `1e3`, `10.5`, a blank or a JSON number is refused. */
export const whole = z.string().transform((value, context) => {
  const number = wholeOf(value);
  if (number !== undefined) return number;
  context.addIssue({ code: 'custom', message: 'not a whole number' });
  return z.NEVER;
});

/** A whole number that may be missing or blank, which is 0n: counts that some servers leave out. */
export const wholeOrZero = z.preprocess(value => (isBlank(value) ? '0' : value), whole);

/** A fact that may be missing: undefined for a missing or blank value, and for one that is no whole number above zero. */
export const positiveIfAny = z
  .string()
  .optional()
  .transform(value => {
    const number = wholeOf(value ?? '');
    return number !== undefined && number > 0n ? number : undefined;
  });

const DECIMAL = /^-?[0-9]{1,18}(?:\.[0-9]{1,12})?$/;

/** A decimal number for display: rates, average prices. Never for an amount. */
export const decimal = z.string().trim().regex(DECIMAL).transform(Number);

/** As `decimal`, 0 when blank or missing: averages of nothing. */
export const decimalOrZero = z.preprocess(value => (isBlank(value) ? '0' : value), decimal);

/** A ratio KIS fills with zeros when there is none (PER of a fund): undefined then, and when missing or blank. */
export const ratioIfAny = decimalOrZero.transform(number => (number === 0 ? undefined : number));

/** `Y` is true; anything else, also a missing key, is false. */
export const yes = text.transform(value => value === 'Y');

/** `YYYYMMDD`, a day that exists. */
export const date = z
  .string()
  .trim()
  .refine(value => startOfKstDate(value) !== undefined);

/** `HHMMSS`; a morning hour may have lost its zero. */
export const time = z
  .string()
  .trim()
  .transform(value => (value.length === 5 ? `0${value}` : value))
  .pipe(z.string().regex(/^(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]$/));

const LONG_CODE = /^0*A([0-9A-Z]{6})$/;

/** An issue's code without the prefix that ledger services put before it (`00000A005930`). */
export const issueCode = filled.transform(value =>
  value.length > 6 ? (LONG_CODE.exec(value)?.[1] ?? value) : value,
);

/**
 * Rows as an array, also when a single one comes as an object. KIS fills arrays up with rows that say nothing; they
 * are dropped: those in which `key` is blank, or all values when no key is given. A missing block is refused: an
 * answer that lost its rows must not read as an account without any.
 */
export const rows = <S extends z.ZodType>(row: S, key?: string) =>
  z.preprocess(
    value => (isBlank(value) ? value : [value].flat().filter(held => !isEmptyRow(held, key))),
    z.array(row),
  );

/** A block that is one object in some answers and an array of one in others. */
export const one = <S extends z.ZodType>(block: S) =>
  z.preprocess(value => (Array.isArray(value) ? value[0] : value) ?? undefined, block);

/** A whole answer whose keys are read in lower case, since KIS writes `output1`, `Output1`, `ODNO` and `excg_id_dvsn_Cd`. */
export const answer = <S extends z.ZodRawShape>(shape: S) => z.preprocess(lowerKeys, z.object(shape));

function lowerKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerKeys);
  if (value === null || typeof value !== 'object') return value;
  const lowered: Record<string, unknown> = {};
  // No field is called that, and to set it would be to set more.
  for (const [key, held] of Object.entries(value)) {
    const name = key.toLowerCase();
    if (name !== '__proto__') lowered[name] = lowerKeys(held);
  }
  return lowered;
}

function isEmptyRow(row: unknown, key: string | undefined): boolean {
  if (row === null || typeof row !== 'object') return isBlank(row);
  return Object.entries(row).every(([name, value]) => isBlank(value) || (key !== undefined && name !== key));
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function wholeOf(value: string): bigint | undefined {
  return parseWhole(value.trim().replace(/^(-?)0+(?=[0-9])/, '$1'));
}
