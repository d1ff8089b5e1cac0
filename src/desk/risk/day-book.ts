import type { OrderRequest, Side, Won } from '../../core/index.js';

/** What was spent of a day's limits. */
export interface Spent {
  /** Value of the orders, won; an amendment counts with what it added. */
  readonly amount: Won;
  /** New orders; amendments and cancellations are none. */
  readonly count: number;
}

/** An account (`12345678-01`), a person under all of their identities, or the program that asks with this key. */
export type Spender =
  | { readonly account: string }
  | { readonly person: readonly string[] }
  | { readonly key: string };

/**
 * What left on this KST day, counted from the intents; what was refused or proven unsent does not count. An order
 * counts from its claim on: two presses at once must not both find the last of a limit free.
 */
export interface DayBook {
  spent(by: Spender): Spent;
  /** When an order equal in account, side, code, quantity, price and type last left, ms. */
  lastLike(order: OrderRequest): number | undefined;
  /** Whether an order of this account, side and code has an unknown outcome. */
  unsettled(account: string, side: Side, code: string): boolean;
}
