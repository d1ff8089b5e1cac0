import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { DeskError } from '../core/index.js';
import { storageError } from './storage-error.js';

/*
 * A backup is one gzip file of JSON lines:
 *   {"backup":"kis-chatops","version":1,"at":<ms>}
 *   {"name":…,"size":<bytes>,"sha256":<hex of the content>,"content":<base64>}   one for each file
 *   {"end":<number of files>,"sha256":<hex of all the lines before, line breaks included>}
 * The key, when it was asked for, is the file named STORE_KEY: 64 hex digits.
 */
export const BACKUP_VERSION = 1;
export const KEY_ENTRY = 'STORE_KEY';

const headSchema = z.object({
  backup: z.literal('kis-chatops'),
  version: z.int().positive(),
  at: z.number(),
});
const entrySchema = z.object({
  /** No path: nothing may be written elsewhere than in the directory. */
  name: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/),
  size: z.int().nonnegative(),
  sha256: z.string(),
  content: z.base64(),
});
const endSchema = z.object({ end: z.int().nonnegative(), sha256: z.string() });

export interface BackupEntry {
  readonly name: string;
  readonly content: Buffer;
}

export const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** The lines of a backup, line breaks included, from its head to its end. */
export async function* backupLines(at: number, entries: AsyncIterable<BackupEntry>): AsyncGenerator<string> {
  const sum = createHash('sha256');
  let files = 0;
  const counted = (fields: object) => {
    const line = `${JSON.stringify(fields)}\n`;
    sum.update(line);
    return line;
  };
  yield counted({ backup: 'kis-chatops', version: BACKUP_VERSION, at });
  for await (const { name, content } of entries) {
    files++;
    yield counted({
      name,
      size: content.length,
      sha256: sha256(content),
      content: content.toString('base64'),
    });
  }
  yield `${JSON.stringify({ end: files, sha256: sum.digest('hex') })}\n`;
}

/** What a whole backup holds. */
export interface BackupSummary {
  readonly at: number;
  readonly files: number;
  readonly bytes: number;
}

/**
 * Reads a backup from its first line to its last and hands over each file once its checksum was right; what was handed
 * over counts only when this resolves. Throws `storage`: `damaged` (also cut off, or no backup), `newerFormat`,
 * `unreadable`.
 */
export async function readBackup(
  path: string,
  take: (entry: BackupEntry) => Promise<void>,
): Promise<BackupSummary> {
  const sum = createHash('sha256');
  let head: z.infer<typeof headSchema> | undefined;
  let ended = false;
  const names = new Set<string>();
  let bytes = 0;
  const source = createReadStream(path);
  const text = createGunzip();
  let unreadable: unknown;
  source.once('error', error => {
    unreadable = error;
    text.destroy(error);
  });
  source.pipe(text);
  try {
    for await (const line of linesOf(text)) {
      if (ended) throw damaged();
      const fields: unknown = JSON.parse(line);
      const end = endSchema.safeParse(fields).data;
      if (head && end) {
        if (end.end !== names.size || end.sha256 !== sum.digest('hex')) throw damaged();
        ended = true;
        continue;
      }
      sum.update(`${line}\n`);
      if (!head) {
        head = headOf(fields);
        continue;
      }
      const entry = entrySchema.parse(fields);
      const content = Buffer.from(entry.content, 'base64');
      if (content.length !== entry.size || sha256(content) !== entry.sha256 || names.has(entry.name))
        throw damaged();
      names.add(entry.name);
      bytes += entry.size;
      await take({ name: entry.name, content });
    }
  } catch (cause) {
    if (unreadable !== undefined)
      throw storageError('unreadable', 'the backup cannot be read', {}, unreadable);
    throw cause instanceof DeskError ? cause : damaged(cause);
  } finally {
    source.destroy();
    text.destroy();
  }
  if (!head || !ended) throw damaged();
  return { at: head.at, files: names.size, bytes };
}

/** What does not end with a line break was cut off, and is no line. */
async function* linesOf(text: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let pieces: Buffer[] = [];
  for await (const chunk of text) {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      yield Buffer.concat([...pieces, chunk.subarray(start, end)]).toString('utf8');
      pieces = [];
      start = end + 1;
    }
    pieces.push(chunk.subarray(start));
  }
  if (pieces.some(piece => piece.length > 0)) throw damaged();
}

function headOf(fields: unknown): z.infer<typeof headSchema> {
  const head = headSchema.parse(fields);
  if (head.version > BACKUP_VERSION)
    throw storageError('newerFormat', 'the backup was written by a newer version of the program');
  return head;
}

const damaged = (cause?: unknown) =>
  storageError('damagedBackup', 'the backup is damaged or is none', {}, cause);
