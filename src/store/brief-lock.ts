import type { Clock } from '../core/index.js';
import { bindAddress, lockAddress } from './lock.js';
import { storageError } from './storage-error.js';

const PATIENCE_MS = 2_000;
const AGAIN_MS = 10;

/**
 * Does the work while no other process does work on the keys or the accounts of this directory, and not longer. The kernel holds the lock
 * as it does that of the directory: it ends with the process. Throws `storage` (`keysBusy`) when it was not to be had
 * within 2 s, and nothing was done then. `realDirectory` as for `lockDirectory`.
 */
export async function withKeysLock<T>(
  realDirectory: string,
  clock: Clock,
  work: () => Promise<T>,
): Promise<T> {
  const address = lockAddress(process.platform, `${realDirectory}#keys`);
  const deadline = clock.monotonic() + PATIENCE_MS;
  for (;;) {
    const server = await bindAddress(address);
    if (server) {
      try {
        return await work();
      } finally {
        await new Promise<void>(resolve => server.close(() => resolve()));
      }
    }
    if (clock.monotonic() >= deadline)
      throw storageError('keysBusy', 'another process is changing the keys or the accounts');
    await clock.sleep(AGAIN_MS);
  }
}
