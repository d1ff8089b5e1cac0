import { beforeEach, describe, expect, it } from 'vitest';
import { watchClockSkew } from '../../../src/brokers/transport/index.js';
import type { BrokerEvent } from '../../../src/core/index.js';
import { type ManualClock, manualClock } from '../../support/clock.js';

let clock: ManualClock;
let events: BrokerEvent[];
let dated: (date: string, begun: number) => void;
beforeEach(() => {
  clock = manualClock();
  events = [];
  dated = watchClockSkew(clock, event => events.push(event));
});

/** An answer of a broker whose clock stands `ahead` ms ahead of ours. */
const answer = (ahead: number) => dated(new Date(clock.now() + ahead).toUTCString(), clock.monotonic());

describe('a broker whose clock', () => {
  it.each([0, 29_000, -29_000])('differs by %i ms is as good as ours', ahead => {
    answer(ahead);
    expect(events).toEqual([]);
  });

  it.each([31_000, -31_000, 3_600_000, -86_400_000])('differs by %i ms is told of', ahead => {
    answer(ahead);
    expect(events).toEqual([{ kind: 'clockSkew', at: clock.now(), skewMs: expect.any(Number) }]);
    const [event] = events;
    expect(Math.abs((event?.kind === 'clockSkew' ? event.skewMs : 0) - ahead)).toBeLessThanOrEqual(500);
  });

  it('comes to differ by more than two minutes is told of at once, for then nothing may be ordered', async () => {
    answer(40_000);
    await clock.advance(1_000);
    answer(121_000);
    answer(121_000);
    expect(events).toHaveLength(2);
  });

  it('differs is told of once a minute while it does, and no more once it does not', async () => {
    answer(40_000);
    await clock.advance(59_999);
    answer(40_000);
    expect(events).toHaveLength(1);
    await clock.advance(1);
    answer(40_000);
    expect(events).toHaveLength(2);
    await clock.advance(60_000);
    answer(1_000);
    expect(events).toHaveLength(2);
    answer(-40_000);
    expect(events).toHaveLength(3);
  });
});

it('is compared with the middle between request and answer', async () => {
  // The request takes ten seconds there and ten back; the broker's clock is 21 s ahead.
  const begun = clock.monotonic();
  await clock.advance(20_000);
  dated(new Date(clock.now() - 10_000 + 21_000).toUTCString(), begun);
  expect(events).toEqual([]);
  dated(new Date(clock.now() - 10_000 + 41_000).toUTCString(), begun);
  expect(events).toMatchObject([{ skewMs: 41_500 }]);
});

it('a wall clock that is set while a request is under way does not spoil the measure', async () => {
  const begun = clock.monotonic();
  await clock.advance(1_000);
  clock.step(-3_600_000);
  dated(new Date(clock.now()).toUTCString(), begun);
  expect(events).toEqual([]);
});

it.each(['', 'yesterday', 'Mon, 99 Foo 2026 00:00:00 GMT'])(
  'a header %j that is no date says nothing',
  date => {
    dated(date, clock.monotonic());
    expect(events).toEqual([]);
  },
);
