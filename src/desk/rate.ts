import type { Clock } from '../core/index.js';

/** How many acts one person may do: `burst` at once, refilled evenly over `perMs`. */
export interface RateRule {
  readonly burst: number;
  readonly perMs: number;
}

/** A token bucket per person. */
export interface PersonRate {
  /** 0 when the act may go ahead (and was counted); otherwise ms until it may. */
  take(personId: string): number;
}

/** Memory is one entry per known person: strangers never come this far. */
export function createRate(rule: RateRule, clock: Clock): PersonRate {
  const buckets = new Map<string, { left: number; at: number }>();
  const perToken = rule.perMs / rule.burst;
  return {
    take(personId) {
      const at = clock.monotonic();
      const bucket = buckets.get(personId) ?? { left: rule.burst, at };
      const left = Math.min(rule.burst, bucket.left + (at - bucket.at) / perToken);
      const allowed = left >= 1;
      buckets.set(personId, { left: allowed ? left - 1 : left, at });
      return allowed ? 0 : Math.ceil((1 - left) * perToken);
    },
  };
}
