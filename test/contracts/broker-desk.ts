import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { z } from 'zod';
import type {
  AccountRef,
  Broker,
  BrokerEvent,
  OrderRequest,
  SendOutcome,
  VenueOrder,
  VenueOrderRef,
} from '../../src/core/index.js';
import { sameOrderNumber } from '../../src/core/index.js';
import { startSimulator } from '../../src/simulator/index.js';
import { LISTINGS } from '../../src/simulator/listings.js';
import { memoryVault } from '../support/memory-vault.js';
import { type TradeClock, tradeClock } from '../support/trade-clock.js';
import { watchWire } from '../support/trade-wire.js';
import type { Flavour, Line, Service } from './broker-flavours.js';

/** A Monday morning in the continuous session; time stands still unless it is moved. */
export const START = Date.parse('2026-11-23T10:00:00+09:00');
export const TODAY = '20261123';
export const STOCK = '005930';
export const CASH = 50_000_000n;
const MOST_MS = 600_000;

export const HELD = LISTINGS.filter(listing => !listing.instrument.halted)
  .slice(0, 55)
  .map(({ instrument }) => ({ code: instrument.code, quantity: 7n, averagePrice: instrument.basePrice }));

const ledgerSchema = z.object({
  requestsByTr: z.record(z.string(), z.number()),
  tokenRequests: z.number(),
  tokensIssued: z.number(),
  rateViolations: z.number(),
  ordersAccepted: z.number(),
  faultsServed: z.number(),
  orders: z.array(z.object({ number: z.string(), account: z.string(), quantity: z.number() })),
});
type SeenLedger = z.output<typeof ledgerSchema>;

/** A line of one flavour to an exchange of its own. */
export interface BrokerDesk {
  readonly broker: Broker;
  readonly account: AccountRef;
  readonly clock: TradeClock;
  readonly events: readonly BrokerEvent[];
  readonly vault: ReturnType<typeof memoryVault>;
  /** The result, with as much of the clock's time as it takes: the broker's rate holds here as anywhere. */
  is<T>(work: Promise<T>): Promise<T>;
  /** The same for what pauses between its attempts, a little of which is by the machine's own clock. */
  patiently<T>(work: Promise<T>): Promise<T>;
  ledger(): Promise<SeenLedger>;
  requests(service: keyof Flavour['services']): Promise<number>;
  /** The next requests of this service meet with trouble. */
  trouble(service: keyof Flavour['services'], ...faults: readonly object[]): Promise<void>;
  control(name: string, body: unknown): Promise<unknown>;
  /** Another line: of another account, or a further run of the same program. */
  openSeat(number: number): Line;
  stop(): Promise<void>;
}

export async function openBrokerDesk(flavour: Flavour): Promise<BrokerDesk> {
  const wire = watchWire();
  const clock = tradeClock(START, wire.quiet);
  const simulator = await startSimulator({
    mode: flavour.mode,
    port: 0,
    seed: 'contract',
    alwaysOpen: false,
    clock,
    cash: CASH,
    holdings: HELD,
  });
  const events: BrokerEvent[] = [];
  const vault = memoryVault();
  const { baseUrl, wsUrl, controlUrl } = simulator;
  const around = { baseUrl, wsUrl, vault, clock, emit: (event: BrokerEvent) => void events.push(event) };
  const { broker, account } = flavour.open({ ...around, number: 1 });
  const opened = [broker];

  const ledger = async () => ledgerSchema.parse(await (await fetch(`${controlUrl}/ledger`)).json());

  async function control(name: string, body: unknown): Promise<unknown> {
    const answer = await fetch(`${controlUrl}/${name}`, { method: 'POST', body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
    return answer.json();
  }

  const countOf = (seen: SeenLedger, { tr }: Service) =>
    tr === undefined ? seen.tokenRequests : (seen.requestsByTr[tr] ?? 0);

  return {
    broker,
    account,
    clock,
    events,
    vault,
    is: work => clock.finish(work, MOST_MS),
    patiently: work => inSteps(clock, work),
    ledger,
    requests: async service => countOf(await ledger(), flavour.services[service]),
    async trouble(service, ...faults) {
      await control(
        'faults',
        faults.map(fault => ({ match: flavour.services[service], ...fault })),
      );
    },
    control,
    openSeat(number) {
      const further = flavour.open({ ...around, number });
      opened.push(further.broker);
      return further;
    },
    async stop() {
      for (const one of opened) one.close();
      await simulator.stop();
      wire.close();
    },
  };
}

async function inSteps<T>(clock: TradeClock, work: Promise<T>): Promise<T> {
  const seen = { over: false };
  const note = () => {
    seen.over = true;
  };
  work.then(note, note);
  while (!seen.over) {
    await setTimeout(2);
    await clock.advance(100);
  }
  return work;
}

/** A purchase at the market unless it is said otherwise. */
export const orderOf = (account: AccountRef, changes: Partial<OrderRequest> = {}): OrderRequest => ({
  account,
  side: 'buy',
  code: STOCK,
  quantity: 10n,
  price: 0n,
  type: 'market',
  exchange: 'KRX',
  ...changes,
});

export function accepted(outcome: SendOutcome): VenueOrderRef {
  if (outcome.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(outcome)}`);
  return outcome.order;
}

export function rowOf(orders: readonly VenueOrder[], ref: VenueOrderRef): VenueOrder {
  const row = orders.find(order => sameOrderNumber(order.number, ref.number));
  if (row === undefined) throw new Error(`no row for ${ref.number}`);
  return row;
}
