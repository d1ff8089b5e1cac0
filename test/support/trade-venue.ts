import { z } from 'zod';
import type { Clock, OrderType, Shares, Side, TradingMode, Won } from '../../src/core/index.js';
import { orderTypeCode } from '../../src/market/index.js';
import { startSimulator } from '../../src/simulator/index.js';
import { LISTINGS } from '../../src/simulator/listings.js';
import { startRelay, type TradeRelay } from './trade-relay.js';

const counts = z.record(z.string(), z.number());
const ledgerOrder = z.object({
  /** Ten digits. */
  number: z.string(),
  originalNumber: z.string(),
  action: z.enum(['new', 'amend', 'cancel']),
  account: z.string(),
  side: z.enum(['buy', 'sell']),
  code: z.string(),
  /** ORD_DVSN. */
  type: z.string(),
  exchange: z.string(),
  quantity: z.number(),
  price: z.number(),
  /** ms */
  at: z.number(),
});
const ledger = z.object({
  requestsByTr: counts,
  ordersAccepted: z.number(),
  amendsAccepted: z.number(),
  cancelsAccepted: z.number(),
  ordersByHand: z.number(),
  orders: z.array(ledgerOrder),
});

/** An order as the venue has it. */
export type VenueRecord = z.infer<typeof ledgerOrder>;
export type VenueLedger = z.infer<typeof ledger>;

/** A fault as the exchange's control takes it. */
export interface VenueFault {
  readonly kind: string;
  readonly match?: { readonly tr?: string; readonly path?: string };
  readonly times?: number;
  readonly skip?: number;
  readonly status?: number;
  readonly body?: unknown;
  readonly ms?: number;
  readonly commit?: boolean;
}

/** An order that a person places in the broker's own app. */
export interface HandOrder {
  /** `5010123401` */
  readonly account: string;
  readonly side: Side;
  readonly code: string;
  readonly type: OrderType;
  readonly quantity: Shares;
  readonly price: Won;
}

/** The simulated exchange, open at every hour, with what tests may turn on it. Every account begins rich. */
export interface TradeVenue {
  readonly baseUrl: string;
  readonly wsUrl: string;
  readonly masterUrl: string;
  /** On the way of the desk's connections; undefined when they go straight. */
  readonly relay: TradeRelay | undefined;
  ledger(): Promise<VenueLedger>;
  /** Behind those that are left. */
  addFaults(...faults: readonly VenueFault[]): Promise<void>;
  clearFaults(): Promise<void>;
  /** The venue's number of the order. */
  placeByHand(order: HandOrder): Promise<string>;
  /** Ends every token it gave out, or gave to this app key. */
  expireTokens(appKey?: string): Promise<void>;
  options(switches: Readonly<Record<string, unknown>>): Promise<void>;
  /** Something that happens to sessions of the WebSocket address. */
  sockets(fault: Readonly<Record<string, unknown>>): Promise<void>;
  stop(): Promise<void>;
}

/** Issues that can be bought and sold in both environments, at prices of four digits and more. */
export const ISSUES = LISTINGS.map(({ instrument }) => instrument).filter(
  ({ halted, basePrice, liquidation }) => !halted && !liquidation && basePrice >= 5_000n,
);
const HELD = 100_000n;

export async function openTradeVenue(options: {
  readonly mode: TradingMode;
  readonly seed: string;
  readonly clock: Clock;
  readonly relayed: boolean;
}): Promise<TradeVenue> {
  const { mode, seed, clock } = options;
  const simulator = await startSimulator({
    mode,
    port: 0,
    seed,
    alwaysOpen: true,
    clock,
    ratePerSecond: 1_000_000,
    cash: 1_000_000_000_000n,
    holdings: ISSUES.map(({ code, basePrice }) => ({ code, quantity: HELD, averagePrice: basePrice })),
  });
  const relay = options.relayed ? await startRelay(simulator.baseUrl) : undefined;

  async function control(name: string, body?: unknown, method = 'POST'): Promise<unknown> {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const answer = await fetch(`${simulator.controlUrl}/${name}`, init);
    if (!answer.ok) throw new Error(`control ${name}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  return {
    baseUrl: relay?.url ?? simulator.baseUrl,
    wsUrl: simulator.wsUrl,
    masterUrl: simulator.masterUrl,
    relay,
    ledger: async () => ledger.parse(await control('ledger', undefined, 'GET')),
    async addFaults(...faults) {
      if (faults.length > 0) await control('faults', faults);
    },
    async clearFaults() {
      await control('faults', undefined, 'DELETE');
    },
    async placeByHand({ type, quantity, price, ...order }) {
      const given = { ...order, type: orderTypeCode(type), quantity: Number(quantity), price: Number(price) };
      return z.object({ number: z.string() }).parse(await control('hand-order', given)).number;
    },
    async expireTokens(appKey) {
      await control('revoke', { as: 'expired', ...(appKey === undefined ? {} : { appKey }) });
    },
    async options(switches) {
      await control('options', switches);
    },
    async sockets(fault) {
      await control('sockets', fault);
    },
    async stop() {
      relay?.stop();
      await simulator.stop();
    },
  };
}
