import { Counter, type Registry } from 'prom-client';
import type { IntentEvent, OutboxEvent, OutboxLane } from '../../core/index.js';

/** More letters than are ever on their way; of one that is older the lane is not known any more. */
const LETTERS_KEPT = 2_000;

/** Counts what becomes of orders and of alerts. */
export function deskMeters(registry: Registry): {
  onIntent(event: IntentEvent): void;
  onOutbox(event: OutboxEvent): void;
} {
  const orders = new Counter({
    name: 'desk_orders_total',
    help: 'Steps of tickets and their acts, by the state they led to.',
    labelNames: ['state'],
    registers: [registry],
  });
  const alerts = new Counter({
    name: 'desk_alerts_total',
    help: 'What became of letters at their destinations, by outcome and lane.',
    labelNames: ['outcome', 'lane'],
    registers: [registry],
  });
  const lanes = new Map<string, OutboxLane>();

  function remember(id: string, lane: OutboxLane): void {
    lanes.set(id, lane);
    if (lanes.size <= LETTERS_KEPT) return;
    const [oldest] = lanes.keys();
    if (oldest !== undefined) lanes.delete(oldest);
  }

  return {
    onIntent: ({ kind }) => orders.inc({ state: kind }),
    onOutbox(event) {
      switch (event.kind) {
        case 'posted':
          return remember(event.letter.id, event.letter.lane);
        case 'shown':
        case 'failed':
        case 'dropped':
        case 'nobody':
        case 'acknowledged':
          return alerts.inc({ outcome: event.kind, lane: lanes.get(event.id) ?? 'other' });
        case 'changed':
        case 'forwarded':
        case 'trying':
        case 'muted':
          return;
      }
    },
  };
}
