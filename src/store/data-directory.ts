import { chmod, mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { sweepTemps } from './durable-file.js';
import { storageError } from './storage-error.js';

/** The mode bit of places like /tmp, which must not be closed to others. */
const STICKY = 0o1000;

/** The data directory as the system spells it; made with mode 0700 when it is missing. Throws `storage`. */
export async function prepareDirectory(directory: string): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 }).catch(unusable);
  const { mode } = await stat(directory).catch(unusable);
  if ((mode & STICKY) !== 0)
    throw storageError('sharedDirectory', 'the data directory belongs to all users; name one of its own');
  return realpath(directory).catch(unusable);
}

/** For the holder of the directory alone. Returns how many remains of killed writers were removed. */
export async function closeToOthers(directory: string): Promise<number> {
  await chmod(directory, 0o700).catch(unusable);
  return sweepTemps(directory).catch(unusable);
}

/**
 * Whether a file of this name was written with the master key and must not be lost with a new one. Set-aside files count
 * too: they may still be read one day with the key they were written with.
 */
export const isDocument = (name: string): boolean =>
  /^(?:tokens|accounts|members|desk|keys|step-up|watchlists|workspaces|usage|activity|preferences)\./.test(
    name,
  );

export async function holdsDocuments(directory: string): Promise<boolean> {
  return (await readdir(directory).catch(unusable)).some(isDocument);
}

function unusable(cause: unknown): never {
  throw storageError('unreadable', 'cannot use the data directory', {}, cause);
}
