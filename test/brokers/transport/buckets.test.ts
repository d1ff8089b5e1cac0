import { describe, expect, it } from 'vitest';
import { createBuckets } from '../../../src/brokers/transport/index.js';
import { manualClock } from '../../support/clock.js';

type Lane = 'order' | 'quote' | 'chart';

function buckets(rate: { perSecond: number; holdMs?: number }) {
  const clock = manualClock();
  const limiter = createBuckets<Lane>({ clock, urgent: ['order'], ...rate });
  const starts: [Lane, number][] = [];
  const run = (lane: Lane, takesMs = 0) =>
    limiter.run(lane, new AbortController().signal, async () => {
      starts.push([lane, clock.monotonic()]);
      if (takesMs > 0) await clock.sleep(takesMs);
    });
  return { clock, limiter, starts, run };
}

describe('buckets', () => {
  it('of different services do not wait for each other', async () => {
    const { clock, starts, run } = buckets({ perSecond: 1 });
    const all = (['quote', 'chart', 'order'] as const).map(lane => run(lane));
    await clock.advance(0);
    await Promise.all(all);
    expect(starts).toEqual([
      ['quote', 0],
      ['chart', 0],
      ['order', 0],
    ]);
  });

  it('hold a slot for as long as they are told, from the answer on', async () => {
    const { clock, starts, run } = buckets({ perSecond: 1, holdMs: 1_102 });
    const all = [run('quote', 300), run('quote')];
    await clock.advance(5_000);
    await Promise.all(all);
    expect(starts.map(([, at]) => at)).toEqual([0, 1_402]);
  });

  it('space reads within a second, and let orders take any free slot', async () => {
    const { clock, starts, run } = buckets({ perSecond: 4 });
    const all = [run('quote'), run('quote'), run('order'), run('order')];
    await clock.advance(5_000);
    await Promise.all(all);
    expect(starts).toEqual([
      ['quote', 0],
      ['order', 0],
      ['order', 0],
      ['quote', 210],
    ]);
  });

  it('tell of all of them together', async () => {
    const { clock, limiter, run } = buckets({ perSecond: 1 });
    const all = [run('quote', 100), run('quote'), run('chart', 100)];
    await clock.advance(50);
    expect(limiter.status()).toEqual({ perSecond: 1, waiting: 1, inFlight: 2 });
    await clock.advance(5_000);
    await Promise.all(all);
    expect(limiter.status()).toEqual({ perSecond: 1, waiting: 0, inFlight: 0 });
  });
});
