import type { BrokerEventSink, Clock } from '../../core/index.js';
import type { KisBody } from './body.js';
import type { Vitals } from './line.js';

/** Sees every answer of a business call, and tells when KIS goes into maintenance and comes back. */
export interface MaintenanceWatch {
  /** `good`: the call was done. */
  answered(operation: string, answer: { status: number; body: KisBody | undefined; good: boolean }): void;
}

const ANSWERS_THAT_TELL = 3;
const WITHIN_MS = 300_000;

/**
 * Under maintenance KIS answers HTTP 500 with a refusal that has neither a code nor words (KIS: `rt_cd` 1, empty
 * `msg_cd` and `msg1`). Three of these within five minutes, without a good answer between them, are taken for one; the
 * first good answer ends it. That nothing answers at all is another matter.
 */
export function watchMaintenance(parts: {
  readonly clock: Clock;
  readonly emit: BrokerEventSink;
  readonly vitals: Vitals;
}): MaintenanceWatch {
  const { clock, emit, vitals } = parts;
  let wordless: readonly { readonly at: number; readonly tick: number }[] = [];

  function begin(operation: string): void {
    const tick = clock.monotonic();
    const now = clock.now();
    wordless = [...wordless.filter(past => past.tick > tick - WITHIN_MS), { at: now, tick }];
    const [first] = wordless;
    if (first === undefined || wordless.length < ANSWERS_THAT_TELL) return;
    vitals.maintenanceSince = first.at;
    emit({ kind: 'maintenance', at: now, phase: 'begun', operation });
  }

  function end(operation: string): void {
    wordless = [];
    if (vitals.maintenanceSince === undefined) return;
    vitals.maintenanceSince = undefined;
    emit({ kind: 'maintenance', at: clock.now(), phase: 'over', operation });
  }

  return {
    answered(operation, { status, body, good }) {
      if (good) end(operation);
      else if (vitals.maintenanceSince === undefined && status === 500 && body?.wordless) begin(operation);
    },
  };
}
