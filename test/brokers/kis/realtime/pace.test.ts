import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  createPace,
  MOST_OPENINGS,
  OPENINGS_WINDOW_MS,
  type SessionEnd,
} from '../../../../src/brokers/kis/realtime/pace.js';

const ENDS: readonly SessionEnd[] = ['noKey', 'lost', 'inUse', 'keyRefused', 'htsId', 'silent', 'refused'];

const session = fc.record({
  end: fc.constantFrom(...ENDS),
  stood: fc.integer({ min: 0, max: 120_000 }),
  noticed: fc.boolean(),
  acknowledged: fc.boolean(),
});

/** When the sessions of a life open, by their ends. */
function openings(
  life: readonly { end: SessionEnd; stood: number; noticed: boolean; acknowledged: boolean }[],
) {
  const pace = createPace();
  let now = 0;
  return life.map(({ end, stood, noticed, acknowledged }) => {
    const at = now;
    pace.opening(now);
    now += stood;
    const proven = acknowledged && (noticed || stood >= 60_000);
    const wait = pace.ended(end, { proven, acknowledged }, now);
    now += wait;
    return { at, wait, proven, end };
  });
}

it('whatever sessions do, no ten minutes see more than twenty of them', () => {
  fc.assert(
    fc.property(fc.array(session, { maxLength: 80 }), life => {
      const times = openings(life).map(({ at }) => at);
      for (const [index, at] of times.entries()) {
        const before = times[index - MOST_OPENINGS];
        if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(OPENINGS_WINDOW_MS);
      }
    }),
    { numRuns: 200 },
  );
});

it('twenty notices in a row, each followed by a break, are no reason to connect without end', () => {
  const life = Array.from({ length: 200 }, () => ({
    end: 'lost' as const,
    stood: 0,
    noticed: true,
    acknowledged: true,
  }));
  const times = openings(life).map(({ at }) => at);
  expect(times.filter(at => at < OPENINGS_WINDOW_MS)).toHaveLength(MOST_OPENINGS);
  expect(times.filter(at => at < 10 * OPENINGS_WINDOW_MS)).toHaveLength(10 * MOST_OPENINGS);
});

it('waits never shrink until a session has been proven', () => {
  fc.assert(
    fc.property(fc.array(session, { maxLength: 40 }), life => {
      let nth = 0;
      for (const { wait, proven, end } of openings(life)) {
        if (proven) nth = 0;
        expect(wait).toBeGreaterThanOrEqual(Math.min(300_000, 1_000 * 2 ** nth));
        if (end === 'inUse') expect(wait).toBeGreaterThanOrEqual(60_000);
        nth += 1;
      }
    }),
    { numRuns: 200 },
  );
});

it('three deaths upon registering tell of a wrong HTS id only when no session stood between them', () => {
  const pace = createPace();
  const died = () => pace.ended('htsId', { proven: false, acknowledged: false }, 0);
  died();
  died();
  pace.ended('lost', { proven: false, acknowledged: true }, 0);
  died();
  died();
  expect(pace.givenUp).toBe(false);
  expect(died()).toBe(1_800_000);
  expect(pace.givenUp).toBe(true);
});
