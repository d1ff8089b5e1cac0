import type { Clock } from '../../core/index.js';
import { atMost } from './pause.js';

/** Those who wait for something to become true. */
export interface Waiters {
  /** Resolves once it is true, at the latest after `ms`. */
  until(isTrue: () => boolean, ms: number): Promise<void>;
  /** Something has changed. */
  look(): void;
}

export function createWaiters(clock: Clock): Waiters {
  const waiting = new Set<() => void>();
  return {
    async until(isTrue, ms) {
      if (isTrue()) return;
      let check = (): void => undefined;
      const come = new Promise<void>(resolve => {
        check = () => {
          if (isTrue()) resolve();
        };
      });
      waiting.add(check);
      await atMost(clock, ms, come);
      waiting.delete(check);
    },
    look() {
      for (const check of waiting) check();
    },
  };
}
