import { z } from 'zod';
import type { Shares } from '../core/index.js';
import { wholeText } from './whole.js';

export const orderSchema = z.object({
  /** Ten digits. */
  number: z.string(),
  /** Number of the order this one amends or cancels; '' for a new order. */
  originalNumber: z.string(),
  action: z.enum(['new', 'amend', 'cancel']),
  account: z.string(),
  side: z.enum(['buy', 'sell']),
  code: z.string(),
  /** ORD_DVSN. */
  type: z.string(),
  exchange: z.string(),
  quantity: wholeText,
  /** As ordered; 0 for types without a price. */
  price: wholeText,
  /** The worst price it may trade at: what cash is reserved at. */
  limit: wholeText,
  filled: wholeText,
  filledAmount: wholeText,
  /** Fees and tax of the fills so far. */
  costs: wholeText,
  /** What the shares had cost that its fills sold, won; 0 for a buy, and in a state from before this was kept. */
  basis: wholeText.default(0n),
  /** Cancelled, amended away or expired; of a cancel row: what it cancelled. */
  withdrawn: wholeText,
  expired: z.boolean(),
  /** Accepted at, ms, and its trading day. */
  at: z.number(),
  day: z.string(),
  /** The market has been looked at for this order up to here, ms. */
  lookedAt: z.number(),
});
export type Order = z.infer<typeof orderSchema>;

/** Shares still working at the exchange. */
export function restOf(order: Order): Shares {
  return order.quantity - order.filled - order.withdrawn;
}

export type LedgerOrderState = 'open' | 'partlyFilled' | 'filled' | 'cancelled' | 'expired' | 'done';

/** `done`: the row of a cancel, which is never a working order itself. */
export function stateOf(order: Order): LedgerOrderState {
  if (order.action === 'cancel') return 'done';
  if (order.filled === order.quantity) return 'filled';
  if (restOf(order) > 0n) return order.filled > 0n ? 'partlyFilled' : 'open';
  return order.expired ? 'expired' : 'cancelled';
}
