import { Low } from 'lowdb';
import { type Generations, type GenerationsOptions, generations } from './generations.js';
import { storageError } from './storage-error.js';

/** One JSON document that rests encrypted on the disk. */
export interface Document<T> {
  /** What is durably stored, also when another process wrote it. Not to be changed by the caller. */
  read(): Promise<T>;
  /**
   * Applies a change; durable when it resolves. When it rejects, neither memory nor disk has changed. Changes that come
   * while a write is under way are written together, in their order: one that throws rejects alone, and the others are
   * applied anew without it, so a change does nothing but change what it is given.
   */
  update(change: (data: T) => void): Promise<void>;
  /** Waits for the writes under way; later ones are refused. */
  close(): Promise<void>;
}

export interface DocumentOptions<T> extends GenerationsOptions<T> {
  /** The content of a document that was never written. */
  empty(): T;
}

/**
 * Opens a document. A damaged file is set aside and the previous generation takes its place; a wrong key or a
 * newer format throws `storage` and leaves every file untouched.
 */
export async function openDocument<T>(options: DocumentOptions<T>): Promise<Document<T>> {
  const files = generations(options);
  const low = new Low<T>(files, options.empty());
  await low.read();
  await keepCopy(files, options);
  let durable = low.data;
  let writing = 0;
  let closed = false;
  let turn: Promise<unknown> = Promise.resolve();
  /** Takes in changes until its turn has come. */
  let forming: Group<T> | undefined;

  function inTurn<R>(work: () => Promise<R>): Promise<R> {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  }

  async function refresh(): Promise<T> {
    if (await files.changed()) {
      await low.read();
      durable = low.data;
    }
    return durable;
  }

  function beginGroup(): Group<T> {
    const changes: Change<T>[] = [];
    const written = inTurn(() => {
      forming = undefined;
      return commit(changes);
    });
    return { changes, written };
  }

  async function commit(changes: readonly Change<T>[]): Promise<Refused> {
    const { next, refused } = applied(await refresh(), changes);
    if (refused.size === changes.length) return refused;
    low.data = next;
    try {
      await low.write();
      durable = next;
    } finally {
      low.data = durable;
    }
    return refused;
  }

  return {
    // While a write is under way the file is in our own hands, and the last durable state is the answer.
    read: async () => (writing > 0 ? durable : inTurn(refresh)),
    async update(change) {
      if (closed) throw storageError('closed', 'the store is closed');
      writing++;
      try {
        forming ??= beginGroup();
        const { changes, written } = forming;
        const mine = changes.push(change) - 1;
        const refused = await written;
        if (refused.has(mine)) throw refused.get(mine);
      } finally {
        writing--;
      }
    },
    async close() {
      closed = true;
      await inTurn(() => keepCopy(files, options));
    },
  };
}

type Change<T> = (data: T) => void;

/** What changes threw, by their place in the group. */
type Refused = ReadonlyMap<number, unknown>;

interface Group<T> {
  readonly changes: Change<T>[];
  readonly written: Promise<Refused>;
}

/** What becomes of the content. What one that throws has half done leaves no trace. */
function applied<T>(
  before: T,
  changes: readonly Change<T>[],
): { readonly next: T; readonly refused: Refused } {
  const refused = new Map<number, unknown>();
  for (;;) {
    const next = structuredClone(before);
    const had = refused.size;
    for (const [n, change] of changes.entries()) {
      if (refused.has(n)) continue;
      try {
        change(next);
      } catch (thrown) {
        refused.set(n, thrown);
        break;
      }
    }
    if (refused.size === had) return { next, refused };
  }
}

/** A full or read-only disk must not keep the program from starting or stopping. */
async function keepCopy<T>(files: Generations<T>, { name, report }: DocumentOptions<T>): Promise<void> {
  try {
    await files.keepCopy();
  } catch {
    report(
      'store_copy_failed',
      { document: name },
      {
        ko: `저장 파일의 예비 사본을 쓰지 못했습니다: ${name}. 디스크 상태를 확인하세요.`,
        en: `The spare copy of the store file ${name} could not be written. Check the disk.`,
      },
    );
  }
}
