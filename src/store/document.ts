import { Low } from 'lowdb';
import { type Generations, type GenerationsOptions, generations } from './generations.js';
import { storageError } from './storage-error.js';

/** One JSON document that rests encrypted on the disk. */
export interface Document<T> {
  /** What is durably stored, also when another process wrote it. Not to be changed by the caller. */
  read(): Promise<T>;
  /** Applies a change; durable when it resolves. When it rejects, neither memory nor disk has changed. */
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

  return {
    // While a write is under way the file is in our own hands, and the last durable state is the answer.
    read: async () => (writing > 0 ? durable : inTurn(refresh)),
    async update(change) {
      if (closed) throw storageError('closed', 'the store is closed');
      writing++;
      try {
        await inTurn(async () => {
          const next = structuredClone(await refresh());
          change(next);
          low.data = next;
          try {
            await low.write();
            durable = next;
          } finally {
            low.data = durable;
          }
        });
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
