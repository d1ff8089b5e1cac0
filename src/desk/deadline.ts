import type { Clock } from '../core/index.js';

/**
 * Runs with a deadline: when it passes, the signal is aborted and the promise rejects at once with a TimeoutError,
 * even if the work does not heed its signal.
 */
export async function withDeadline<T>(
  clock: Clock,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const finished = new AbortController();
  const expiry = clock.sleep(ms, finished.signal).then((): never => {
    const reason = new DOMException('deadline passed', 'TimeoutError');
    late.abort(reason);
    throw reason;
  });
  try {
    return await Promise.race([expiry, work(late.signal)]);
  } finally {
    finished.abort();
  }
}
