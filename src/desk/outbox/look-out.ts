import type { Clock, PlatformStatus, Route } from '../../core/index.js';
import type { OutboxBook } from './book.js';
import { POLL_MS, TOO_OLD_MS } from './destination.js';
import { createPause } from './pause.js';
import { DUE_AT_MS, tooLate, type UnseenStep, unseenStep } from './unseen.js';

/** Watches over letters that are not shown yet. */
export interface LookOut {
  /** `age`: ms since it was posted. */
  watch(id: string, age: number): void;
  /** Looks at this letter now, if it is watched: a destination gave it up. */
  lookAt(id: string): void;
  /** Looks now: a platform is there again. */
  wake(): void;
  stop(): void;
}

export function createLookOut(parts: {
  readonly book: OutboxBook;
  readonly clock: Clock;
  stateOf(platform: Route['to']['platform']): PlatformStatus['state'] | undefined;
  act(id: string, step: UnseenStep): void;
}): LookOut {
  const { book, clock, stateOf, act } = parts;
  const pause = createPause(clock);
  /** When they were posted, by the monotonic clock. */
  const watched = new Map<string, number>();
  let isRunning = false;
  let stopped = false;

  function look(id: string, postedAt: number): void {
    const record = book.record(id);
    if (!record) return void watched.delete(id);
    const isTooOld = clock.now() - record.letter.at > TOO_OLD_MS;
    const step = isTooOld ? tooLate(record) : unseenStep(record, clock.monotonic() - postedAt, stateOf);
    if (step.over) watched.delete(id);
    if (step.spare || step.nobody) act(id, step);
  }

  /** Until time alone changes something for one of them; platforms are looked at every few seconds besides. */
  function untilDue(): number {
    const now = clock.monotonic();
    let soonest = POLL_MS;
    for (const postedAt of watched.values()) {
      const due = DUE_AT_MS.find(ms => ms > now - postedAt);
      if (due !== undefined) soonest = Math.min(soonest, postedAt + due - now);
    }
    return soonest;
  }

  async function run(): Promise<void> {
    isRunning = true;
    for (;;) {
      if (stopped || watched.size === 0) break;
      await pause.rest(untilDue());
      for (const [id, postedAt] of watched) if (!stopped) look(id, postedAt);
    }
    isRunning = false;
  }

  return {
    watch(id, age) {
      const postedAt = clock.monotonic() - age;
      watched.set(id, postedAt);
      look(id, postedAt);
      if (watched.size > 0 && !isRunning) void run();
    },
    lookAt(id) {
      const postedAt = watched.get(id);
      if (postedAt !== undefined) look(id, postedAt);
    },
    wake: () => pause.cut(),
    stop() {
      stopped = true;
      pause.cut();
    },
  };
}
