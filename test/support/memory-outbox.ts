import { type Clock, DeskError, type OutboxEvent, type OutboxJournal } from '../../src/core/index.js';

/** The outbox's journal in memory, with a disk that takes its time, refuses, hangs or loses what was not flushed. */
export interface MemoryOutbox extends OutboxJournal {
  /** All that was appended, durable or not. */
  readonly written: readonly OutboxEvent[];
  /** `full`: the next appends reject. `hangs`: they do not end. */
  disk: 'works' | 'full' | 'hangs';
  needed: ((event: OutboxEvent) => boolean) | undefined;
  /** Nothing more is written, and nobody hears of what was. Gives what the next run finds: at least what was durable. */
  kill(lucky?: (most: number) => number): readonly OutboxEvent[];
}

const never = () => new Promise<never>(() => undefined);

/** `flush.ms`: how long an append takes to become durable. */
export function memoryOutbox(
  past: readonly OutboxEvent[] = [],
  flush?: { readonly clock: Clock; readonly ms: number },
): MemoryOutbox {
  const written: OutboxEvent[] = [];
  let durable = 0;
  let isDead = false;
  const journal: MemoryOutbox = {
    past,
    written,
    disk: 'works',
    needed: undefined,
    async append(...events) {
      if (isDead) return never();
      if (journal.disk === 'full') throw new DeskError('storage', 'disk full');
      if (journal.disk === 'hangs') return never();
      written.push(...events);
      const end = written.length;
      if (flush) await flush.clock.sleep(flush.ms);
      if (isDead) return never();
      durable = Math.max(durable, end);
    },
    keep(needed) {
      journal.needed = needed;
    },
    kill(lucky = () => 0) {
      isDead = true;
      return [...past, ...written.slice(0, durable + lucky(written.length - durable))];
    },
  };
  return journal;
}
