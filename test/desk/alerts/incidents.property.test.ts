import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Urgency } from '../../../src/core/index.js';
import {
  type Incident,
  type Input,
  MOST_POSTS,
  step,
  WINDOW_MS,
  type Word,
} from '../../../src/desk/alerts/incidents.js';

type Doing =
  | { readonly do: 'raise'; readonly stage: string; readonly urgency: Urgency; readonly afterMs: number }
  | { readonly do: 'over'; readonly afterMs: number }
  | { readonly do: 'mute'; readonly forMs: number; readonly afterMs: number };

const afterMs = fc.oneof(
  fc.integer({ min: 0, max: 5000 }),
  fc.integer({ min: 0, max: 240_000 }),
  fc.integer({ min: 500_000, max: 700_000 }),
);

const doing: fc.Arbitrary<Doing> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('raise' as const),
      stage: fc.constantFrom('a', 'b', 'c', 'd'),
      urgency: fc.constantFrom<Urgency>('warning', 'critical'),
      afterMs,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('over' as const), afterMs }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('mute' as const),
      forMs: fc.integer({ min: 1, max: 3_600_000 }),
      afterMs,
    }),
  },
);

interface Said {
  readonly at: number;
  readonly word: Word | 'edit';
  readonly count: number;
  readonly over: boolean;
}

/** Runs the machine as its owner does, looking again whenever it asks for that. */
function run(doings: readonly Doing[], endsQuietly: boolean) {
  let incident: Incident | undefined;
  let wakeAt: number | undefined;
  let mutedUntil = -Infinity;
  let mutedAt: Urgency | undefined;
  const said: Said[] = [];
  /** Raises of the present episode; when it began. */
  let raised = 0;
  const wrongCounts: number[] = [];

  function feed(input: Input, now: number): void {
    const before = incident;
    const muted = now < mutedUntil ? mutedAt : undefined;
    const result = step(incident, input, now, muted);
    if (!result) return;
    incident = result.incident;
    wakeAt = result.wakeAt;
    if (input.kind === 'raise') {
      raised = before && before.beganAt === incident.beganAt && incident.count > 1 ? raised + 1 : 1;
      if (incident.count !== raised) wrongCounts.push(now);
    }
    const { deed } = result;
    if (deed.kind === 'post')
      said.push({ at: now, word: deed.word, count: incident.count, over: incident.over });
    if (deed.kind === 'edit')
      said.push({ at: now, word: 'edit', count: incident.count, over: incident.over });
  }

  function passUntil(time: number): void {
    while (wakeAt !== undefined && wakeAt <= time) {
      const at = wakeAt;
      wakeAt = undefined;
      feed({ kind: 'look' }, at);
    }
  }

  let now = 0;
  for (const one of doings) {
    passUntil(now + one.afterMs);
    now += one.afterMs;
    if (one.do === 'raise') {
      const { stage, urgency } = one;
      feed({ kind: 'raise', stage, urgency, endsQuietly, counts: true }, now);
    } else if (one.do === 'over') {
      feed({ kind: 'over' }, now);
    } else if (incident) {
      mutedUntil = now + one.forMs;
      mutedAt = incident.urgency;
    }
  }
  passUntil(now + 10 * 3_600_000);
  return { said, incident, wrongCounts, wakeAt };
}

const PARAMETERS = { numRuns: 300, seed: 20261123 };
const doings = fc.array(doing, { minLength: 1, maxLength: 60 });

test('of one incident no more than three messages go out in any ten minutes, whatever happens', () => {
  fc.assert(
    fc.property(doings, fc.boolean(), (steps, endsQuietly) => {
      const posts = run(steps, endsQuietly).said.filter(({ word }) => word !== 'edit');
      for (const { at } of posts) {
        const within = posts.filter(other => other.at >= at && other.at < at + WINDOW_MS);
        expect(within.length).toBeLessThanOrEqual(MOST_POSTS);
      }
    }),
    PARAMETERS,
  );
});

test('what people read last is true: over when it is over, and going on when it goes on', () => {
  const unmuted = fc.array(
    doing.filter(one => one.do !== 'mute'),
    { minLength: 1, maxLength: 60 },
  );
  fc.assert(
    fc.property(unmuted, steps => {
      const { said, incident, wakeAt } = run(steps, false);
      const last = said.findLast(({ word }) => word !== 'edit');
      expect([incident?.owed, incident?.stale ?? false, wakeAt]).toEqual([undefined, false, undefined]);
      if (!incident || !last) return;
      const began = said.findLastIndex(({ word }) => word === 'began');
      const over = said.findLastIndex(({ word }) => word === 'over');
      if (incident.over && incident.told) expect(last.word).toBe('over');
      if (!incident.over) expect(began).toBeGreaterThan(over);
      // One recovery for each beginning at most.
      const words = said.filter(({ word }) => word === 'began' || word === 'over').map(({ word }) => word);
      expect(words.every((word, i) => (i % 2 === 0) === (word === 'began'))).toBe(true);
    }),
    PARAMETERS,
  );
});

test('every raise is counted once, and the card ends with the full count', () => {
  fc.assert(
    fc.property(doings, fc.boolean(), (steps, endsQuietly) => {
      const { said, incident, wrongCounts } = run(steps, endsQuietly);
      expect(wrongCounts).toEqual([]);
      const last = said.at(-1);
      if (incident?.told && last) expect(last.count).toBe(incident.count);
    }),
    PARAMETERS,
  );
});

test('a card is edited at most every thirty seconds', () => {
  fc.assert(
    fc.property(doings, fc.boolean(), (steps, endsQuietly) => {
      const { said } = run(steps, endsQuietly);
      const tooSoon = said.filter(
        ({ word, at }, i) => word === 'edit' && i > 0 && at - (said[i - 1]?.at ?? 0) < 30_000,
      );
      expect(tooSoon).toEqual([]);
    }),
    PARAMETERS,
  );
});
