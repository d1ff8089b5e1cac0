import {
  type Exchange,
  kstDate,
  parseKst,
  parseWhole,
  type Shares,
  SYMBOL_CODE,
  type Won,
} from '../../../core/index.js';
import type { Values } from './frame.js';

/**
 * A price or a quantity: its sign tells a direction and is left out, so that it is never negative. Fields come with
 * blanks around them; undefined when there are no digits.
 */
export function amountOf(values: Values, field: number): bigint | undefined {
  const signed = signedOf(values, field);
  return signed !== undefined && signed < 0n ? -signed : signed;
}

/** A difference, sign and all; undefined when there are no digits. */
export function signedOf(values: Values, field: number): bigint | undefined {
  const [, sign, digits = ''] = /^([+-]?)(\d{1,18})$/.exec(textOf(values, field)) ?? [];
  const amount = parseWhole(digits);
  return sign === '-' && amount !== undefined ? -amount : amount;
}

/** In percent; undefined when it is no decimal number. */
export function percentOf(values: Values, field: number): number | undefined {
  const text = textOf(values, field);
  return /^[+-]?\d{1,9}(\.\d{1,6})?$/.test(text) ? Number(text) : undefined;
}

/** '' where the frame does not have it. */
export function textOf(values: Values, field: number): string {
  return (values[field] ?? '').trim();
}

/** `HHMMSS` of today by KST, ms. */
export function timeOf(values: Values, field: number, now: number): number | undefined {
  const time = /^(\d{2})(\d{2})(\d{2})$/.exec(textOf(values, field));
  const day = /^(\d{4})(\d{2})(\d{2})$/.exec(kstDate(now));
  if (!time || !day) return undefined;
  return parseKst(`${day.slice(1).join('-')} ${time.slice(1).join(':')}`);
}

const BOOKS: Readonly<Record<string, Exchange>> = { '': 'KRX', _NX: 'NXT', _AL: 'SOR' };

/** A code as Kiwoom writes it: `005930`, `A005930`, `005930_NX`, `005930_AL`. */
export function codeOf(text: string): { readonly code: string; readonly exchange: Exchange } | undefined {
  const [, code = '', suffix = ''] = /^([^_]*)(_NX|_AL)?$/.exec(text.trim()) ?? [];
  const bare = /^A[0-9A-Z]{6}$/.test(code) ? code.slice(1) : code;
  const exchange = BOOKS[suffix];
  return exchange !== undefined && SYMBOL_CODE.test(bare) ? { code: bare, exchange } : undefined;
}

/** The levels of one side of a book: prices and quantities under consecutive field numbers. Empty ones are left out. */
export function levelsOf(
  values: Values,
  firstPrice: number,
  firstQuantity: number,
): readonly { readonly price: Won; readonly quantity: Shares }[] {
  return Array.from({ length: 10 }, (_, level) => ({
    price: amountOf(values, firstPrice + level) ?? 0n,
    quantity: amountOf(values, firstQuantity + level) ?? 0n,
  })).filter(({ price, quantity }) => price > 0n && quantity > 0n);
}
