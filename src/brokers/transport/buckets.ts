import { createLimiter, type Limiter, type LimiterOptions } from './limiter.js';

/**
 * A limiter for brokers that count by service: every lane is a bucket of its own with the same rate, made when it is
 * first used, so that no service waits for another. Reads are spaced; lanes in `urgent` take any free slot.
 */
export function createBuckets<L extends string>(
  options: Pick<LimiterOptions<L>, 'clock' | 'perSecond' | 'maxWaiting' | 'holdMs'> & {
    readonly urgent: readonly L[];
  },
): Limiter<L> {
  const { urgent, ...each } = options;
  const buckets = new Map<L, Limiter<'urgent' | 'spaced'>>();

  function bucketOf(lane: L): Limiter<'urgent' | 'spaced'> {
    const known = buckets.get(lane);
    if (known) return known;
    const made = createLimiter({ ...each, lanes: ['urgent', 'spaced'] });
    buckets.set(lane, made);
    return made;
  }

  return {
    run: (lane, signal, attempt) =>
      bucketOf(lane).run(urgent.includes(lane) ? 'urgent' : 'spaced', signal, attempt),
    /** `perSecond` is that of each bucket; the others are of all together. */
    status() {
      const all = [...buckets.values()].map(bucket => bucket.status());
      return {
        perSecond: options.perSecond,
        waiting: all.reduce((sum, { waiting }) => sum + waiting, 0),
        inFlight: all.reduce((sum, { inFlight }) => sum + inFlight, 0),
      };
    },
  };
}
