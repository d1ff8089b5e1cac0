import { type Clock, systemClock } from '../../src/core/index.js';

export interface SkippingClock extends Clock {
  /** Moves on at once; who sleeps until then or earlier wakes. */
  skip(ms: number): void;
}

/** The system's clock, on which time need not be waited for. */
export function skippingClock(): SkippingClock {
  let skipped = 0;
  const wakers = new Set<() => void>();
  const monotonic = () => systemClock.monotonic() + skipped;

  async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const due = monotonic() + ms;
    while (monotonic() < due) {
      const nap = new AbortController();
      const wake = () => nap.abort();
      wakers.add(wake);
      try {
        const ends = signal ? AbortSignal.any([nap.signal, signal]) : nap.signal;
        await systemClock.sleep(due - monotonic(), ends);
      } catch (thrown) {
        if (signal?.aborted) throw signal.reason ?? thrown;
      } finally {
        wakers.delete(wake);
      }
    }
  }

  return {
    now: () => systemClock.now() + skipped,
    monotonic,
    sleep,
    skip(ms) {
      skipped += ms;
      for (const wake of [...wakers]) wake();
    },
  };
}
