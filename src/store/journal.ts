import { type FileHandle, open, readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { moveAside, replaceFile, syncDirectory } from './durable-file.js';
import { type Report, storageError } from './storage-error.js';

export interface JournalOptions {
  path: string;
  /** What happens when the file has grown past its limit. */
  overflow: Overflow;
  report: Report;
}

/** `compact` rewrites the file with the lines that still matter; `archive` gives it a free name and begins an empty one. */
export type Overflow =
  | { kind: 'compact'; bytes: number; lines(): Iterable<string> }
  | { kind: 'archive'; bytes: number; archiveName(attempt: number): string };

/** An append-only file of JSON lines. */
export interface Journal {
  /** Adds one line (no line break in it); durable when it resolves. Concurrent calls share one fsync. */
  append(line: string): Promise<void>;
  /** The lines on the disk, oldest first. */
  lines(): Promise<string[]>;
  /** Waits for the appends under way; later ones are refused. */
  close(): Promise<void>;
}

interface Waiting {
  line: string;
  resolve(): void;
  reject(error: unknown): void;
}

/** An open file and the size up to which its content was acknowledged. */
interface OpenFile {
  handle: FileHandle;
  size: number;
}

/** Opens or creates a journal; what a crash left of an unfinished last line is cut off and reported. */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { path, overflow, report } = options;
  const file = basename(path);
  let current: OpenFile | undefined = await openFile(path, report).catch((cause: unknown) => {
    throw storageError('unreadable', `cannot open ${file}`, { file }, cause);
  });
  let waiting: Waiting[] = [];
  let working: Promise<void> | undefined;
  let closing: Promise<void> | undefined;

  async function commit(batch: readonly Waiting[]): Promise<void> {
    const text = batch.map(w => `${w.line}\n`).join('');
    try {
      current ??= await openFile(path, report);
      const { handle, size } = current;
      // A no-op, unless an earlier append failed half way and could not be taken back then.
      if ((await handle.stat()).size !== size) await handle.truncate(size);
      await handle.appendFile(text);
      await handle.datasync();
      current.size += Buffer.byteLength(text);
      for (const w of batch) w.resolve();
    } catch (cause) {
      await current?.handle.truncate(current.size).catch(() => undefined);
      const error = storageError('writeFailed', `cannot append to ${file}`, { file }, cause);
      for (const w of batch) w.reject(error);
    }
  }

  async function makeRoom(full: OpenFile): Promise<void> {
    try {
      if (overflow.kind === 'compact') {
        await replaceFile(path, [...overflow.lines()].map(line => `${line}\n`).join(''));
      } else {
        await moveAside(path, overflow.archiveName);
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
    } finally {
      // Nothing more may go into a file that has lost its name; the next commit opens the one that bears it.
      current = undefined;
      await full.handle.close().catch(() => undefined);
    }
  }

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await commit(batch);
      if (current && current.size >= overflow.bytes) await makeRoom(current);
    }
    working = undefined;
  }

  return {
    append(line) {
      if (closing) return Promise.reject(storageError('closed', 'the store is closed', { file }));
      return new Promise((resolve, reject) => {
        waiting.push({ line, resolve, reject });
        working ??= work();
      });
    },
    async lines() {
      try {
        return (await readFile(path, 'utf8')).split('\n').slice(0, -1);
      } catch (cause) {
        throw storageError('unreadable', `cannot read ${file}`, { file }, cause);
      }
    },
    close() {
      closing ??= (async () => {
        await working;
        await current?.handle.close();
      })();
      return closing;
    },
  };
}

async function openFile(path: string, report: Report): Promise<OpenFile> {
  const handle = await open(path, 'a+', 0o600);
  try {
    await handle.chmod(0o600);
    const size = await cutTornLine(handle, basename(path), report);
    await syncDirectory(dirname(path));
    return { handle, size };
  } catch (cause) {
    await handle.close();
    throw cause;
  }
}

/** Returns the size that is left. */
async function cutTornLine(handle: FileHandle, file: string, report: Report): Promise<number> {
  const { size } = await handle.stat();
  const end = await endOfLastLine(handle, size);
  if (end === size) return size;
  await handle.truncate(end);
  await handle.datasync();
  const bytes = size - end;
  report(
    'journal_torn',
    { file, bytes },
    {
      ko: `기록 파일 끝의 쓰다 만 ${bytes}바이트를 잘라 냈습니다: ${file}`,
      en: `Cut ${bytes} unfinished bytes off the end of the journal ${file}.`,
    },
  );
  return end;
}

async function endOfLastLine(handle: FileHandle, size: number): Promise<number> {
  const chunk = Buffer.alloc(65_536);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - chunk.length);
    const { bytesRead } = await handle.read(chunk, 0, end - start, start);
    const newline = chunk.subarray(0, bytesRead).lastIndexOf(0x0a);
    if (newline >= 0) return start + newline + 1;
    end = start;
  }
  return 0;
}
