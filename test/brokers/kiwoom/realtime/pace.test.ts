import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  createPace,
  MOST_OPENINGS,
  OPENINGS_WINDOW_MS,
  type SessionEnd,
} from '../../../../src/brokers/kiwoom/realtime/pace.js';

const ENDS: readonly SessionEnd[] = ['noToken', 'lost', 'inUse', 'tokenRefused', 'silent', 'refused'];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Life {
  readonly end: SessionEnd;
  readonly stoodMs: number;
  readonly noticed: boolean;
}
const session = fc.record({
  end: fc.constantFrom(...ENDS),
  stoodMs: fc.oneof(fc.integer({ min: 0, max: 2 * MINUTE }), fc.constant(2 * HOUR)),
  noticed: fc.boolean(),
});

/** When the sessions of a life open, by their ends. */
function openings(life: readonly Life[]) {
  const pace = createPace();
  let now = 0;
  return life.map(({ end, stoodMs, noticed }) => {
    const at = now;
    pace.opening(now);
    now += stoodMs;
    const proven = noticed || stoodMs >= MINUTE;
    const wait = pace.ended(end, { proven, stoodMs }, now);
    now += wait;
    return { at, wait, proven, end, stoodMs };
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
  );
});

it('waits never shrink until a session has been proven, and a taken app key is left alone for minutes', () => {
  fc.assert(
    fc.property(fc.array(session, { maxLength: 40 }), life => {
      let nth = 0;
      for (const { wait, proven, end } of openings(life)) {
        if (proven) nth = 0;
        if (end === 'inUse') expect(wait).toBeGreaterThanOrEqual(5 * MINUTE);
        else expect(wait).toBeGreaterThanOrEqual(Math.min(5 * MINUTE, 1_000 * 2 ** nth));
        nth += 1;
      }
    }),
  );
});

it('two programs that throw each other out do so less and less, until one has stood for an hour', () => {
  const pace = createPace();
  const evicted = (stoodMs: number) =>
    pace.ended('inUse', { proven: stoodMs >= MINUTE, stoodMs }, 0) / MINUTE;
  expect([2, 3, 4, 5, 6].map(minutes => evicted(minutes * MINUTE))).toEqual([5, 10, 20, 30, 30]);
  expect(evicted(HOUR)).toBe(5);
});
