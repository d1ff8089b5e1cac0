import type { BrokerEventSink, Clock, Log } from '../../core/index.js';
import type { Http, MaintenanceWatch, Renewal, Vitals } from '../transport/index.js';
import type { KisEnvironment } from './environment.js';
import type { HashKeys } from './hash-keys.js';
import type { Lane } from './tr-ids.js';

/** Everything a call needs to reach KIS. */
export interface KisLine {
  readonly environment: KisEnvironment;
  readonly http: Http<Lane>;
  readonly tokens: Pick<Renewal, 'current' | 'peek' | 'recover' | 'hand'>;
  readonly hashKeys: HashKeys;
  readonly clock: Clock;
  readonly log: Log;
  readonly emit: BrokerEventSink;
  readonly timing: KisTiming;
  readonly vitals: Vitals;
  readonly maintenance: MaintenanceWatch;
  readonly closing: AbortSignal;
}

/** Spans in ms. */
export interface KisTiming {
  /** One attempt, from leaving the queue to the last byte of its answer. KIS's paper server is slow at times. */
  readonly attemptMs: number;
  /** A whole read: queue, attempts and pauses. */
  readonly readMs: number;
  readonly retryDelayMs: number;
  /** How long an order may wait for its token, hashkey and turn, repeated attempts too, before it is given up unsent. */
  readonly orderWaitMs: number;
}

export const DEFAULT_TIMING: KisTiming = {
  attemptMs: 10_000,
  readMs: 25_000,
  retryDelayMs: 1_000,
  orderWaitMs: 10_000,
};
