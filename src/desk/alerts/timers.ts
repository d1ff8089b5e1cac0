import type { Clock } from '../../core/index.js';

/** Things to be done later, one per name; what is set again under the same name takes the place of the earlier. */
export interface Timers {
  /** After `ms`. An exception ends in `failed`. */
  set(name: string, ms: number, work: () => void): void;
  clear(name: string): void;
  /** Nothing is done any more. */
  stop(): void;
}

export function createTimers(clock: Clock, failed: (thrown: unknown) => void): Timers {
  const waiting = new Map<string, AbortController>();
  let stopped = false;

  async function wait(name: string, ms: number, mine: AbortController, work: () => void): Promise<void> {
    try {
      await clock.sleep(Math.max(0, ms), mine.signal);
    } catch {
      return;
    }
    if (waiting.get(name) !== mine) return;
    waiting.delete(name);
    try {
      work();
    } catch (thrown) {
      failed(thrown);
    }
  }

  function clear(name: string): void {
    waiting.get(name)?.abort();
    waiting.delete(name);
  }

  return {
    set(name, ms, work) {
      clear(name);
      if (stopped) return;
      const mine = new AbortController();
      waiting.set(name, mine);
      void wait(name, ms, mine, work);
    },
    clear,
    stop() {
      stopped = true;
      for (const name of [...waiting.keys()]) clear(name);
    },
  };
}
