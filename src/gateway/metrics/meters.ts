import { Gauge, Registry } from 'prom-client';
import type {
  BrokerEventSink,
  Clock,
  DeskStatus,
  IntentEvent,
  OutboxEvent,
  Stamp,
  TokenStatus,
} from '../../core/index.js';
import type { Meters } from '../parts.js';
import { brokerMeters } from './broker-meters.js';
import { deskMeters } from './desk-meters.js';
import { httpMeters } from './http-meters.js';
import type { LoopDelay } from './loop-delay.js';
import { processGauges } from './process-gauges.js';
import { stateGauges } from './state-gauges.js';

/** The meters with what they listen to. Each listener returns at once and never throws. */
export interface DeskMeters extends Meters {
  readonly onBrokerEvent: BrokerEventSink;
  /** A line that was appended to the journal of orders in this run. */
  onIntent(event: IntentEvent): void;
  /** A line that was appended to the outbox's journal in this run. */
  onOutbox(event: OutboxEvent): void;
}

/**
 * Counters since the start, and gauges that are read when somebody looks. They belong to this one registry, keep no
 * timer and name no account, person, key or token.
 */
export function createMeters(parts: {
  readonly clock: Clock;
  readonly version: string;
  readonly stamp: Stamp;
  /** Read from memory at each look. */
  status(): DeskStatus;
  token(): TokenStatus;
  readonly loop: LoopDelay;
}): DeskMeters {
  const registry = new Registry();
  new Gauge({
    name: 'desk_build_info',
    help: 'Always 1.',
    labelNames: ['version', 'environment'],
    registers: [registry],
  }).set({ version: parts.version, environment: parts.stamp }, 1);
  const readState = stateGauges(registry, parts);
  const readProcess = processGauges(registry, parts.loop);
  const { onIntent, onOutbox } = deskMeters(registry);
  return {
    onBrokerEvent: brokerMeters(registry),
    onIntent,
    onOutbox,
    answered: httpMeters(registry),
    async exposition() {
      readState();
      readProcess();
      return { text: await registry.metrics(), type: registry.contentType };
    },
  };
}
