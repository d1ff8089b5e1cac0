import { setMaxListeners } from 'node:events';
import type { Clock } from '../core/index.js';

/** The simulator's own time: the given clock, moved forward by the control address. */
export interface VenueClock {
  now(): number;
  monotonic(): number;
  /** ms by which it runs ahead. */
  readonly ahead: number;
  /** What falls due on the way runs at its own moment. */
  advance(ms: number): void;
  /** Runs something once `ms` have passed by this clock, or at the next `runDue` after that. */
  later(ms: number, run: () => void): void;
  /** Runs what has fallen due. To be called before every request. */
  runDue(): void;
  stop(): void;
}

export function createVenueClock(clock: Clock, initiallyAhead = 0): VenueClock {
  let ahead = initiallyAhead;
  let waiting: { due: number; run: () => void }[] = [];
  const stopped = new AbortController();
  // One listener for each thing that falls due; Node takes more than ten for a leak.
  setMaxListeners(0, stopped.signal);
  const now = () => clock.now() + ahead;

  function runDue(): void {
    if (waiting.length === 0) return;
    const due = waiting.filter(w => w.due <= now()).sort((a, b) => a.due - b.due);
    waiting = waiting.filter(w => w.due > now());
    for (const { run } of due) run();
  }

  return {
    now,
    monotonic: () => clock.monotonic() + ahead,
    get ahead() {
      return ahead;
    },
    advance(ms) {
      const end = ahead + ms;
      while (waiting.length > 0) {
        const next = Math.min(...waiting.map(w => w.due)) - clock.now();
        if (next > end) break;
        ahead = Math.max(ahead, next);
        runDue();
      }
      ahead = end;
    },
    later(ms, run) {
      waiting.push({ due: now() + ms, run });
      clock.sleep(ms, stopped.signal).then(runDue, () => undefined);
    },
    runDue,
    stop: () => stopped.abort(),
  };
}
