import { createHash } from 'node:crypto';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type ListenOptions, type Server } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../core/index.js';
import { errorCode, storageError } from './storage-error.js';

const OWNER_FILE = 'owner.json';
const ownerSchema = z.object({ pid: z.int().positive(), startedAt: z.number() });

export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Takes the directory for this process, or throws `storage` with `{problem: 'locked', pid}`. The kernel holds the
 * lock as a bound socket: it ends with the process however that dies, does not age while the process is stopped,
 * and of any number of simultaneous starters one gets it. Processes in other network namespaces are not kept out.
 * `realDirectory` is the resolved path, so that two spellings meet.
 */
export async function lockDirectory(
  realDirectory: string,
  clock: Clock,
  address: ListenOptions = lockAddress(process.platform, realDirectory),
): Promise<DirectoryLock> {
  const ownerPath = join(realDirectory, OWNER_FILE);
  const server = await bindAddress(address);
  if (!server) {
    const pid = await holder(ownerPath, clock);
    throw storageError(
      'locked',
      `the data directory is in use by ${pid === undefined ? 'another process' : `process ${pid}`}`,
      pid === undefined ? {} : { pid },
    );
  }
  // A full disk must not keep it from starting: the record only informs.
  await writeOwner(ownerPath, clock).catch(() => undefined);
  let releasing: Promise<void> | undefined;
  return {
    release() {
      releasing ??= (async () => {
        await rm(ownerPath, { force: true }).catch(() => undefined);
        await new Promise<void>(resolve => server.close(() => resolve()));
      })();
      return releasing;
    },
  };
}

/** Binds what the kernel gives to one process at a time; undefined while another has it. Throws `storage`. */
export async function bindAddress(address: ListenOptions): Promise<Server | undefined> {
  const server = createServer(socket => socket.destroy());
  try {
    await listen(server, address);
  } catch (cause) {
    if (errorCode(cause) === 'EADDRINUSE') return undefined;
    throw storageError('unreadable', 'cannot lock the data directory', {}, cause);
  }
  // It must not keep the program alive.
  server.unref();
  return server;
}

/** Where a directory's lock is bound: something the operating system frees by itself when the process dies. */
export function lockAddress(platform: NodeJS.Platform, realDirectory: string): ListenOptions {
  const digest = createHash('sha512').update(realDirectory);
  switch (platform) {
    case 'linux':
      // Exactly as long as the kernel's address field: shorter names are padded differently by versions of Node.
      return { path: `\0kis-chatops-${digest.digest('hex')}`.slice(0, 108) };
    case 'win32':
      return { path: `\\\\.\\pipe\\kis-chatops-${digest.digest('hex').slice(0, 64)}` };
    default:
      // A socket file would outlive its process; a loopback port does not. Below the range given out at random.
      return { host: '127.0.0.1', port: 20_000 + (digest.digest().readUInt32BE() % 12_000), exclusive: true };
  }
}

/**
 * Whether a process holds the directory, without taking it for a moment; its number as far as it is known. `realDirectory`
 * as for `lockDirectory`.
 */
export async function lockHolder(
  realDirectory: string,
  clock: Clock,
): Promise<{ readonly pid: number | undefined } | undefined> {
  const { path, host, port } = lockAddress(process.platform, realDirectory);
  const socket = path === undefined ? connect(port ?? 0, host) : connect(path);
  const held = await new Promise<boolean>(resolve => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  socket.destroy();
  return held ? { pid: await holder(join(realDirectory, OWNER_FILE), clock) } : undefined;
}

function listen(server: Server, address: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      server.off('error', reject);
      server.on('error', () => undefined);
      resolve();
    });
  });
}

async function writeOwner(path: string, clock: Clock): Promise<void> {
  await writeFile(path, JSON.stringify({ pid: process.pid, startedAt: clock.now() }), { mode: 0o600 });
  await chmod(path, 0o600);
}

/** The holder writes its record just after it got the lock, so a missing or dead owner is looked at again. */
async function holder(path: string, clock: Clock): Promise<number | undefined> {
  for (let look = 0; look < 20; look++) {
    if (look > 0) await clock.sleep(10);
    const owner = await readOwner(path);
    if (owner !== undefined && isAlive(owner)) return owner;
  }
  return undefined;
}

async function readOwner(path: string): Promise<number | undefined> {
  try {
    return ownerSchema.parse(JSON.parse(await readFile(path, 'utf8'))).pid;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
