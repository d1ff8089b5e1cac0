import type { IntentEvent, IntentJournal } from '../../src/core/index.js';

/** The journal's port in memory. `fail` makes the next appends reject, as a full disk does. */
export interface MemoryJournal extends IntentJournal {
  readonly written: IntentEvent[];
  fail: boolean;
}

export function memoryJournal(past: readonly IntentEvent[] = []): MemoryJournal {
  const written: IntentEvent[] = [];
  const journal: MemoryJournal = {
    past,
    damaged: 0,
    written,
    fail: false,
    async append(...events) {
      if (journal.fail) throw new Error('disk full');
      written.push(...events);
    },
    keep: () => undefined,
  };
  return journal;
}
