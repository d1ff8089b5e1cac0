import type { Clock } from '../../core/index.js';
import { ANSWERABLE_MS } from './origin.js';

/** Tells whether an interaction comes for the first time; those that nobody could answer any more are forgotten. */
export function createDelivered(clock: Clock): (interactionId: string) => boolean {
  const seen = new Map<string, number>();
  return id => {
    const now = clock.monotonic();
    for (const [old, at] of seen) {
      if (now - at < ANSWERABLE_MS) break;
      seen.delete(old);
    }
    if (seen.has(id)) return false;
    seen.set(id, now);
    return true;
  };
}
