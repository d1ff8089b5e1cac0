import { asDeskError, type Clock, DeskError, type Halt, type HaltStore, type Log } from '../../core/index.js';
import { withDeadline } from '../deadline.js';

/** Brings what is in force to the disk: one save at a time, each of the list as it is when its turn comes. */
export interface Keeping {
  /** Something in force has changed: whether the disk knows it now. Never rejects, and answers within two seconds. */
  keep(): Promise<boolean>;
  /**
   * Saves the list without these halts, then calls `drop`, before anything else is saved. Throws `storage` without
   * having called it when that failed or took longer than two seconds; the disk is then put right in the background.
   */
  keepWithout(leaving: ReadonlySet<Halt>, drop: () => void): Promise<void>;
  /** To be called now and then: tries again what could not be saved, at most every three seconds. */
  retry(): void;
}

export interface KeepingParts {
  readonly store: HaltStore;
  /** All that is to be saved. */
  readonly list: () => readonly Halt[];
  readonly clock: Clock;
  readonly log: Log;
}

const PATIENCE_MS = 2000;
const RETRY_EVERY_MS = 3000;

export function createKeeping({ store, list, clock, log }: KeepingParts): Keeping {
  /** Changes are counted; the disk has those up to `saved`. */
  let changes = 0;
  let saved = 0;
  let failing = false;
  let lastRetry = -Infinity;
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn(work: () => Promise<void>): Promise<void> {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  }

  async function save(halts: readonly Halt[]): Promise<void> {
    const upTo = changes;
    await store.save(halts);
    saved = upTo;
    if (failing) log('info', 'halts saved again');
    failing = false;
  }

  function failed(thrown: unknown): void {
    // Once until it works again: the retries would fill a disk that may be full already.
    if (!failing) log('error', 'halts not saved', { kind: asDeskError(thrown).kind });
    failing = true;
  }

  function saveUpTo(change: number): Promise<void> {
    return inTurn(async () => {
      if (saved < change) await save(list());
    });
  }

  return {
    async keep() {
      changes += 1;
      const mine = changes;
      try {
        await withDeadline(clock, PATIENCE_MS, () => saveUpTo(mine));
        return true;
      } catch (thrown) {
        failed(thrown);
        return false;
      }
    },
    async keepWithout(leaving, drop) {
      try {
        await withDeadline(clock, PATIENCE_MS, signal =>
          inTurn(async () => {
            if (signal.aborted) return;
            let dropped = false;
            try {
              await save(list().filter(halt => !leaving.has(halt)));
              dropped = !signal.aborted;
              if (dropped) drop();
            } finally {
              // The disk may or may not be without them, and they are still in force.
              if (!dropped) changes += 1;
            }
          }),
        );
      } catch (thrown) {
        failed(thrown);
        throw new DeskError(
          'storage',
          'halts not lifted: not saved',
          { ...asDeskError(thrown).detail, what: 'halt' },
          { cause: thrown },
        );
      }
    },
    retry() {
      const now = clock.monotonic();
      if (now - lastRetry < RETRY_EVERY_MS) return;
      lastRetry = now;
      void saveUpTo(changes).catch(failed);
    },
  };
}
