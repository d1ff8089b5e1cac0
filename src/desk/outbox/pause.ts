import type { Clock } from '../../core/index.js';

/** A rest that can be cut short. */
export interface Pause {
  rest(ms: number): Promise<void>;
  /** Ends the rest that is under way, if any. */
  cut(): void;
}

export function createPause(clock: Clock): Pause {
  let nap: AbortController | undefined;
  return {
    async rest(ms) {
      nap = new AbortController();
      await clock.sleep(ms, nap.signal).catch(() => undefined);
      nap = undefined;
    },
    cut: () => nap?.abort(),
  };
}

/** Resolves when the work has ended, whichever way, or after `ms`. */
export async function atMost(clock: Clock, ms: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const late = clock.sleep(ms, over.signal).catch(() => undefined);
  await Promise.race([work.catch(() => undefined), late]);
  over.abort();
}
