import { mkdir, open, readdir, readFile, realpath, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Clock, formatKst, kstDate, kstTime, type Secret } from '../core/index.js';
import { type BackupSummary, KEY_ENTRY, readBackup } from './backup-file.js';
import { withKeysLock } from './brief-lock.js';
import { createFile, moveAside, replaceFile, syncDirectory } from './durable-file.js';
import { isFresh, readHeartbeat } from './heartbeat.js';
import { lockDirectory } from './lock.js';
import { errorCode, storageError } from './storage-error.js';

export interface RestoreOptions {
  /** The data directory; made when it is missing. No desk may be at work in it, nor have been a minute and a half ago. */
  readonly directory: string;
  readonly file: string;
  /** What is there is moved into a folder `before-restore-…` beside it, within the directory. Nothing is deleted. */
  readonly force: boolean;
  readonly key: Secret | undefined;
  /** Where a key that the backup holds is put, unless `key` is given. */
  readonly keyFile: string;
  readonly clock: Clock;
}

export interface Restored extends BackupSummary {
  /** The folder that what was there before is in now. */
  readonly aside: string | undefined;
  readonly withKey: boolean;
}

/** The desk looks at this file before every order. */
const FLAG = 'HALT';

/**
 * Puts a backup into the data directory. The whole backup is verified before anything is touched. Before the first file is
 * in place a HALT file stands there, and it stays: orders since the backup are not in the journal, so trading begins
 * again only when a person has looked and removes it. Throws `storage`; `locked`, `notEmpty`, `otherKey` and
 * `damagedBackup` leave everything as it was.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { file, force, clock, keyFile } = options;
  let heldKey: string | undefined;
  const summary = await readBackup(file, async ({ name, content }) => {
    if (name === KEY_ENTRY) heldKey = content.toString('latin1');
  });
  const key = options.key === undefined ? heldKey : undefined;
  await mkdir(options.directory, { recursive: true, mode: 0o700 }).catch(unusable);
  const directory = await realpath(options.directory).catch(unusable);
  // In another container it would not be kept out by the lock.
  const beat = await readHeartbeat(directory);
  if (beat && isFresh(beat, clock))
    throw storageError('locked', 'a desk was alive in this directory just now', { pid: beat.pid });
  const lock = await lockDirectory(directory, clock);
  try {
    // The keys of other programs may be changed while no desk runs.
    return await withKeysLock(directory, clock, async () => {
      const present = await filesIn(directory);
      if (present.length > 0 && !force) throw storageError('notEmpty', 'the data directory is not empty');
      const otherKey = key !== undefined && (await differs(keyFile, key));
      if (otherKey && !force) throw storageError('otherKey', 'the key in the backup is another one');

      const staging = join(directory, '.restoring');
      await rm(staging, { recursive: true, force: true });
      await mkdir(staging, { mode: 0o700 });
      const names: string[] = [];
      await readBackup(file, async ({ name, content }) => {
        if (name === KEY_ENTRY) return;
        await writeNew(join(staging, name), content);
        names.push(name);
      });
      await syncDirectory(staging);

      await replaceFile(join(directory, FLAG), reason(summary.at, clock.now()));
      const aside = present.length > 0 ? await moveAll(directory, present, clock) : undefined;
      if (key !== undefined) await putKey(keyFile, key, otherKey, clock);
      for (const name of names) await rename(join(staging, name), join(directory, name));
      await rmdir(staging);
      await syncDirectory(directory);
      return { ...summary, aside, withKey: key !== undefined };
    });
  } catch (cause) {
    if (errorCode(cause) === undefined) throw cause;
    throw storageError('writeFailed', 'cannot restore', {}, cause);
  } finally {
    await lock.release();
  }
}

/** Without what belongs to the lock, and without the flag, which stays where it is. */
async function filesIn(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(unusable);
  return entries
    .filter(entry => entry.isFile() && entry.name !== 'owner.json' && entry.name !== FLAG)
    .map(({ name }) => name);
}

async function moveAll(directory: string, names: readonly string[], clock: Clock): Promise<string> {
  const stamp = `before-restore-${kstDate(clock.now())}-${kstTime(clock.now())}`;
  const aside = await freshFolder(directory, stamp);
  for (const name of names) await rename(join(directory, name), join(directory, aside, name));
  await syncDirectory(join(directory, aside));
  return aside;
}

async function freshFolder(directory: string, stamp: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const name = attempt === 1 ? stamp : `${stamp}-${attempt}`;
    try {
      await mkdir(join(directory, name), { mode: 0o700 });
      return name;
    } catch (cause) {
      if (errorCode(cause) !== 'EEXIST') throw cause;
    }
  }
}

async function differs(keyFile: string, key: string): Promise<boolean> {
  const present = await readFile(keyFile, 'utf8').catch((cause: unknown) => {
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw cause;
  });
  return present !== undefined && present.trim().toLowerCase() !== key;
}

async function putKey(keyFile: string, key: string, other: boolean, clock: Clock): Promise<void> {
  if (other) {
    const stamp = `${basename(keyFile)}.before-restore-${kstDate(clock.now())}-${kstTime(clock.now())}`;
    await moveAside(keyFile, attempt => (attempt === 1 ? stamp : `${stamp}-${attempt}`));
  }
  await mkdir(dirname(keyFile), { recursive: true, mode: 0o700 });
  await createFile(keyFile, `${key}\n`);
}

async function writeNew(path: string, content: Buffer): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function reason(backedUpAt: number, now: number): string {
  return [
    `${formatKst(now)}에 백업에서 되돌렸습니다 (백업 시각 ${formatKst(backedUpAt)}).`,
    '그 뒤의 주문은 기록에 없습니다. 증권사 앱에서 미체결과 잔고를 확인한 뒤 이 파일을 지우면 주문이 다시 열립니다.',
    `restored from a backup of ${formatKst(backedUpAt)}. Orders since then are not in the journal: check open orders and`,
    "holdings in the broker's app, then remove this file to trade again.",
    '',
  ].join('\n');
}

function unusable(cause: unknown): never {
  throw storageError('unreadable', 'cannot use the data directory', {}, cause);
}
