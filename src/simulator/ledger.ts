import { z } from 'zod';

export const ledgerSchema = z.object({
  requestsByTr: z.record(z.string(), z.number()),
  requestsByPath: z.record(z.string(), z.number()).default({}),
  tokenRequests: z.number(),
  tokensIssued: z.number(),
  rateViolations: z.number(),
  ordersAccepted: z.number(),
  amendsAccepted: z.number(),
  cancelsAccepted: z.number(),
  ordersByHand: z.number().default(0),
  ordersRefused: z.number(),
  faultsServed: z.number(),
});

/**
 * What the venue saw, counted at arrival and whatever the caller got to hear of it. `ordersAccepted` counts new
 * orders that came in by the API, `ordersByHand` those placed past it; `tokensIssued` counts mints, not the same token handed out again; `rateViolations` counts requests refused
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
    ordersByHand: 0,
    ordersRefused: 0,
    faultsServed: 0,
  };
}

/** A TR id of KIS, or an api-id of Kiwoom. */
const TR_ID = /^(?:[A-Z0-9]{1,13}|[a-z]{2}\d{5})$/;
const TOKEN_PATHS: ReadonlySet<string> = new Set(['/oauth2/tokenP', '/oauth2/token']);

/** One more request on this path, with this TR id or api-id when it carried one. */
export function countRequest(ledger: Ledger, path: string, trId: string): void {
  if (TOKEN_PATHS.has(path)) ledger.tokenRequests += 1;
  ledger.requestsByPath[path] = (ledger.requestsByPath[path] ?? 0) + 1;
  if (TR_ID.test(trId)) ledger.requestsByTr[trId] = (ledger.requestsByTr[trId] ?? 0) + 1;
}
