import type { TradingMode } from '../core/index.js';
import type { AccountBook } from './account-book.js';
import type { OrderLog } from './order-log.js';
import type { Switches } from './switches.js';
import type { Tape } from './tape.js';

/** What the trading services share. */
export interface Venue {
  readonly mode: TradingMode;
  readonly switches: Switches;
  readonly tape: Tape;
  readonly accounts: AccountBook;
  readonly orders: OrderLog;
}

/** The account a request names. */
export function accountKey(request: { field(name: string): string }): string {
  return request.field('CANO') + request.field('ACNT_PRDT_CD');
}
