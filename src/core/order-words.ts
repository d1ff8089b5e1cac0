import type { Won } from './money.js';
import type { PriceWish, Size } from './trade.js';

/*
 * How quantities, prices and spans are typed. A word is read whole or not at all, and reads as one value only: signs,
 * exponents, blanks, leading zeros, misplaced commas, digits of other scripts and full-width forms are refused, never
 * repaired. Digits are ASCII, Latin letters may be large or small, and all numbers are exact.
 *
 *   whole  = 1-9 and digits | 1-9 and up to two digits, then groups of "," and three digits
 *   scaled = (whole | "0") ["." and 1 to 4 digits] "만" | (whole | "0") ["." and 1 to 8 digits] "억"
 *
 * 만 stands for four zeros and 억 for eight, so that a scaled number is whole won by its form. No value is 0.
 */
const WHOLE = /^(?:[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)$/;
const SCALED = /^(0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]{1,8}))?([만억])$/;
const PERCENT = /^(?:[1-9][0-9]?|100)$/;
const EVERYTHING = /^(?:전량|전부|all)$/i;
const MARKET = /^(?:시장가|market)$/i;
const SPAN = /^([1-9][0-9]{0,3})(분|시간|일|m|h|d)$/i;
const HOURS_AND_MINUTES = /^([1-9][0-9]{0,3})시간([1-9]|[1-5][0-9])분$/;

/** Exclusive. */
const SHARES_BOUND = 1_000_000_000n;
const PRICE_BOUND = 1_000_000_000n;
const AMOUNT_BOUND = 1_000_000_000_000_000n;

const MINUTE_MS = 60_000n;
const HOUR_MS = 60n * MINUTE_MS;
const DAY_MS = 24n * HOUR_MS;
const UNIT_MS: ReadonlyMap<string, bigint> = new Map([
  ['분', MINUTE_MS],
  ['m', MINUTE_MS],
  ['시간', HOUR_MS],
  ['h', HOUR_MS],
  ['일', DAY_MS],
  ['d', DAY_MS],
]);

/**
 * How much to order.
 *
 *   quantity = whole ["주"]             shares, at most nine digits
 *            | "전량" | "전부" | "all"
 *            | 1..100 "%"
 *            | (whole | scaled) "원"    an amount in won, at most fifteen digits
 *
 * `100만` without 원 is refused: it could mean a million shares as well as a million won.
 */
export function parseQuantity(word: string): Size | undefined {
  if (EVERYTHING.test(word)) return { kind: 'all' };
  const number = word.slice(0, -1);
  switch (word.at(-1)) {
    case '%':
      return PERCENT.test(number) ? { kind: 'percent', percent: Number(BigInt(number)) } : undefined;
    case '원': {
      const won = below(AMOUNT_BOUND, wholeOf(number) ?? scaledOf(number));
      return won === undefined ? undefined : { kind: 'amount', won };
    }
    default: {
      const shares = below(SHARES_BOUND, wholeOf(word.endsWith('주') ? number : word));
      return shares === undefined ? undefined : { kind: 'shares', shares };
    }
  }
}

/**
 * At what price a share.
 *
 *   price = "시장가" | "market"
 *         | (whole | scaled) ["원"]     won, at most nine digits
 */
export function parsePrice(word: string): PriceWish | undefined {
  if (MARKET.test(word)) return { kind: 'market' };
  const number = word.endsWith('원') ? word.slice(0, -1) : word;
  const won = below(PRICE_BOUND, wholeOf(number) ?? scaledOf(number));
  return won === undefined ? undefined : { kind: 'at', won };
}

/**
 * For how long, in ms.
 *
 *   duration = n ("분" | "시간" | "일" | "m" | "h" | "d") | n "시간" 1..59 "분"
 *   n        = 1..9999
 */
export function parseDuration(word: string): number | undefined {
  const [, hours, minutes] = HOURS_AND_MINUTES.exec(word) ?? [];
  if (hours !== undefined && minutes !== undefined) {
    return Number(BigInt(hours) * HOUR_MS + BigInt(minutes) * MINUTE_MS);
  }
  const [, count, unit = ''] = SPAN.exec(word) ?? [];
  const unitMs = UNIT_MS.get(unit.toLowerCase());
  return count === undefined || unitMs === undefined ? undefined : Number(BigInt(count) * unitMs);
}

/** The word that `parseQuantity` reads as this size. */
export function quantityWord(size: Size): string {
  switch (size.kind) {
    case 'shares':
      return String(size.shares);
    case 'all':
      return 'all';
    case 'percent':
      return `${size.percent}%`;
    case 'amount':
      return `${size.won}원`;
  }
}

/** The word that `parsePrice` reads as this price. */
export function priceWord(price: PriceWish): string {
  return price.kind === 'market' ? 'market' : String(price.won);
}

function wholeOf(text: string): bigint | undefined {
  return WHOLE.test(text) ? BigInt(text.replaceAll(',', '')) : undefined;
}

function scaledOf(text: string): Won | undefined {
  const [, whole = '', fraction = '', unit] = SCALED.exec(text) ?? [];
  const zeros = unit === '만' ? 4 : 8;
  if (unit === undefined || fraction.length > zeros) return undefined;
  return BigInt(whole.replaceAll(',', '') + fraction.padEnd(zeros, '0'));
}

function below(bound: bigint, value: bigint | undefined): bigint | undefined {
  return value !== undefined && value > 0n && value < bound ? value : undefined;
}
