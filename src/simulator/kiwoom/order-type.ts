import type { OrderType } from '../../core/index.js';
import { ORDER_TYPES, orderTypeCode, orderTypeOf } from '../../market/index.js';

/**
 * Kiwoom: 매매구분 `trde_tp`, not zero-padded. Left out are 28 스톱지정가, which waits for a trigger price, and 62
 * 시간외단일가, which the exchange has given up: both are refused like a type that does not exist.
 */
const TYPES: Readonly<Record<string, OrderType>> = {
  '0': 'limit',
  '3': 'market',
  '5': 'conditional',
  '6': 'best',
  '7': 'top',
  '10': 'limitIoc',
  '13': 'marketIoc',
  '16': 'bestIoc',
  '20': 'limitFok',
  '23': 'marketFok',
  '26': 'bestFok',
  '29': 'mid',
  '30': 'midIoc',
  '31': 'midFok',
  '61': 'preOpenClose',
  '81': 'postClose',
};

/** What the exchange keeps an order of this `trde_tp` under; undefined for a type it does not take. */
export function exchangeType(code: string): string | undefined {
  const type = Object.hasOwn(TYPES, code) ? TYPES[code] : undefined;
  return type === undefined ? undefined : orderTypeCode(type);
}

/** Whether a price decides: false for market orders and their like. */
export function isPriced(type: string): boolean {
  const known = orderTypeOf(type);
  return known !== undefined && ORDER_TYPES[known].priced;
}

/** `보통`, `시장가`: how lists and notices call the type of an order. */
export function typeLabel(type: string): string {
  const known = orderTypeOf(type);
  if (known === undefined) return '';
  return known === 'limit' ? '보통' : ORDER_TYPES[known].name.ko;
}
