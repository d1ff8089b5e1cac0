import { asDeskError, type Clock, type Log, type OutboxEvent, type OutboxJournal } from '../../core/index.js';
import type { OutboxBook } from './book.js';
import { atMost } from './pause.js';

/** What happens to letters, written down. */
export interface Noting {
  /**
   * Known in memory when this returns its promise; durable when that resolves, unless the disk refuses or takes longer
   * than two seconds: an alert does not wait for a disk, least of all one about the disk. Never rejects.
   */
  note(...events: readonly OutboxEvent[]): Promise<void>;
  /** Once more what the disk refused; after that nothing is written any more. */
  close(): Promise<void>;
}

const DISK_MS = 2_000;
/** What the disk refused is written ahead of the next events; of a longer trouble only the beginning. */
const MOST_UNWRITTEN = 5_000;

export function createNoting(parts: {
  readonly journal: Pick<OutboxJournal, 'append'>;
  readonly book: OutboxBook;
  readonly clock: Clock;
  readonly log: Log;
  /** Called when these are known. */
  changed(events: readonly OutboxEvent[]): void;
}): Noting {
  const { journal, book, clock, log, changed } = parts;
  const writing = new Set<Promise<void>>();
  let unwritten: readonly OutboxEvent[] = [];
  let inTrouble = false;
  let closed = false;

  async function write(events: readonly OutboxEvent[]): Promise<void> {
    const all = [...unwritten, ...events];
    unwritten = [];
    if (all.length === 0) return;
    try {
      await journal.append(...all);
      if (inTrouble) log('info', 'outbox.written', {});
      inTrouble = false;
    } catch (thrown) {
      unwritten = [...unwritten, ...all].slice(0, MOST_UNWRITTEN);
      if (inTrouble) return;
      inTrouble = true;
      const { kind, message } = asDeskError(thrown);
      log('error', 'outbox.notWritten', { kind, message });
    }
  }

  async function written(events: readonly OutboxEvent[]): Promise<void> {
    const work = write(events);
    writing.add(work);
    void work.then(() => writing.delete(work));
    await atMost(clock, DISK_MS, work);
  }

  return {
    async note(...events) {
      if (closed) return;
      const followed = events.filter(event => book.apply(event));
      for (const { kind } of events.filter(event => !followed.includes(event))) {
        log('error', 'outbox.misfit', { kind });
      }
      if (followed.length === 0) return;
      const durable = written(followed);
      changed(followed);
      await durable;
    },
    async close() {
      closed = true;
      await atMost(clock, DISK_MS, Promise.all(writing));
      await written([]);
    },
  };
}
