import { setMaxListeners } from 'node:events';
import type { Clock } from '../../core/index.js';

/** Calls `listener` when the signal aborts; the returned function takes it off again. */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  // One signal may stand over a thousand calls; Node would take that for a leak.
  setMaxListeners(0, signal);
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}

/**
 * Runs `run` with a signal that aborts after `ms` (reason: a `TimeoutError`) or with the first of `outer` (its
 * reason). Leaves neither timer nor listener behind. It is for `run` to heed the signal.
 */
export async function withDeadline<T>(
  clock: Clock,
  ms: number,
  outer: readonly (AbortSignal | undefined)[],
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const inner = new AbortController();
  const timer = new AbortController();
  const follow = () => inner.abort(outer.find(signal => signal?.aborted)?.reason);
  if (outer.some(signal => signal?.aborted)) follow();
  const detach = outer.map(signal => signal && onAbort(signal, follow));
  clock.sleep(ms, timer.signal).then(
    () => inner.abort(new DOMException('deadline passed', 'TimeoutError')),
    () => undefined,
  );
  try {
    return await run(inner.signal);
  } finally {
    // A given reason spares the making of a DOMException with its stack on every call.
    timer.abort('done');
    for (const off of detach) off?.();
  }
}

/** Waits for `work` until `signal` aborts. Only the waiting ends: `work` goes on for whoever else waits for it. */
export function waitFor<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    const detach = onAbort(signal, giveUp);
    work.then(resolve, reject).finally(detach);
  });
}

/** Whether a signal aborted because time ran out, and not because somebody cancelled. */
export function timedOut(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError';
}
