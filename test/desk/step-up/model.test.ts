import fc from 'fast-check';
import { expect, test } from 'vitest';
import { manualClock } from '../../support/clock.js';
import { codeAt, enrolledAt, memoryStepUp } from '../../support/memory-step-up.js';
import { DAD, stage, thrownBy } from './stage.js';

const STEP_MS = 30_000;
const LOCK_MS = 15 * 60_000;

/** What happens to one person's second factor. */
type Act =
  | { readonly kind: 'wait'; readonly ms: number }
  /** The machine's clock is set, as NTP would. */
  | { readonly kind: 'skew'; readonly ms: number }
  | { readonly kind: 'restart' }
  /** Codes of these steps, counted from now, all at once. */
  | { readonly kind: 'give'; readonly steps: readonly number[] }
  | { readonly kind: 'missing' };

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.integer({ min: 0, max: 95_000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.constant(LOCK_MS) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('skew'), ms: fc.integer({ min: -90_000, max: 90_000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart') }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('give'),
      steps: fc.array(fc.constantFrom(0, 0, -1, 1, -2, 2, 40), { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('missing') }) },
);

/** The rules again, in plain words: a bag of used steps, a run of wrong ones, a lock. */
function rules() {
  let last = 0;
  let wrong = 0;
  let lockedUntil = 0;
  return {
    isLocked: (now: number) => now < lockedUntil,
    judge(step: number, now: number): 'passed' | 'used' | 'wrong' | 'unlocked' {
      const current = Math.floor(now / STEP_MS);
      if (now < lockedUntil) return 'unlocked';
      if (Math.abs(step - current) <= 1) {
        if (step <= last) return 'used';
        last = step;
        wrong = 0;
        lockedUntil = 0;
        return 'passed';
      }
      // Once open it stays open, though the clock be set back.
      lockedUntil = 0;
      wrong += 1;
      if (wrong < 5) return 'wrong';
      wrong = 0;
      lockedUntil = now + LOCK_MS;
      return 'unlocked';
    },
  };
}

test('whatever comes in whatever order, each code passes once, and five wrong ones in a row lock', async () => {
  const reached = { passed: 0, used: 0, wrong: 0, unlocked: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40 }), async acts => {
      const clock = manualClock();
      const store = memoryStepUp({ [DAD.id]: enrolledAt(clock.now()) });
      const passedCodes = new Map<number, number>();
      const model = rules();
      let { stepUp } = stage({ store, clock });
      for (const one of acts) {
        const now = clock.now();
        switch (one.kind) {
          case 'wait':
            await clock.advance(one.ms);
            break;
          case 'skew':
            clock.step(one.ms);
            break;
          case 'restart':
            stepUp = stage({ store, clock }).stepUp;
            break;
          case 'missing':
            expect(await thrownBy(stepUp.require(DAD, undefined, 'order'))).toMatchObject({
              need: model.isLocked(now) ? 'unlocked' : 'code',
            });
            break;
          case 'give': {
            const given = one.steps.map(off => Math.floor(now / STEP_MS) + off);
            const expected = given.map(step => model.judge(step, now));
            const answers = await Promise.all(
              given.map(step => thrownBy(stepUp.require(DAD, codeAt(step * STEP_MS), 'order'))),
            );
            for (const [n, how] of expected.entries()) {
              reached[how] += 1;
              if (how === 'passed') {
                expect(answers[n]).toBe('passed');
                const step = given[n] ?? 0;
                passedCodes.set(step, (passedCodes.get(step) ?? 0) + 1);
              } else {
                expect(answers[n]).toMatchObject(
                  how === 'unlocked' ? { need: 'unlocked' } : { need: 'code', problem: how },
                );
              }
            }
            break;
          }
        }
        expect(stepUp.state(DAD).lockedUntil !== undefined).toBe(model.isLocked(clock.now()));
        expect(stepUp.asks(DAD, 'order')).toBe(!model.isLocked(clock.now()));
      }
      expect([...passedCodes.values()].every(times => times === 1)).toBe(true);
    }),
    { numRuns: 120, seed: 20_261_123 },
  );
  // A property that saw nothing must not pass.
  expect(Math.min(...Object.values(reached))).toBeGreaterThan(50);
});
