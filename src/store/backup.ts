import { type FileHandle, link, open, readdir, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Clock, DeskError, type Secret } from '../core/index.js';
import { type BackupEntry, type BackupSummary, backupLines, KEY_ENTRY, readBackup } from './backup-file.js';
import { syncDirectory } from './durable-file.js';
import { openSlot, SLOT_BYTES } from './halt-slot.js';
import { HEARTBEAT_FILE } from './heartbeat.js';
import { existingKey } from './keys.js';
import { errorCode, storageError } from './storage-error.js';

export interface BackupOptions {
  /** The data directory; a desk may be at work in it. Nothing in it is changed. */
  readonly directory: string;
  /** Must not exist yet, and not lie in the directory. */
  readonly file: string;
  /** With the key everybody who has the file can read it. */
  readonly withKey: { readonly key: Secret | undefined; readonly keyFile: string } | undefined;
  readonly clock: Clock;
}

/** Of this run or this machine, or somebody's order to this desk: not for another time and place. */
const NOT_COPIED = new Set(['owner.json', HEARTBEAT_FILE, 'HALT']);
/** Between listing and opening a journal may be put aside; then everything is looked at again. */
const MOST_LOOKS = 10;

/**
 * Copies the data directory into one file, mode 0600, as it was at one moment: whatever was acknowledged before this was
 * called is in it. The trail is measured last, so that it holds every line that the journal of orders knows of.
 * Throws `storage`.
 */
export async function writeBackup({
  directory,
  file,
  withKey,
  clock,
}: BackupOptions): Promise<BackupSummary> {
  const real = await realpath(directory).catch((cause: unknown) => {
    throw storageError('unreadable', 'there is no data directory', {}, cause);
  });
  const path = resolve(file);
  const parent = await realpath(dirname(path)).catch((cause: unknown) => {
    throw storageError('unreadable', 'there is no such place for a backup', { file: dirname(file) }, cause);
  });
  if (!relative(real, parent).startsWith('..'))
    throw storageError('backupInside', 'a backup in the data directory');
  const partial = `${path}.partial-${process.pid}`;
  const opened = await openAll(real);
  try {
    const lines = backupLines(clock.now(), contents(opened, withKey));
    const out = await open(partial, 'wx', 0o600);
    try {
      await out.chmod(0o600);
      await pipeline(Readable.from(lines), createGzip(), async (source: AsyncIterable<Buffer>) => {
        for await (const chunk of source) await out.appendFile(chunk);
      });
      await out.sync();
    } finally {
      await out.close();
    }
    // What could not be read again is no backup.
    const summary = await readBackup(partial, async () => undefined);
    await link(partial, path);
    await syncDirectory(parent);
    return summary;
  } catch (cause) {
    if (cause instanceof DeskError) throw cause;
    const facts = { file: basename(path) };
    if (errorCode(cause) === 'EEXIST') throw storageError('backupExists', 'the backup exists already', facts);
    throw storageError('writeFailed', 'cannot write the backup', facts, cause);
  } finally {
    for (const { handle } of opened) await handle.close();
    await rm(partial, { force: true }).catch(() => undefined);
  }
}

interface Opened {
  readonly name: string;
  readonly handle: FileHandle;
  readonly size: number;
}

async function openAll(directory: string): Promise<readonly Opened[]> {
  for (let look = 1; ; look++) {
    const names = await copied(directory);
    const opened: Opened[] = [];
    for (const name of names) {
      const handle = await open(join(directory, name), 'r').catch(() => undefined);
      if (handle) opened.push({ name, handle, size: (await handle.stat()).size });
    }
    const same = opened.length === names.length && (await copied(directory)).join() === names.join();
    if (same || look === MOST_LOOKS) {
      if (same) return opened;
      for (const { handle } of opened) await handle.close();
      throw storageError('unreadable', 'the data directory does not come to rest');
    }
    for (const { handle } of opened) await handle.close();
  }
}

/** The current trail comes last. */
async function copied(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((cause: unknown) => {
    throw storageError('unreadable', 'cannot read the data directory', {}, cause);
  });
  const rank = (name: string) => (name === 'audit.jsonl' ? 1 : 0);
  return entries
    .filter(entry => entry.isFile() && !entry.name.startsWith('.') && !NOT_COPIED.has(entry.name))
    .map(({ name }) => name)
    .toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

async function* contents(
  opened: readonly Opened[],
  withKey: BackupOptions['withKey'],
): AsyncGenerator<BackupEntry> {
  for (const { name, handle, size } of opened) {
    const content = await readUpTo(handle, size);
    // Of a journal the last line may be on its way: it was not acknowledged when this began.
    if (name.endsWith('.jsonl')) yield { name, content: content.subarray(0, content.lastIndexOf(0x0a) + 1) };
    else yield { name, content: name === 'halts.bin' ? await wholeHalts(handle, content) : content };
  }
  const key = withKey && (await existingKey(withKey));
  if (withKey && !key)
    throw storageError('keyMissing', 'there is no key', { file: basename(withKey.keyFile) });
  if (key) yield { name: KEY_ENTRY, content: Buffer.from(key.toString('hex')) };
}

async function readUpTo(handle: FileHandle, size: number): Promise<Buffer> {
  const content = Buffer.alloc(size);
  let done = 0;
  while (done < size) {
    const { bytesRead } = await handle.read(content, done, size - done, done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return content.subarray(0, done);
}

/** Halts are written in place, one slot after the other: read between the two, one of them is whole. */
async function wholeHalts(handle: FileHandle, first: Buffer): Promise<Buffer> {
  let content = first;
  for (let look = 1; look < MOST_LOOKS; look++) {
    const slots = [content.subarray(0, SLOT_BYTES), content.subarray(SLOT_BYTES)];
    if (slots.some(slot => slot.length === SLOT_BYTES && openSlot(slot).kind === 'good')) break;
    content = await readUpTo(handle, first.length);
  }
  return content;
}
