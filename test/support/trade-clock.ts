import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Clock } from '../../src/core/index.js';

/** A clock that stands still until it is moved, for parts that talk over real sockets and write to a real disk. */
export interface TradeClock extends Clock {
  /** Moves on, waking every sleeper on the way at its own moment; whatever follows from that ends before the next. */
  advance(ms: number): Promise<void>;
  /** Sets the wall clock ahead alone, as after a sleep of the machine: whoever waits does not notice. */
  step(ms: number): void;
  /** Resolves when nothing happens any more until the clock moves. */
  settle(): Promise<void>;
  /** The result of something that may have to wait for the clock: moves on, at most so far, until it is there. */
  finish<T>(work: Promise<T>, mostMs?: number): Promise<T>;
}

interface Sleeper {
  readonly due: number;
  wake(): void;
}

/** Turns of the event loop in a row without anything under way: a byte crosses loopback in one. */
const CALM_TURNS = 3;
const IMPATIENT_TURNS = 100;
const MOST_TURNS = 20_000;
const MOST_MS = 60_000;

/** `isQuiet`: nothing is under way outside the event loop. */
export function tradeClock(start: number, isQuiet: () => boolean): TradeClock {
  let passed = 0;
  let ahead = 0;
  const sleepers = new Set<Sleeper>();

  async function settle(): Promise<void> {
    let calm = 0;
    for (let turns = 0; calm < CALM_TURNS; turns += 1) {
      if (turns > MOST_TURNS) throw new Error('something goes on without the clock');
      // A disk takes its time; looking more often does not make it faster.
      await (turns > IMPATIENT_TURNS ? setTimeout(1) : setImmediate());
      calm = isQuiet() ? calm + 1 : 0;
    }
  }

  const nextDue = () => Math.min(...Array.from(sleepers, ({ due }) => due));

  /** Wakes all who are due next, if that is by `end`. */
  async function step(end: number): Promise<boolean> {
    const due = nextDue();
    if (due > end) return false;
    passed = Math.max(passed, due);
    for (const sleeper of [...sleepers]) if (sleeper.due <= passed) sleeper.wake();
    await settle();
    return true;
  }

  return {
    now: () => start + ahead + passed,
    monotonic: () => passed,
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
          due: passed + ms,
          wake: () => {
            leave();
            resolve();
          },
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        sleepers.add(sleeper);
      }),
    step(ms) {
      ahead += ms;
    },
    settle,
    async advance(ms) {
      const end = passed + ms;
      await settle();
      while (await step(end));
      passed = end;
      await settle();
    },
    async finish(work, mostMs = MOST_MS) {
      const end = passed + mostMs;
      const seen = { over: false };
      const note = () => {
        seen.over = true;
      };
      work.then(note, note);
      await settle();
      while (!seen.over && (await step(end)));
      if (!seen.over) throw new Error(`no end within ${mostMs} ms`);
      return work;
    },
  };
}
