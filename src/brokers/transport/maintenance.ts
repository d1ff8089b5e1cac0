import type { BrokerEventSink, Clock } from '../../core/index.js';
import type { Vitals } from './vitals.js';

/** Sees every answer of a business call, and tells when the broker goes into maintenance and comes back. */
export interface MaintenanceWatch {
  /** `good`: the call was done. `down`: an answer such as this broker only gives under maintenance. */
  answered(operation: string, answer: { readonly good: boolean; readonly down: boolean }): void;
}

const ANSWERS_THAT_TELL = 3;
const WITHIN_MS = 300_000;

/**
 * Three answers that say so within five minutes, without a good one between them, are taken for maintenance; the first
 * good answer ends it. That nothing answers at all is another matter.
 */
export function watchMaintenance(parts: {
  readonly clock: Clock;
  readonly emit: BrokerEventSink;
  readonly vitals: Vitals;
}): MaintenanceWatch {
  const { clock, emit, vitals } = parts;
  let seen: readonly { readonly at: number; readonly tick: number }[] = [];

  function begin(operation: string): void {
    const tick = clock.monotonic();
    const now = clock.now();
    seen = [...seen.filter(past => past.tick > tick - WITHIN_MS), { at: now, tick }];
    const [first] = seen;
    if (first === undefined || seen.length < ANSWERS_THAT_TELL) return;
    vitals.maintenanceSince = first.at;
    emit({ kind: 'maintenance', at: now, phase: 'begun', operation });
  }

  function end(operation: string): void {
    seen = [];
    if (vitals.maintenanceSince === undefined) return;
    vitals.maintenanceSince = undefined;
    emit({ kind: 'maintenance', at: clock.now(), phase: 'over', operation });
  }

  return {
    answered(operation, { good, down }) {
      if (good) end(operation);
      else if (vitals.maintenanceSince === undefined && down) begin(operation);
    },
  };
}
