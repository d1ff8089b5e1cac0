import type { BrokerEventSink, Clock, Log } from '../../core/index.js';
import type { Http, MaintenanceWatch, Renewal, Vitals } from '../transport/index.js';
import type { Lane } from './api-ids.js';
import type { KiwoomEnvironment } from './environment.js';

/** Everything a call needs to reach Kiwoom. */
export interface KiwoomLine {
  readonly environment: KiwoomEnvironment;
  readonly http: Http<Lane>;
  readonly tokens: Pick<Renewal, 'current' | 'peek' | 'recover' | 'hand'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly emit: BrokerEventSink;
  readonly timing: KiwoomTiming;
  readonly vitals: Vitals;
  readonly maintenance: MaintenanceWatch;
  readonly closing: AbortSignal;
}

/** Spans in ms. */
export interface KiwoomTiming {
  /** One attempt, from leaving the queue to the last byte of its answer. */
  readonly attemptMs: number;
  /** A whole read: queue, attempts and pauses. */
  readonly readMs: number;
  readonly retryDelayMs: number;
  /** How long an order may wait for its token and turn, repeated attempts too, before it is given up unsent. */
  readonly orderWaitMs: number;
}

export const DEFAULT_TIMING: KiwoomTiming = {
  attemptMs: 10_000,
  readMs: 25_000,
  // The practice server takes one call of a service in 1.1 s.
  retryDelayMs: 1_100,
  orderWaitMs: 10_000,
};
