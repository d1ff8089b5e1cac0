import { describe, expect, it } from 'vitest';
import { createLimiter } from '../../../src/brokers/transport/index.js';
import type { Clock } from '../../../src/core/index.js';
import { seededRandom } from '../../chaos/random.js';
import { manualClock } from '../../support/clock.js';

const LANES = ['order', 'account', 'quote'] as const;
const never = () => new AbortController().signal;

function limiterAt(perSecond: number, clock: Clock = manualClock(), maxWaiting?: number) {
  return createLimiter({ clock, perSecond, lanes: LANES, ...(maxWaiting ? { maxWaiting } : {}) });
}

/** An attempt that is answered after `ms` and notes when it began. */
function attemptOf(clock: Clock, ms: number, begun: number[]) {
  return async () => {
    begun.push(clock.monotonic());
    await clock.sleep(ms);
  };
}

describe('the limiter', () => {
  it('lets the first call of an idle line pass at once', async () => {
    const clock = manualClock();
    const limiter = limiterAt(1, clock);
    await expect(limiter.run('quote', never(), async () => 'now')).resolves.toBe('now');
  });

  it('frees a slot a second after the answer, not after the send', async () => {
    const clock = manualClock();
    const limiter = limiterAt(1, clock);
    const begun: number[] = [];
    const both = [1, 2].map(() => limiter.run('order', never(), attemptOf(clock, 300, begun)));
    await clock.advance(1_299);
    expect(begun).toEqual([0]);
    await clock.advance(10);
    expect(begun).toHaveLength(2);
    expect(begun[1]).toBeGreaterThanOrEqual(1_300);
    await clock.advance(300);
    await Promise.all(both);
  });

  it('counts an attempt that failed like one that was answered', async () => {
    const clock = manualClock();
    const limiter = limiterAt(1, clock);
    await expect(limiter.run('order', never(), () => Promise.reject(new Error('reset')))).rejects.toThrow(
      'reset',
    );
    const begun: number[] = [];
    const next = limiter.run('order', never(), attemptOf(clock, 0, begun));
    await clock.advance(999);
    expect(begun).toEqual([]);
    await clock.advance(10);
    await next;
    expect(begun).toHaveLength(1);
  });

  it('passes a turn on that is given back, and keeps no slot and no pause for it', async () => {
    const clock = manualClock();
    const limiter = limiterAt(1, clock);
    const begun: string[] = [];
    const attempt = (name: string, isWanted: boolean) =>
      limiter.run('quote', never(), async slot => {
        if (!isWanted) slot.giveBack();
        begun.push(name);
      });
    const all = [attempt('a', false), attempt('b', false), attempt('c', true), attempt('d', true)];
    await clock.advance(0);
    expect(begun).toEqual(['a', 'b', 'c']);
    await clock.advance(1_001);
    expect(begun).toHaveLength(3);
    await clock.advance(10);
    await Promise.all(all);
    expect(limiter.status()).toEqual({ perSecond: 1, waiting: 0, inFlight: 0 });
  });

  it('never lets more than the rate arrive within any second, whatever the answers take', async () => {
    const clock = manualClock();
    const limiter = limiterAt(20, clock);
    const begun: number[] = [];
    const all = Array.from({ length: 200 }, (_, i) =>
      limiter.run(i % 10 === 0 ? 'order' : 'quote', never(), attemptOf(clock, (i * 37) % 90, begun)),
    );
    await clock.advance(15_000);
    await Promise.all(all);
    expect(begun).toHaveLength(200);
    const sorted = [...begun].sort((a, b) => a - b);
    for (let i = 20; i < sorted.length; i += 1) {
      expect((sorted[i] ?? 0) - (sorted[i - 20] ?? 0)).toBeGreaterThan(1_000);
    }
    // Nine rounds of 1.002 s and 45 ms for the answer, and a last one of 0.9 s.
    expect(sorted.at(-1)).toBeLessThan(10_600);
  });

  it('serves orders before balances and balances before quotes', async () => {
    const clock = manualClock();
    const limiter = limiterAt(1, clock);
    const served: string[] = [];
    const run = (lane: (typeof LANES)[number]) =>
      limiter.run(lane, never(), async () => void served.push(lane));
    const all = [run('quote'), run('quote'), run('account'), run('order'), run('account')];
    await clock.advance(6_000);
    await Promise.all(all);
    expect(served).toEqual(['quote', 'order', 'account', 'account', 'quote']);
  });

  it('keeps an order from waiting a whole second behind a flood of quotes', async () => {
    const clock = manualClock();
    const limiter = limiterAt(20, clock);
    const flood = Array.from({ length: 100 }, () => limiter.run('quote', never(), attemptOf(clock, 10, [])));
    const waits: number[] = [];
    for (let i = 0; i < 20; i += 1) {
      await clock.advance(137);
      const asked = clock.monotonic();
      const order = limiter.run('order', never(), async () => void waits.push(clock.monotonic() - asked));
      await clock.advance(400);
      await order;
    }
    await clock.advance(5_000);
    await Promise.all(flood);
    expect(Math.max(...waits)).toBeLessThanOrEqual(300);
  });

  it('says busy when the queue of a lane is full, and to nobody else', async () => {
    const clock = manualClock();
    const limiter = limiterAt(1, clock, 2);
    const kept = [1, 2, 3].map(() => limiter.run('quote', never(), async () => 'served'));
    await expect(limiter.run('quote', never(), async () => 'served')).rejects.toMatchObject({ kind: 'busy' });
    expect(limiter.status()).toEqual({ perSecond: 1, waiting: 2, inFlight: 0 });
    await clock.advance(5_000);
    await expect(Promise.all(kept)).resolves.toEqual(['served', 'served', 'served']);
  });

  it('takes an order though the queue of the quotes is full', async () => {
    const clock = manualClock();
    const limiter = limiterAt(1, clock, 2);
    const served: string[] = [];
    const quotes = [1, 2, 3].map(() => limiter.run('quote', never(), async () => void served.push('quote')));
    const order = limiter.run('order', never(), async () => void served.push('order'));
    await clock.advance(5_000);
    await Promise.all([order, ...quotes]);
    expect(served).toEqual(['quote', 'order', 'quote', 'quote']);
  });

  it.each([
    ['busy', 'its deadline passed', new DOMException('late', 'TimeoutError')],
    ['cancelled', 'its caller gave up', new DOMException('no', 'AbortError')],
  ])(
    'says %s to a call in the queue when %s, and gives its place to the next',
    async (kind, _why, reason) => {
      const clock = manualClock();
      const limiter = limiterAt(1, clock);
      await limiter.run('quote', never(), async () => undefined);
      const leaving = new AbortController();
      let ran = false;
      const left = limiter.run('quote', leaving.signal, async () => {
        ran = true;
      });
      const stays = limiter.run('quote', never(), async () => 'served');
      leaving.abort(reason);
      await expect(left).rejects.toMatchObject({ kind });
      await clock.advance(1_010);
      await expect(stays).resolves.toBe('served');
      expect(ran).toBe(false);
    },
  );

  it('holds a timer only while somebody waits', async () => {
    const clock = manualClock();
    const limiter = limiterAt(1, clock);
    await limiter.run('quote', never(), async () => undefined);
    expect(clock.sleepers).toBe(0);
    const leaving = new AbortController();
    const waiting = limiter.run('quote', leaving.signal, async () => undefined);
    expect(clock.sleepers).toBe(1);
    leaving.abort(new DOMException('no', 'AbortError'));
    await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' });
    expect(clock.sleepers).toBe(0);
  });

  it('leaks neither slot nor timer, however calls end and callers leave', async () => {
    const clock = manualClock();
    const limiter = limiterAt(5, clock, 40);
    const random = seededRandom(20261121);
    const begun: number[] = [];
    const all: Promise<unknown>[] = [];
    for (let i = 0; i < 600; i += 1) {
      const lane = LANES[Math.floor(random() * LANES.length)] ?? 'quote';
      const leaving = new AbortController();
      const [answerMs, fails] = [random() * 700, random() < 0.3];
      const attempt = async () => {
        begun.push(clock.monotonic());
        await clock.sleep(answerMs);
        if (fails) throw new Error('reset');
      };
      all.push(limiter.run(lane, leaving.signal, attempt).catch(() => undefined));
      if (random() < 0.4) {
        const leave = () => leaving.abort(new DOMException('no', 'AbortError'));
        all.push(clock.sleep(random() * 2_000).then(leave));
      }
      await clock.advance(random() * 120);
    }
    await clock.advance(60_000);
    await Promise.all(all);
    expect(limiter.status()).toEqual({ perSecond: 5, waiting: 0, inFlight: 0 });
    expect(clock.sleepers).toBe(0);
    expect(begun.length).toBeGreaterThan(100);
    const clumps = begun.filter((at, i) => at - (begun[i - 5] ?? -Infinity) <= 1_000);
    expect(clumps).toEqual([]);
  });

  it('does not space calls when the rate is huge', async () => {
    const clock = manualClock();
    const limiter = limiterAt(1_000_000, clock);
    let served = 0;
    await Promise.all(
      Array.from({ length: 5_000 }, () =>
        limiter.run('quote', never(), async () => {
          served += 1;
        }),
      ),
    );
    expect(served).toBe(5_000);
    expect(clock.monotonic()).toBe(0);
  });
});
