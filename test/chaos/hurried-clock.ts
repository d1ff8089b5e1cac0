import { type Clock, systemClock } from '../../src/core/index.js';

export interface HurriedClock extends Clock {
  /** Moves on at once; who sleeps until then or earlier wakes, in order. */
  skip(ms: number): void;
}

interface Sleeper {
  readonly due: number;
  wake(): void;
}

/**
 * A clock that runs faster than the system's and can leap besides. All who sleep share one timer, so that thousands of
 * leaps cost nothing.
 */
export function hurriedClock(speed: number): HurriedClock {
  const began = { wall: systemClock.now(), ticks: systemClock.monotonic() };
  const sleepers = new Set<Sleeper>();
  let skipped = 0;
  let timer: NodeJS.Timeout | undefined;

  const monotonic = () => (systemClock.monotonic() - began.ticks) * speed + skipped;
  const nextDue = () => {
    let due = Number.POSITIVE_INFINITY;
    for (const sleeper of sleepers) due = Math.min(due, sleeper.due);
    return due;
  };

  function wakeDue(): void {
    clearTimeout(timer);
    timer = undefined;
    const now = monotonic();
    const due = [...sleepers].filter(sleeper => sleeper.due <= now).sort((a, b) => a.due - b.due);
    for (const sleeper of due) sleeper.wake();
    arm();
  }

  function arm(): void {
    if (sleepers.size === 0 || timer) return;
    timer = setTimeout(wakeDue, Math.min(1_000, Math.max(0, (nextDue() - monotonic()) / speed)));
  }

  return {
    now: () => began.wall + Math.floor(monotonic()),
    monotonic,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const leave = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', onAbort);
        };
        const onAbort = () => {
          leave();
          reject(signal?.reason);
        };
        const sleeper: Sleeper = {
          due: monotonic() + ms,
          wake() {
            leave();
            resolve();
          },
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        sleepers.add(sleeper);
        if (ms < 1_000 * speed) {
          clearTimeout(timer);
          timer = undefined;
        }
        arm();
      }),
    skip(ms) {
      skipped += ms;
      wakeDue();
    },
  };
}
