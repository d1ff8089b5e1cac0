import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { errorCode, storageError } from './storage-error.js';

/** Read at once; what is done with one piece must not hold up the event loop for long. */
const PIECE_BYTES = 65_536;
/** No line that this program writes comes near it; more without a line break is no line. */
const LONGEST_LINE = 2 ** 20;
const NEWLINE = 0x0a;
const NOTHING = Buffer.alloc(0);

/** A file as it was when it was opened: what is appended later is not seen, and a new name does not matter. */
export interface LineFile {
  readonly name: string;
  /** The same for one file under all its names. */
  readonly id: string;
  /**
   * Gives each line, without its line break, until `visit` returns false. Lets other work in between pieces. Resolves
   * to what stands after the last line break; what is too long to be a line is given as one and ends it.
   */
  forward(visit: (line: Buffer) => boolean, signal?: AbortSignal): Promise<Buffer>;
  /** The same from the last whole line to the first. */
  backward(visit: (line: Buffer) => boolean, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Opens a file for reading; undefined when there is none. Throws `storage`. */
export async function openLines(path: string): Promise<LineFile | undefined> {
  const name = basename(path);
  const unreadable = (cause: unknown) =>
    storageError('unreadable', `cannot read ${name}`, { file: name }, cause);
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw unreadable(cause);
  }
  const stats = await handle.stat({ bigint: true }).catch(async (cause: unknown) => {
    await handle.close();
    throw unreadable(cause);
  });

  const size = Number(stats.size);

  async function piece(start: number, length: number, signal: AbortSignal | undefined): Promise<Buffer> {
    signal?.throwIfAborted();
    const { buffer, bytesRead } = await handle
      .read(Buffer.allocUnsafe(length), 0, length, start)
      .catch((cause: unknown) => {
        throw unreadable(cause);
      });
    return buffer.subarray(0, bytesRead);
  }

  return {
    name,
    id: `${stats.dev} ${stats.ino}`,
    async forward(visit, signal) {
      let rest: Buffer = NOTHING;
      for (let at = 0; at < size; ) {
        const bytes = await piece(at, Math.min(PIECE_BYTES, size - at), signal);
        // Another process may have cut the file meanwhile.
        if (bytes.length === 0) break;
        at += bytes.length;
        const text = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
        let start = 0;
        for (let end = text.indexOf(NEWLINE); end >= 0; end = text.indexOf(NEWLINE, start)) {
          if (!visit(text.subarray(start, end))) return NOTHING;
          start = end + 1;
        }
        rest = text.subarray(start);
        if (rest.length > LONGEST_LINE) {
          visit(rest);
          return NOTHING;
        }
      }
      return rest;
    },
    async backward(visit, signal) {
      let rest: Buffer | undefined;
      for (let end = size; end > 0; ) {
        const start = Math.max(0, end - PIECE_BYTES);
        const bytes = await piece(start, end - start, signal);
        end = start;
        let text = rest === undefined ? bytes : Buffer.concat([bytes, rest]);
        for (let cut = text.lastIndexOf(NEWLINE); cut >= 0; cut = text.lastIndexOf(NEWLINE)) {
          // Before the first line break found there is nothing but an unfinished line.
          if (rest !== undefined && !visit(text.subarray(cut + 1))) return;
          text = text.subarray(0, cut);
          rest = text;
        }
        if (rest !== undefined) rest = text;
        if (text.length > LONGEST_LINE) return;
      }
      if (rest !== undefined) visit(rest);
    },
    close: () => handle.close(),
  };
}

/** Opens a file, does the work and closes it whatever came of it; undefined when there is no file. Throws `storage`. */
export async function withLines<T>(
  path: string,
  work: (file: LineFile) => Promise<T>,
): Promise<T | undefined> {
  const file = await openLines(path);
  try {
    return file && (await work(file));
  } finally {
    await file?.close();
  }
}
