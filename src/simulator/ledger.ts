import { z } from 'zod';
import type { Order } from './order.js';
import { stateOf } from './order.js';

export const ledgerSchema = z.object({
  requestsByTr: z.record(z.string(), z.number()),
  requestsByPath: z.record(z.string(), z.number()),
  tokenRequests: z.number(),
  tokensIssued: z.number(),
  rateViolations: z.number(),
  ordersAccepted: z.number(),
  amendsAccepted: z.number(),
  cancelsAccepted: z.number(),
  ordersRefused: z.number(),
  faultsServed: z.number(),
});

/**
 * What the venue saw, counted at arrival and whatever the caller got to hear of it. `ordersAccepted` counts new
 * orders; `tokensIssued` counts mints, not the same token handed out again; `rateViolations` counts requests refused
 * for rate, without the refusals that a scripted fault made up.
 */
export type Ledger = z.infer<typeof ledgerSchema>;

export function emptyLedger(): Ledger {
  return {
    requestsByTr: {},
    requestsByPath: {},
    tokenRequests: 0,
    tokensIssued: 0,
    rateViolations: 0,
    ordersAccepted: 0,
    amendsAccepted: 0,
    cancelsAccepted: 0,
    ordersRefused: 0,
    faultsServed: 0,
  };
}

const TR_ID = /^[A-Z0-9]{1,13}$/;

/** One more request with this TR id (when it carried one) on this path. */
export function countRequest(ledger: Ledger, path: string, trId: string): void {
  ledger.requestsByPath[path] = (ledger.requestsByPath[path] ?? 0) + 1;
  if (path === '/oauth2/tokenP') ledger.tokenRequests += 1;
  if (TR_ID.test(trId)) ledger.requestsByTr[trId] = (ledger.requestsByTr[trId] ?? 0) + 1;
}

/** An order as the ledger shows it; quantities and prices are JSON numbers. */
export function ledgerOrder(order: Order): Record<string, unknown> {
  const { number, originalNumber, action, account, side, code, type, exchange } = order;
  return {
    number,
    originalNumber,
    action,
    account,
    side,
    code,
    type,
    exchange,
    quantity: order.quantity,
    price: order.price,
    state: stateOf(order),
    filled: order.filled,
    filledAmount: order.filledAmount,
    withdrawn: order.withdrawn,
    costs: order.costs,
    at: order.at,
    day: order.day,
  };
}
