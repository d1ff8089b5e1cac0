import type { Won } from '../../core/index.js';

/** A price with the sign of its direction against the base price, which is no negative number: `-78800`. */
export function signedPrice(price: Won, base: Won): string {
  if (price === 0n || price === base) return price.toString();
  return price > base ? `+${price}` : `-${price}`;
}

/** A number with a plus sign where it is above zero. */
export function plus(value: bigint | string): string {
  const text = value.toString();
  return text.startsWith('-') || /^[0.]*$/.test(text) ? text : `+${text}`;
}

/** Zero-padded to a width, a minus sign taking the first place: `-00000000000084`. */
export function padded(value: bigint, width: number): string {
  return value < 0n
    ? `-${(-value).toString().padStart(width - 1, '0')}`
    : value.toString().padStart(width, '0');
}

/** Seven digits, as Kiwoom numbers orders; `0000000` stands for none. */
export function orderNumber(number: string): string {
  return number.slice(-7).padStart(7, '0');
}

/** `HH:MM:SS` of `HHMMSS`. */
export function withColons(time: string): string {
  return `${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}`;
}

/** `A005930`: how services of the kt0 family write an issue. */
export const markedCode = (code: string) => `A${code}`;

/** A code as an order or a filter may carry it, without the mark. */
export const bareCode = (text: string) => text.trim().replace(/^A(?=.{6}$)/, '');
