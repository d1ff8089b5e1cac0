import type { Clock } from '../../core/index.js';

/** As long as a command of the chat may take, ms. */
const DEADLINE_MS = 30_000;

/**
 * A read of the desk: ended when whoever asked is gone, and after 30 s at the latest, even if the work does not heed its
 * signal. Rejects with a TimeoutError then.
 */
export async function reading<T>(
  clock: Clock,
  asker: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const finished = new AbortController();
  const expiry = clock.sleep(DEADLINE_MS, finished.signal).then((): never => {
    const reason = new DOMException('deadline passed', 'TimeoutError');
    late.abort(reason);
    throw reason;
  });
  try {
    return await Promise.race([expiry, work(AbortSignal.any([asker, late.signal]))]);
  } finally {
    finished.abort();
    expiry.catch(() => undefined);
  }
}

/**
 * Work that may send an order: after 30 s nothing that has not left leaves any more, but what is on its way is waited
 * for, and nobody who hangs up ends it.
 */
export async function acting<T>(clock: Clock, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const finished = new AbortController();
  clock.sleep(DEADLINE_MS, finished.signal).then(
    () => late.abort(new DOMException('deadline passed', 'TimeoutError')),
    () => undefined,
  );
  try {
    return await work(late.signal);
  } finally {
    finished.abort();
  }
}
