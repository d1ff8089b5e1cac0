import { z } from 'zod';
import { createKis, type KisBroker } from '../../src/brokers/kis/index.js';
import type { BrokerEvent } from '../../src/core/index.js';
import { startSimulator } from '../../src/simulator/index.js';
import { environmentAt } from '../support/kis-desk.js';
import { memoryVault } from '../support/memory-vault.js';
import { leapingClock } from './leaping-clock.js';

const counts = z.record(z.string(), z.number());
const ledgerSchema = z.object({
  requestsByTr: counts,
  tokenRequests: z.number(),
  rateViolations: z.number(),
  orders: z.array(z.object({ number: z.string(), account: z.string() })),
});
export type SeenLedger = z.infer<typeof ledgerSchema>;

/** A fault as the simulator's control takes it. */
export interface ScriptedFault {
  readonly kind: string;
  readonly match: { readonly tr?: string; readonly path?: string };
  readonly status?: number;
  readonly body?: unknown;
  readonly ms?: number;
  readonly commit?: boolean;
}

/** The real KIS service before a real exchange server that misbehaves on demand. Time can leap for both. */
export interface FaultyExchange {
  readonly kis: KisBroker;
  /** Without those that merely tell of a call. */
  readonly events: BrokerEvent[];
  ledger(): Promise<SeenLedger>;
  /** In the place of all that were left. */
  faults(list: readonly ScriptedFault[]): Promise<void>;
  /** Ends every token the exchange gave out. */
  revoke(as: 'revoked' | 'expired'): Promise<void>;
  leap(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** Spans of the client, ms: short, since many a fault is met by waiting for one of them. */
const TIMING = { attemptMs: 250, readMs: 2_500, retryDelayMs: 5, orderWaitMs: 2_500 };

export async function openFaultyExchange(seed: string): Promise<FaultyExchange> {
  const clock = leapingClock();
  const simulator = await startSimulator({
    mode: 'paper',
    port: 0,
    seed,
    alwaysOpen: true,
    clock,
    ratePerSecond: 1_000_000,
    cash: 1_000_000_000n,
  });
  const events: BrokerEvent[] = [];
  const kis = createKis({
    environment: environmentAt(simulator.baseUrl),
    vault: memoryVault(),
    clock,
    log: () => undefined,
    emit: event => {
      if (event.kind !== 'called') events.push(event);
    },
    timing: TIMING,
  });
  const control = async (name: string, body?: unknown, method = 'POST'): Promise<unknown> => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const answer = await fetch(`${simulator.controlUrl}/${name}`, init);
    if (!answer.ok) throw new Error(`control ${name}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    kis,
    events,
    ledger: async () => ledgerSchema.parse(await control('ledger', undefined, 'GET')),
    async faults(list) {
      await control('faults', undefined, 'DELETE');
      if (list.length > 0) await control('faults', list);
    },
    async revoke(as) {
      await control('revoke', { as });
    },
    async leap(ms) {
      clock.leap(ms);
      // Late commits fall due with the next request; so it is one of ours.
      await control('clock', {});
    },
    async stop() {
      kis.close();
      await simulator.stop();
    },
  };
}
