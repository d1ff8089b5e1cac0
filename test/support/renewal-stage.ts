import { createRenewal, type IssuedToken, type Renewal } from '../../src/brokers/transport/index.js';
import type { BrokerEvent } from '../../src/core/index.js';
import { type ManualClock, manualClock } from './clock.js';
import { type MemoryVault, memoryVault } from './memory-vault.js';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const KEY = 'kis:paper:0011223344556677';

export interface RenewalStage {
  readonly clock: ManualClock;
  readonly vault: MemoryVault;
  readonly events: BrokerEvent[];
  /** When the broker was asked for a token. */
  readonly calls: number[];
  /** How long a call waits for its turn before it leaves, ms. */
  queueMs: number;
  /** What the broker does with the nth call; hands out `token-1`, `token-2`… unless replaced. */
  broker: (nth: number, signal: AbortSignal) => Promise<IssuedToken>;
  kinds(): string[];
  token(name: string, lifeMs?: number): IssuedToken;
  /** A process on the shared vault and broker. */
  start(closing?: AbortSignal): Renewal;
}

/** A broker that issues tokens, a vault, and processes that share both, on a clock that stands still. */
export function renewalStage(): RenewalStage {
  const clock = manualClock();
  const stage: RenewalStage = {
    clock,
    vault: memoryVault(),
    events: [],
    calls: [],
    queueMs: 0,
    broker: async nth => stage.token(`token-${nth}`),
    kinds: () => stage.events.map(event => event.kind),
    token: (token, lifeMs = DAY) => ({ token, expiresAt: clock.now() + lifeMs }),
    start: (closing = new AbortController().signal) =>
      createRenewal({
        key: KEY,
        vault: stage.vault,
        clock,
        closing,
        // As KIS has it.
        mintMs: 6 * HOUR,
        emit: event => stage.events.push(event),
        async issue(signal, leaving) {
          if (stage.queueMs > 0) await clock.sleep(stage.queueMs, signal);
          await leaving();
          stage.calls.push(clock.now());
          return stage.broker(stage.calls.length, signal);
        },
      }),
  };
  return stage;
}
