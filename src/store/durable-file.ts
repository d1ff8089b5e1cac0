import { randomBytes } from 'node:crypto';
import { link, lstat, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode, storageError } from './storage-error.js';

const TEMP_PREFIX = '.store-tmp-';
const TEMP_NAME = /^\.store-tmp-[0-9a-f]{16}$/;

/**
 * Replaces a file so that a crash or power cut at any instant leaves either the old content or the new, and the
 * new is on the disk when this resolves. Mode 0600 whatever the umask. With `previousPath` the content replaced
 * is kept there. On failure the old file is as it was, nothing is left behind, and a `storage` error is thrown.
 */
export async function replaceFile(path: string, content: string, previousPath?: string): Promise<void> {
  const temp = tempBeside(path);
  try {
    await writeSynced(temp, content);
    if (previousPath !== undefined) await keepAs(path, previousPath);
    await rename(temp, path);
    await syncDirectory(dirname(path));
  } catch (cause) {
    await rm(temp, { force: true }).catch(() => undefined);
    throw storageError('writeFailed', `cannot write ${basename(path)}`, { file: basename(path) }, cause);
  }
}

/** Creates a file that must not exist yet, durably and with mode 0600; false when somebody else's is there. */
export async function createFile(path: string, content: string | Buffer): Promise<boolean> {
  const temp = tempBeside(path);
  try {
    await writeSynced(temp, content);
    await link(temp, path);
    await syncDirectory(dirname(path));
    return true;
  } catch (cause) {
    if (errorCode(cause) === 'EEXIST') return false;
    throw storageError('writeFailed', `cannot create ${basename(path)}`, { file: basename(path) }, cause);
  } finally {
    await rm(temp, { force: true }).catch(() => undefined);
  }
}

/**
 * Gives a file another name in its directory, never one that is taken: `name(1)`, else `name(2)` and so on. Only
 * for the holder of the directory's lock. Returns the name.
 */
export async function moveAside(path: string, name: (attempt: number) => string): Promise<string> {
  const directory = dirname(path);
  try {
    let attempt = 1;
    while (await exists(join(directory, name(attempt)))) attempt++;
    await rename(path, join(directory, name(attempt)));
    await syncDirectory(directory);
    return name(attempt);
  } catch (cause) {
    throw storageError('writeFailed', `cannot move ${basename(path)}`, { file: basename(path) }, cause);
  }
}

/** Removes what killed writers left behind, while no other process writes there. Returns how many. */
export async function sweepTemps(directory: string): Promise<number> {
  return removeTemps(directory, await tempsIn(directory));
}

/**
 * The same for one file in a directory where others may be writing: its own second names, and what is older than it is.
 * A file that is being written this moment is neither.
 */
export async function sweepTempsOf(path: string): Promise<number> {
  const directory = dirname(path);
  const own = await lstat(path);
  const left: string[] = [];
  for (const name of await tempsIn(directory)) {
    const found = await lstat(join(directory, name)).catch(() => undefined);
    if (found && (found.ino === own.ino || found.mtimeMs < own.mtimeMs)) left.push(name);
  }
  return removeTemps(directory, left);
}

async function tempsIn(directory: string): Promise<readonly string[]> {
  return (await readdir(directory)).filter(name => TEMP_NAME.test(name));
}

async function removeTemps(directory: string, names: readonly string[]): Promise<number> {
  for (const name of names) await rm(join(directory, name), { force: true });
  if (names.length > 0) await syncDirectory(directory);
  return names.length;
}

/** Makes renames, links and removals in a directory survive a power cut. */
export async function syncDirectory(directory: string): Promise<void> {
  // Windows cannot open a directory; there the file system journals renames itself.
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return false;
    throw cause;
  }
}

function tempBeside(path: string): string {
  return join(dirname(path), `${TEMP_PREFIX}${randomBytes(8).toString('hex')}`);
}

async function writeSynced(path: string, content: string | Buffer): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A hard link moved into place: at no instant is either name missing. */
async function keepAs(path: string, previousPath: string): Promise<void> {
  const spare = tempBeside(path);
  try {
    await link(path, spare);
    await rename(spare, previousPath);
  } catch (cause) {
    if (errorCode(cause) !== 'ENOENT') throw cause;
  } finally {
    // A rename between two names of one file does nothing, and would leave the spare name.
    await rm(spare, { force: true });
  }
}
