import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { moveAside, replaceFile } from './durable-file.js';
import { type JournalFile, openJournalFile, takeBack } from './journal-file.js';
import { type Report, storageError } from './storage-error.js';

export interface JournalOptions<State = void> {
  path: string;
  /** What happens when the file has grown past its limit. */
  overflow: Overflow<State>;
  report: Report;
  /** The first line of every file that is begun here. */
  header?: string;
}

/**
 * `compact` rewrites the file with the lines that still matter (undefined: it cannot be made smaller now); `archive`
 * gives it a free name and begins an empty one. What could not be made smaller is tried again at twice the size.
 */
export type Overflow<State = void> =
  | {
      kind: 'compact';
      bytes: number;
      lines(): Iterable<string> | undefined | Promise<Iterable<string> | undefined>;
    }
  | { kind: 'archive'; bytes: number; archiveName(attempt: number, state: State): string };

/**
 * How entries become lines, where a line builds on the one before it. `next` is asked at the moment of writing, in the
 * order of the appends; the state it gives counts only once its line is durable.
 */
export interface Chain<Entry, State> {
  /** After the last line that is on the disk. */
  readonly start: State;
  next(entry: Entry, state: State): { readonly line: string; readonly state: State };
}

/** An append-only file of JSON lines. */
export interface Journal<Entry = string, State = void> {
  /**
   * Adds one line (no line break in it); durable when it resolves, to the state after it. The appends of one tick share
   * one write and one fsync, and stand or fall together. Throws `storage`; then the line is not on the disk.
   */
  append(entry: Entry): Promise<State>;
  /** After the last durable line. */
  state(): State;
  /** The lines on the disk, oldest first. */
  lines(): Promise<string[]>;
  /** Does now what would be done when the file has grown too large. */
  tidy(): Promise<void>;
  /** Waits for the appends under way; later ones are refused. */
  close(): Promise<void>;
}

interface Waiting<Entry, State> {
  entry: Entry;
  resolve(state: State): void;
  reject(error: unknown): void;
}

const AS_IT_IS: Chain<string, void> = { start: undefined, next: line => ({ line, state: undefined }) };

/** A journal whose entries are its lines. */
export const openJournal = (options: JournalOptions): Promise<Journal> => openChained(options, AS_IT_IS);

/** Opens or creates a journal; what a crash left of an unfinished last line is cut off and reported. */
export async function openChained<Entry, State>(
  options: JournalOptions<State>,
  chain: Chain<Entry, State>,
): Promise<Journal<Entry, State>> {
  const { path, overflow, report, header } = options;
  const file = basename(path);
  let current: JournalFile | undefined = await openJournalFile(path, report).catch((cause: unknown) => {
    throw storageError('unreadable', `cannot open ${file}`, { file }, cause);
  });
  let durable = chain.start;
  let limit = overflow.bytes;
  let waiting: Waiting<Entry, State>[] = [];
  let tidyAsked = false;
  let working: Promise<void> | undefined;
  let closing: Promise<void> | undefined;

  async function commit(batch: readonly Waiting<Entry, State>[]): Promise<void> {
    try {
      current ??= await openJournalFile(path, report);
      await takeBack(current);
      const lines = current.size === 0 && header !== undefined ? [header] : [];
      const states: State[] = [];
      let state = durable;
      for (const { entry } of batch) {
        const next = chain.next(entry, state);
        lines.push(next.line);
        states.push(next.state);
        state = next.state;
      }
      const text = asText(lines);
      await current.handle.appendFile(text);
      await current.handle.datasync();
      current.size += Buffer.byteLength(text);
      durable = state;
      for (const [n, state] of states.entries()) batch[n]?.resolve(state);
    } catch (cause) {
      // Should this fail too, the next commit does it before it writes.
      await (current && takeBack(current).catch(() => undefined));
      const error = storageError('writeFailed', `cannot append to ${file}`, { file }, cause);
      for (const { reject } of batch) reject(error);
    }
  }

  async function makeRoom(full: JournalFile): Promise<void> {
    limit = Math.max(overflow.bytes, full.size * 2);
    try {
      if (overflow.kind === 'compact') {
        const lines = await overflow.lines();
        if (lines === undefined) return;
        const text = asText(header === undefined ? lines : [header, ...lines]);
        await replaceFile(path, text);
        limit = Math.max(overflow.bytes, Buffer.byteLength(text) * 2);
      } else {
        await moveAside(path, attempt => overflow.archiveName(attempt, durable));
        limit = overflow.bytes;
      }
    } catch {
      report(
        'journal_overflow_failed',
        { file },
        {
          ko: `기록 파일을 정리하지 못했습니다: ${file}. 디스크 상태를 확인하세요.`,
          en: `The journal ${file} could not be tidied. Check the disk.`,
        },
      );
    }
    // Nothing more may go into a file that has lost its name; the next commit opens the one that bears it.
    current = undefined;
    await full.handle.close().catch(() => undefined);
  }

  async function work(): Promise<void> {
    // What else this tick appends is to share the first write.
    await Promise.resolve();
    while (waiting.length > 0 || tidyAsked) {
      const batch = waiting;
      waiting = [];
      if (batch.length > 0) await commit(batch);
      if (current && (tidyAsked || current.size >= limit)) await makeRoom(current);
      tidyAsked = false;
    }
    working = undefined;
  }

  return {
    append(entry) {
      if (closing) return Promise.reject(storageError('closed', 'the store is closed', { file }));
      return new Promise((resolve, reject) => {
        waiting.push({ entry, resolve, reject });
        working ??= work();
      });
    },
    state: () => durable,
    async lines() {
      try {
        return (await readFile(path, 'utf8')).split('\n').slice(0, -1);
      } catch (cause) {
        throw storageError('unreadable', `cannot read ${file}`, { file }, cause);
      }
    },
    async tidy() {
      if (closing) return;
      tidyAsked = true;
      working ??= work();
      await working;
    },
    close() {
      closing ??= (async () => {
        await working;
        if (current) await takeBack(current).catch(() => undefined);
        await current?.handle.close();
      })();
      return closing;
    },
  };
}

function asText(lines: Iterable<string>): string {
  return Array.from(lines, line => `${line}\n`).join('');
}
