import type { Clock } from '../../src/core/index.js';

export interface ManualClock extends Clock {
  /** Moves time forward, waking every sleeper on the way in order, and lets promises settle between. */
  advance(ms: number): Promise<void>;
  /** Sets the wall clock without moving the monotonic one: a clock step. */
  step(ms: number): void;
  readonly sleepers: number;
}

interface Sleeper {
  due: number;
  wake(): void;
}

/** A clock that stands still until a test moves it. */
export function manualClock(start = Date.parse('2026-11-23T10:00:00+09:00')): ManualClock {
  let monotonic = 0;
  let offset = start;
  const sleepers = new Set<Sleeper>();
  const settle = () => new Promise<void>(resolve => setImmediate(resolve));

  return {
    now: () => offset + monotonic,
    monotonic: () => monotonic,
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
          due: monotonic + ms,
          wake: () => {
            leave();
            resolve();
          },
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        sleepers.add(sleeper);
      }),
    async advance(ms) {
      const target = monotonic + ms;
      await settle();
      for (;;) {
        const next = [...sleepers].filter(s => s.due <= target).sort((a, b) => a.due - b.due)[0];
        if (!next) break;
        monotonic = Math.max(monotonic, next.due);
        next.wake();
        await settle();
      }
      monotonic = target;
      await settle();
    },
    step: ms => {
      offset += ms;
    },
    get sleepers() {
      return sleepers.size;
    },
  };
}
