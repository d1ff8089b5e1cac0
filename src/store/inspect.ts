import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { asDeskError, type Clock, type DiskRoom, type Secret, type TokenVault } from '../core/index.js';
import { isDocument } from './data-directory.js';
import { diskRoom } from './disk-room.js';
import { type Heartbeat, isFresh, readHeartbeat } from './heartbeat.js';
import { type FileFault, inspectFiles } from './inspect-files.js';
import { existingKey } from './keys.js';
import { lockHolder } from './lock.js';
import { readOnlyVault } from './read-only-vault.js';
import { errorCode } from './storage-error.js';

/** A data directory as it lies there; nothing in it was changed, and a desk may be at work in it. */
export interface StoreInspection {
  /** `missing`: it is made at the first start. `shared`: a place like /tmp. */
  readonly directory: 'there' | 'missing' | 'shared' | 'notDirectory' | 'unreadable';
  /** Names of what others than the owner may read or change; `.` is the directory itself. */
  readonly openToOthers: readonly string[];
  readonly holder: { readonly pid: number | undefined } | undefined;
  readonly heartbeat: (Heartbeat & { readonly fresh: boolean }) | undefined;
  readonly key: KeyState;
  readonly faults: readonly FileFault[];
  /** A file named `HALT` stops trading. */
  readonly haltFile: boolean;
  readonly disk: DiskRoom | undefined;
  /** undefined: there is no key to read it with. */
  readonly vault: TokenVault | undefined;
}

export interface KeyState {
  /** `none`: the first start makes one. `missing`: there is a store, and it was written with one. */
  readonly state: 'given' | 'file' | 'none' | 'missing' | 'malformed' | 'unreadable';
  /** Its bytes are too much alike to be chance. */
  readonly weak: boolean;
  readonly openToOthers: boolean;
  /** The file lies in the directory that it encrypts. */
  readonly inside: boolean;
}

/** The mode bit of places like /tmp. */
const STICKY = 0o1000;
/** Of 32 random bytes some thirty differ. */
const LEAST_DIFFERENT = 16;

/** Looks at a data directory and its key. Throws nothing that belongs to either of them. */
export async function inspectStore(options: {
  readonly directory: string;
  readonly key: Secret | undefined;
  readonly keyFile: string;
  readonly clock: Clock;
}): Promise<StoreInspection> {
  const { clock } = options;
  const directory = await realpath(options.directory).catch(() => options.directory);
  const state = await directoryState(directory);
  const names = state === 'there' ? await readdir(directory).catch(() => []) : [];
  const encrypted = names.some(isDocument);
  const { master, ...key } = await keyState(options, directory, encrypted);
  const heartbeat = await readHeartbeat(directory);
  return {
    directory: state,
    openToOthers: state === 'there' ? await looseModes(directory, names) : [],
    holder: state === 'there' ? await lockHolder(directory, clock) : undefined,
    heartbeat: heartbeat && { ...heartbeat, fresh: isFresh(heartbeat, clock) },
    key,
    faults: state === 'there' && master ? await inspectFiles(directory, master) : [],
    haltFile: names.includes('HALT'),
    disk: state === 'there' ? await diskRoom(directory).catch(() => undefined) : undefined,
    vault: master && readOnlyVault(directory, master),
  };
}

async function directoryState(directory: string): Promise<StoreInspection['directory']> {
  try {
    const found = await stat(directory);
    if (!found.isDirectory()) return 'notDirectory';
    if ((found.mode & STICKY) !== 0) return 'shared';
    await readdir(directory);
    return 'there';
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return 'missing';
    return errorCode(cause) === 'ENOTDIR' ? 'notDirectory' : 'unreadable';
  }
}

async function looseModes(directory: string, names: readonly string[]): Promise<string[]> {
  if (process.platform === 'win32') return [];
  const loose: string[] = [];
  // The kill switch is an empty file that the operator makes with any tool.
  for (const name of ['.', ...names.filter(name => name !== 'HALT')]) {
    const found = await lstat(join(directory, name)).catch(() => undefined);
    if (found && !found.isSymbolicLink() && (found.mode & 0o077) !== 0) loose.push(name);
  }
  return loose;
}

async function keyState(
  { key, keyFile }: { readonly key: Secret | undefined; readonly keyFile: string },
  directory: string,
  encrypted: boolean,
): Promise<KeyState & { readonly master: Buffer | undefined }> {
  const way = relative(directory, keyFile);
  const inside = key === undefined && !way.startsWith('..') && !isAbsolute(way);
  const mode = key === undefined ? (await stat(keyFile).catch(() => undefined))?.mode : undefined;
  const openToOthers = mode !== undefined && (mode & 0o077) !== 0 && process.platform !== 'win32';
  const found = { weak: false, openToOthers, inside, master: undefined };
  try {
    const master = await existingKey({ key, keyFile });
    if (master === undefined) return { ...found, state: encrypted ? 'missing' : 'none' };
    const weak = new Set(master).size < LEAST_DIFFERENT;
    return { ...found, state: key === undefined ? 'file' : 'given', weak, master };
  } catch (thrown) {
    const malformed = asDeskError(thrown).detail['problem'] === 'keyMalformed';
    return { ...found, state: malformed ? 'malformed' : 'unreadable' };
  }
}
