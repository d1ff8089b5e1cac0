import { createCipheriv } from 'node:crypto';
import { kstTime, type TradingMode } from '../core/index.js';
import { orderTypeOf } from '../market/index.js';
import type { Execution } from './execution.js';
import { listingOf } from './listings.js';
import { BRANCH } from './order-routes.js';
import type { Switches } from './switches.js';

/** KIS: 국내주식 실시간체결통보. */
export const EXECUTION_TR: Readonly<Record<TradingMode, string>> = { live: 'H0STCNI0', paper: 'H0STCNI9' };

/** What encrypts a service's frames: 32 and 16 characters, taken literally. */
export interface FrameKey {
  readonly key: string;
  readonly iv: string;
}

/** KIS: 주문체결통보 TR `H0STCNI0` / `H0STCNI9`: one record, AES-256-CBC, PKCS#7, base64. */
export function executionFrame(record: string, trId: string, { key, iv }: FrameKey): string {
  const cipher = createCipheriv('aes-256-cbc', Buffer.from(key, 'utf8'), Buffer.from(iv, 'utf8'));
  const text = cipher.update(record, 'utf8', 'base64') + cipher.final('base64');
  return `1|${trId}|001|${text}`;
}

/**
 * The record of an execution as the customer of this HTS id gets it: 23 slots as on the wire, or the 26 of KIS's
 * document, which has the stop price, exchange, popup flag and a filler where the wire has one slot.
 */
export function executionRecord(
  { order, what, quantity, price, at }: Execution,
  about: { readonly mode: TradingMode; readonly htsId: string; readonly fields: Switches['executionFields'] },
): string {
  const filled = what === 'filled';
  const exchange = { KRX: '1', NXT: '2' }[order.exchange] ?? '3';
  const asked = order.price.toString().padStart(9, '0');
  return [
    about.htsId,
    order.account,
    order.number,
    filled ? '' : order.originalNumber,
    order.side === 'sell' ? '01' : '02',
    filled ? '0' : { new: '0', amend: '1', cancel: '2' }[order.action],
    // A fill was seen to carry 00 whatever the order's type.
    filled ? '00' : order.type,
    conditionOf(order.type),
    order.code,
    quantity.toString().padStart(10, '0'),
    price.toString().padStart(9, '0'),
    kstTime(at),
    what === 'rejected' ? '1' : '0',
    filled ? '2' : '1',
    { received: '1', filled: '2', cancelled: '3', rejected: '1' }[what],
    BRANCH[about.mode],
    order.quantity.toString().padStart(9, '0'),
    '홍길동',
    ...(about.fields === 23 ? [`${exchange}Y`] : ['', exchange, 'Y', '']),
    '10',
    '',
    listingOf(order.code)?.instrument.name ?? '',
    filled || order.price > 0n ? asked : '',
  ].join('^');
}

/** ODER_COND: 0 none, 1 IOC, 2 FOK. */
function conditionOf(code: string): string {
  const type = orderTypeOf(code) ?? '';
  if (type.endsWith('Ioc')) return '1';
  return type.endsWith('Fok') ? '2' : '0';
}
