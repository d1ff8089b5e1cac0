import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HaltScope } from '../../../src/core/index.js';
import { manualClock } from '../../support/clock.js';
import { actOf, fakeHaltStore, fullDisk, goodDisk, haltRig, OTHER_ACCOUNT } from './halt-rig.js';

/** Each scope with one act that it stops and that none of the others but `all` stops. */
const SCOPES = [
  { scope: { kind: 'all' }, act: actOf('place', { side: 'sell', code: '000660', account: OTHER_ACCOUNT }) },
  { scope: { kind: 'buy' }, act: actOf('amend', { code: '000660', account: OTHER_ACCOUNT }) },
  {
    scope: { kind: 'symbol', code: '005930', name: '삼성전자' },
    act: actOf('place', { side: 'sell', account: OTHER_ACCOUNT }),
  },
  {
    scope: { kind: 'account', account: '50107788-01' },
    act: actOf('amend', { side: 'sell', code: '000660' }),
  },
] as const satisfies readonly { scope: HaltScope; act: unknown }[];

const scopeIndex = fc.nat(SCOPES.length - 1);
const minutes = fc.integer({ min: 1, max: 30 }).map(n => n * 60_000);

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('set' as const), at: scopeIndex, forMs: fc.option(minutes) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lift' as const), at: fc.option(scopeIndex) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: minutes }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('disk' as const), works: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);

/** Ends of the halts by scope, Infinity for those without one: all that there is to know. */
type Ends = ReadonlyMap<number, number>;

test('whatever is set, lifted, waited for, failed to be saved and started again, exactly what should be is stopped', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async steps => {
      const store = fakeHaltStore();
      const clock = manualClock();
      let rig = await haltRig({ store, clock });
      let memory: Ends = new Map();
      let disk: Ends = new Map();
      let works = true;
      const live = (ends: Ends): Ends => new Map([...ends].filter(([, end]) => end > clock.now()));

      for (const s of steps) {
        if (s.do === 'set') {
          const end = s.forMs === null ? Infinity : clock.now() + s.forMs;
          memory = new Map(live(memory));
          memory = new Map([...memory, [s.at, Math.max(end, memory.get(s.at) ?? 0)]]);
          const { scope } = SCOPES[s.at] ?? SCOPES[0];
          const { durable } = await rig.halts.set(
            { scope, forMs: s.forMs ?? undefined, reason: '' },
            'discord:1',
          );
          expect(durable).toBe(works);
          if (works) disk = memory;
        } else if (s.do === 'lift') {
          const wanted = rig.halts
            .list()
            .filter(({ scope }) => s.at === null || scope.kind === SCOPES[s.at]?.scope.kind);
          const lifting = rig.halts.lift(s.at === null ? 'all' : wanted.map(({ id }) => id));
          if (works || wanted.length === 0) {
            expect((await lifting).lifted).toHaveLength(wanted.length);
            memory = new Map([...live(memory)].filter(([at]) => s.at !== null && at !== s.at));
            if (wanted.length > 0) disk = memory;
          } else {
            await expect(lifting).rejects.toMatchObject({ kind: 'storage' });
          }
        } else if (s.do === 'wait') {
          await clock.advance(s.ms);
        } else if (s.do === 'disk') {
          works = s.works;
          store.beforeSave = works ? goodDisk : fullDisk;
        } else {
          rig = await haltRig({ store, clock });
          memory = disk;
        }
        const stopped = live(memory);
        const found = SCOPES.map(({ act }) => rig.halts.blocking(act) !== undefined);
        expect(found).toEqual(SCOPES.map((_, at) => stopped.has(0) || stopped.has(at)));
      }
    }),
    { numRuns: 150, seed: 20261123 },
  );
});
