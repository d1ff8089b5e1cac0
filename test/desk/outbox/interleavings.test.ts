import fc from 'fast-check';
import { expect, it } from 'vitest';
import { destinationKey, type Letter } from '../../../src/core/index.js';
import type { Fate } from '../../support/chat-wall.js';
import { DISCORD, letterOf, outboxRig, routes, TELEGRAM, words } from '../../support/outbox-rig.js';
import { createDoubts, wallFaults } from '../../support/wall-judge.js';

type Side = 'discord' | 'telegram';

type Step =
  | { kind: 'post'; lane: Letter['lane']; to: 'A' | 'B' | 'both' | 'spare'; count: number }
  | { kind: 'pass'; ms: number }
  | { kind: 'state'; side: Side; state: 'connected' | 'lost' }
  | { kind: 'fates'; side: Side; fates: Fate[] }
  | { kind: 'change'; back: number }
  | { kind: 'kill'; luck: number };

const side = fc.constantFrom<Side>('discord', 'telegram');
const fate = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Fate>('lostAnswer', 'lostRequest') },
  { weight: 2, arbitrary: fc.constantFrom<Fate>('no', 'shown') },
  { weight: 1, arbitrary: fc.record({ retryAfterMs: fc.integer({ min: 1, max: 30_000 }) }) },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('post' as const),
      lane: fc.constantFrom<Letter['lane']>('urgent', 'normal', 'bulk'),
      to: fc.constantFrom<'A' | 'B' | 'both' | 'spare'>('A', 'B', 'both', 'spare'),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400_000 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('state' as const),
      side,
      state: fc.constantFrom<'connected' | 'lost'>('connected', 'lost'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fates' as const),
      side,
      fates: fc.array(fate, { minLength: 1, maxLength: 5 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('change' as const), back: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('kill' as const), luck: fc.nat(3) }) },
);

const TO = { discord: DISCORD, telegram: TELEGRAM };
const ROUTES = {
  A: { to: routes(DISCORD) },
  B: { to: routes(TELEGRAM) },
  both: { to: routes(DISCORD, TELEGRAM) },
  spare: { to: routes(DISCORD), spare: routes(TELEGRAM) },
};

async function play(steps: readonly Step[]): Promise<string[]> {
  const rig = outboxRig({ latencyMs: 100, flushMs: 6 });
  const { clock, walls } = rig;
  const posted: Letter[] = [];
  /** Those that are durable, as far as the poster knows. */
  const letters: Letter[] = [];
  const faults: string[] = [];
  const fates: Record<Side, Fate[]> = { discord: [], telegram: [] };
  const doubts = createDoubts();
  for (const at of ['discord', 'telegram'] as const) {
    walls[at].fate = key => {
      if (walls[at].state !== 'connected') faults.push(`${at}: tried while it is not there`);
      const next = fates[at].shift() ?? 'shown';
      if (next === 'lostAnswer' || next === 'lostRequest') doubts.lost(key, destinationKey(TO[at]));
      return next;
    };
  }

  let count = 0;
  let killed = 0;
  for (const one of steps) {
    if (one.kind === 'pass') await clock.advance(one.ms);
    else if (one.kind === 'state') walls[one.side].state = one.state;
    else if (one.kind === 'fates') fates[one.side].push(...one.fates);
    else if (one.kind === 'change') {
      const letter = posted.at(-1 - one.back);
      if (letter) rig.outbox.change(letter.id, words(`${letter.reply.title} +`), []);
    } else if (one.kind === 'kill') {
      killed += 1;
      doubts.killed(rig.kill(most => Math.min(most, one.luck)));
    } else {
      for (let n = 0; n < one.count; n += 1) {
        count += 1;
        const letter = letterOf(count, clock.now(), { lane: one.lane, ...ROUTES[one.to] });
        const run = killed;
        posted.push(letter);
        void rig.outbox.post(letter).then(() => {
          if (run === killed) letters.push(letter);
        });
      }
    }
  }
  for (const at of ['discord', 'telegram'] as const) {
    fates[at] = [];
    walls[at].state = 'connected';
  }
  await clock.advance(600_000);
  for (const at of ['discord', 'telegram'] as const) {
    faults.push(
      ...wallFaults({
        wall: walls[at],
        to: destinationKey(TO[at]),
        letters,
        letter: id => rig.outbox.letter(id),
        doubts,
        now: clock.now(),
      }),
    );
  }
  void rig.outbox.stop();
  return faults;
}

it('whatever fails and whenever it is killed: each letter stands where it should, in order, twice only if it says so', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async steps => {
      expect(await play(steps)).toEqual([]);
    }),
    { numRuns: 80 },
  );
});
