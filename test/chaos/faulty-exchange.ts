import { z } from 'zod';
import { createKis } from '../../src/brokers/kis/index.js';
import { createKiwoom } from '../../src/brokers/kiwoom/index.js';
import { type Broker, type BrokerEvent, type BrokerId, systemClock } from '../../src/core/index.js';
import { startSimulator } from '../../src/simulator/index.js';
import { MONDAY_TEN } from '../support/desk.js';
import { environmentAt } from '../support/kis-desk.js';
import { kiwoomEnvironmentAt } from '../support/kiwoom-desk.js';
import { memoryVault } from '../support/memory-vault.js';
import { tradeClock } from '../support/trade-clock.js';
import { watchWire } from '../support/trade-wire.js';
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

/**
 * The real service of a broker before a real exchange server that misbehaves on demand, both by a clock that moves when nothing
 * else does: whoever waits for an answer that never comes waits for no time at all, however slow the machine is.
 */
export interface FaultyExchange {
  readonly broker: Broker;
  /** Without those that merely tell of a call. */
  readonly events: BrokerEvent[];
  /** The result of calls to the service; time passes as they need it. */
  finish<T>(work: Promise<T>): Promise<T>;
  ledger(): Promise<SeenLedger>;
  /** In the place of all that were left. */
  faults(list: readonly ScriptedFault[]): Promise<void>;
  /** Ends every token the exchange gave out. */
  revoke(as: 'revoked' | 'expired'): Promise<void>;
  leap(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** Spans of the client, ms: short, since an answer that drips is read byte by byte until one of them ends. */
const TIMING = { attemptMs: 250, readMs: 2_500, retryDelayMs: 5, orderWaitMs: 2_500 };

export async function openFaultyExchange(seed: string, id: BrokerId): Promise<FaultyExchange> {
  const wire = watchWire();
  const quiet = longEnough(wire.quiet);
  const still = tradeClock(MONDAY_TEN, () => quiet.at(still.monotonic()));
  const clock = leapingClock(still);
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
  const around = {
    vault: memoryVault(),
    clock,
    log: () => undefined,
    emit: (event: BrokerEvent) => {
      if (event.kind !== 'called') events.push(event);
    },
    timing: TIMING,
  };
  const broker: Broker =
    id === 'kis'
      ? createKis({ environment: environmentAt(simulator.baseUrl), ...around })
      : createKiwoom({ environment: kiwoomEnvironmentAt(simulator.baseUrl), ...around });
  const control = async (name: string, body?: unknown, method = 'POST'): Promise<unknown> => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const answer = await fetch(`${simulator.controlUrl}/${name}`, init);
    if (!answer.ok) throw new Error(`control ${name}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    broker,
    events,
    finish(work) {
      quiet.beginAnew();
      return still.finish(work);
    },
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
      broker.close();
      await simulator.stop();
      wire.close();
    },
  };
}

/** A repeated read leaves by a timer of a millisecond that no list of what is under way tells of. */
const TIMER_MS = 3;

/** Quiet for so long, at one moment of the clock that is moved, that such a timer would have run. */
function longEnough(isQuiet: () => boolean) {
  let [since, moment]: (number | undefined)[] = [];
  return {
    beginAnew() {
      since = undefined;
    },
    at(now: number): boolean {
      if (!isQuiet() || now !== moment) since = undefined;
      moment = now;
      since ??= systemClock.monotonic();
      return systemClock.monotonic() - since >= TIMER_MS;
    },
  };
}
