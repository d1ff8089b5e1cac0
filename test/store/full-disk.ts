import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface SmallDisk {
  readonly directory: string;
  /** Writes until the disk takes no more. */
  fill(): Promise<void>;
  /** Gives the room back. */
  clear(): Promise<void>;
}

const MOUNT = 'mount -t tmpfs -o size=256k,mode=700 none "$0" && echo mounted && exec cat';

/**
 * A real file system of 256 KB, in a mount namespace of its own that ends with this process. Undefined where the
 * system does not let a user have one.
 */
export async function smallDisk(): Promise<SmallDisk | undefined> {
  const point = await mkdtemp(join(tmpdir(), 'small-disk-'));
  const holder = spawn('unshare', ['-rm', 'sh', '-c', MOUNT, point], { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise<false>(resolve => {
    holder.once('error', () => resolve(false));
    holder.once('close', () => resolve(false));
  });
  onTestFinished(async () => {
    holder.stdin.end();
    await ended;
    await rm(point, { recursive: true, force: true });
  });
  const mounted = new Promise<true>(resolve => holder.stdout.once('data', () => resolve(true)));
  if (!(await Promise.race([mounted, ended]))) return undefined;
  // The way into the other namespace.
  const directory = `/proc/${holder.pid}/root${point}`;
  const ballast = join(directory, 'ballast');
  return {
    directory,
    async fill() {
      for (const size of [4_096, 1]) {
        const bytes = Buffer.alloc(size, 1);
        while (
          await appendFile(ballast, bytes).then(
            () => true,
            () => false,
          )
        );
      }
    },
    clear: () => rm(ballast, { force: true }),
  };
}
