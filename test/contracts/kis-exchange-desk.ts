import { expect } from 'vitest';
import { z } from 'zod';
import type { KisEnvironment } from '../../src/brokers/kis/environment.js';
import { createKis, type KisBroker } from '../../src/brokers/kis/index.js';
import type { AccountRef, BrokerEvent, TradingMode } from '../../src/core/index.js';
import { startSimulator } from '../../src/simulator/index.js';
import { LISTINGS } from '../../src/simulator/listings.js';
import { type ManualClock, manualClock } from '../support/clock.js';
import { environmentAt } from '../support/kis-desk.js';
import { memoryVault } from '../support/memory-vault.js';

/** A Monday morning in the continuous session; time stands still unless a test moves it. */
export const START = Date.parse('2026-11-23T10:00:00+09:00');
export const TODAY = '20261123';
export const STOCK = '005930';
export const CASH = 50_000_000n;

export const HELD = LISTINGS.filter(listing => !listing.instrument.halted)
  .slice(0, 55)
  .map(({ instrument }) => ({ code: instrument.code, quantity: 7n, averagePrice: instrument.basePrice }));

export interface ExchangeDesk {
  readonly mode: TradingMode;
  readonly account: AccountRef;
  readonly kis: KisBroker;
  readonly clock: ManualClock;
  readonly events: readonly BrokerEvent[];
  ledger(): Promise<SeenLedger>;
  requests(tr: string): Promise<number>;
  control(name: string, body: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

const ledgerSchema = z.object({
  requestsByTr: z.record(z.string(), z.number()),
  tokenRequests: z.number(),
  ordersAccepted: z.number(),
  ordersByHand: z.number(),
  faultsServed: z.number(),
  orders: z.array(z.object({ number: z.string(), state: z.string() })),
});
type SeenLedger = z.output<typeof ledgerSchema>;

export async function openDesk(
  mode: TradingMode,
  extra: Partial<KisEnvironment> = {},
): Promise<ExchangeDesk> {
  const clock = manualClock(START);
  const simulator = await startSimulator({
    mode,
    port: 0,
    seed: 'endpoints',
    alwaysOpen: false,
    clock,
    ratePerSecond: 1_000_000,
    cash: CASH,
    holdings: HELD,
  });
  const environment = environmentAt(simulator.baseUrl, { mode, ...extra });
  const events: BrokerEvent[] = [];
  const kis = createKis({
    environment,
    vault: memoryVault(),
    clock,
    log: () => undefined,
    emit: event => events.push(event),
  });
  const ledger = async () => {
    const answer = await fetch(`${simulator.controlUrl}/ledger`);
    return ledgerSchema.parse(await answer.json());
  };
  return {
    mode,
    account: environment.account,
    kis,
    clock,
    events,
    ledger,
    requests: async tr => (await ledger()).requestsByTr[tr] ?? 0,
    async control(name, body) {
      const answer = await fetch(`${simulator.controlUrl}/${name}`, {
        method: 'POST',
        body: JSON.stringify(body),
      });
      expect(answer.status).toBe(200);
      return answer.json();
    },
    async stop() {
      kis.close();
      await simulator.stop();
    },
  };
}
