import type { Shares, Won } from './money.js';

/** What the desk lets through to a venue at most. undefined: no such limit. */
export interface Limits {
  /** Value of one order, won; an order without a price is valued at the upper limit price. */
  readonly orderAmount: Won | undefined;
  readonly orderQuantity: Shares | undefined;
  /** Value of all orders that left on one KST day, won. */
  readonly dayAmount: Won | undefined;
  readonly dayCount: number | undefined;
  /** How far a limit price may lie from the last price, percent. */
  readonly priceDistance: number | undefined;
  /** How far the last price may move between ticket and press, percent; beyond it there is a new ticket. */
  readonly drift: number;
  /** The same order within so many seconds needs a second, different confirmation. */
  readonly repeatSeconds: number;
  /** Codes; undefined: every listed issue. */
  readonly allow: readonly string[] | undefined;
  readonly deny: readonly string[];
  /** A buy without a price may use at most this part of the buying power, percent. */
  readonly marketBuyCash: number;
  /** No more buys once the account stands this much below yesterday's close, won. */
  readonly dayLoss: Won | undefined;
  /** Orders worth more than this need approvers, won; undefined: none does. */
  readonly approveAbove: Won | undefined;
  /** How many, 1..5. */
  readonly approvers: number;
  /** How long an order waits that its requester sends without approvers, minutes; undefined: that cannot be done. */
  readonly breakGlassMinutes: number | undefined;
  /** Orders worth more than this need the presser's second factor, won; undefined: none does. */
  readonly stepUpAbove: Won | undefined;
}

/**
 * The limits of an account and of a person under all of their identities; the strictest counts. An empty account, or no
 * identity, leaves that side out: what one account or one person alone may do in a day.
 */
export interface LimitBook {
  limitsFor(account: string, ...identities: readonly string[]): Limits;
}
