import type { Bilingual } from '../core/index.js';
import { withKeysLock } from './brief-lock.js';
import { type DocumentOptions, openDocument } from './document.js';
import { storageError } from './storage-error.js';

const LOOK_EVERY_MS = 500;

/** A document that more than one process may change, seen from memory. */
export interface SharedDocument<T> {
  /** What is durable; the same object until something changes. */
  content(): T;
  /** Made upon what is on the disk at that moment, under a lock of its own. Throws `storage`, and what `change` throws. */
  update(change: (content: T) => void): Promise<void>;
  /** Called with the content before and after each time that another process turns out to have changed it. */
  onElsewhere(hear: (before: T, now: T) => void): void;
  /** Looks twice a second whether another process has changed it, until the signal is aborted. Never rejects. */
  watch(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface SharedOptions<T> extends DocumentOptions<T> {
  /** As the system spells it. */
  readonly directory: string;
  /** The spare copy could not be written. */
  readonly copyFailed: Bilingual;
  /** It cannot be read, so a change made elsewhere may go unheard: told once. */
  readonly unread: Bilingual & { readonly event: string };
}

/** Opens a document that another process may have open as well. Throws `storage`. */
export async function openSharedDocument<T>(options: SharedOptions<T>): Promise<SharedDocument<T>> {
  const { directory, name, clock, report } = options;
  const inLock = <R>(work: () => Promise<R>) => withKeysLock(directory, clock, work);
  const document = await inLock(() => openDocument<T>(options));
  const hearing: ((before: T, now: T) => void)[] = [];
  let seen = await document.read();
  let durable = seen;
  let unreadable = false;
  let closed = false;
  /** Changes wait for each other and for other processes; looks do not wait for other processes. */
  const inOrder = oneByOne();
  const inTurn = oneByOne();

  /** What is on the disk now. True when it says something else than before. */
  async function takeOver(): Promise<boolean> {
    const content = await document.read();
    if (content === seen) return false;
    seen = content;
    if (JSON.stringify(content) === JSON.stringify(durable)) return false;
    durable = content;
    return true;
  }

  /** Takes over what another process wrote. */
  async function look(): Promise<void> {
    const before = durable;
    if (await takeOver()) for (const hear of hearing) hear(before, durable);
  }

  async function write(change: (content: T) => void): Promise<void> {
    if (closed) throw storageError('closed', 'the store is closed');
    await look();
    await document.update(change);
    await takeOver();
    // The previous generation becomes a copy too: what was taken away must not come back with it.
    await document
      .update(() => {})
      .catch(() => report('store_copy_failed', { document: name }, options.copyFailed));
    await takeOver();
  }

  function lookFailed(): void {
    if (unreadable) return;
    unreadable = true;
    report(options.unread.event, { document: name }, options.unread);
  }

  return {
    content: () => durable,
    update: change => inOrder(() => inLock(() => inTurn(() => write(change)))),
    onElsewhere: hear => void hearing.push(hear),
    async watch(signal) {
      while (!signal.aborted) {
        await inTurn(look).then(() => {
          unreadable = false;
        }, lookFailed);
        // Rejects only when the watch is over.
        await clock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined);
      }
    },
    async close() {
      // What another process wrote since the last look must not be overwritten with an older copy.
      const end = async () => {
        closed = true;
        await look();
        await document.close();
      };
      await inOrder(() => inLock(() => inTurn(end))).catch(() => undefined);
      closed = true;
    },
  };
}

/** Runs what it is given one after the other, whatever became of those before. */
function oneByOne(): <T>(work: () => Promise<T>) => Promise<T> {
  let turn: Promise<unknown> = Promise.resolve();
  return work => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };
}
