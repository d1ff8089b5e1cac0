import { describe, expect, test } from 'vitest';
import { DeskError, type Halt, type HaltScope, type TradeAct } from '../../../src/core/index.js';
import { ACCOUNT, MONDAY_TEN } from '../../support/desk.js';
import { actOf, fakeHaltStore, haltRig, OTHER_ACCOUNT } from './halt-rig.js';

const MINUTE = 60_000;
const SAMSUNG = '005930';
const HYNIX = '000660';

const SCOPES: Readonly<Record<HaltScope['kind'], HaltScope>> = {
  all: { kind: 'all' },
  buy: { kind: 'buy' },
  symbol: { kind: 'symbol', code: SAMSUNG, name: '삼성전자' },
  account: { kind: 'account', account: '50107788-01' },
};

/** Every kind of act on either side, of two symbols, for two accounts; named by what it is. */
const ACTS: ReadonlyMap<string, TradeAct> = new Map(
  (['place', 'amend', 'cancel'] as const).flatMap(kind =>
    (['buy', 'sell'] as const).flatMap(side =>
      [SAMSUNG, HYNIX].flatMap(code =>
        [ACCOUNT, OTHER_ACCOUNT].map((account): [string, TradeAct] => [
          `${kind} ${side} ${code} ${account === ACCOUNT ? 'mine' : 'other'}`,
          actOf(kind, { side, code, account }),
        ]),
      ),
    ),
  ),
);

describe('what a halt stops', () => {
  test.each([
    ['all', /^(place|amend) /],
    ['buy', /^(place|amend) buy /],
    ['symbol', /^(place|amend) \w+ 005930 /],
    ['account', /^(place|amend) .* mine$/],
  ] as const)('%s, at every kind of act and either side, and never a cancel', async (kind, stopped) => {
    const { halts } = await haltRig();
    void halts.set({ scope: SCOPES[kind], forMs: undefined, reason: '' }, 'discord:1001');
    for (const [name, act] of ACTS) {
      const guard = halts.guard(act);
      const seen = [name, halts.blocking(act)?.scope.kind, guard.signal.aborted];
      guard.release();
      expect(seen).toEqual(stopped.test(name) ? [name, kind, true] : [name, undefined, false]);
    }
  });

  test('the HALT file stops everything but cancels, at once', async () => {
    const { halts, store } = await haltRig();
    store.flag = true;
    for (const [name, act] of ACTS) {
      const stopped = name.startsWith('cancel') ? undefined : { id: 'HALT', by: 'file', until: undefined };
      expect([name, halts.blocking(act)]).toEqual([name, stopped && expect.objectContaining(stopped)]);
    }
    store.flag = false;
    expect(halts.blocking(actOf('place'))).toBeUndefined();
  });

  test('a HALT file that cannot be looked for counts as being there', async () => {
    const { halts, store } = await haltRig();
    store.flagged = () => {
      throw new DeskError('storage', 'EIO');
    };
    expect(halts.blocking(actOf('place'))?.id).toBe('HALT');
    expect(halts.blocking(actOf('cancel'))).toBeUndefined();
  });

  test('without any halt nothing is stopped', async () => {
    const { halts } = await haltRig();
    expect([...ACTS.values()].map(act => halts.blocking(act))).toEqual([...ACTS].map(() => undefined));
    expect(halts.list()).toEqual([]);
  });

  test('a timed halt stops to its last millisecond and not a moment longer', async () => {
    const { halts, clock } = await haltRig();
    const { halt } = await halts.set({ scope: SCOPES.all, forMs: MINUTE, reason: '' }, 'discord:1001');
    expect(halt.until).toBe(MONDAY_TEN + MINUTE);
    await clock.advance(MINUTE - 1);
    expect(halts.blocking(actOf('place'))).toEqual(halt);
    await clock.advance(1);
    expect(halts.blocking(actOf('place'))).toBeUndefined();
    expect(halts.list()).toEqual([]);
  });

  test('a wall clock that is set back makes a timed halt last longer', async () => {
    const { halts, clock } = await haltRig();
    await halts.set({ scope: SCOPES.all, forMs: MINUTE, reason: '' }, 'discord:1001');
    clock.step(-10 * MINUTE);
    await clock.advance(2 * MINUTE);
    expect(halts.blocking(actOf('place'))).toBeDefined();
  });
});

describe('a guard', () => {
  test.each(Object.values(SCOPES))('aborts in the tick in which a halt is set: $kind', async scope => {
    const { halts } = await haltRig();
    const guard = halts.guard(actOf('place'));
    const spared = halts.guard(actOf('cancel'));
    void halts.set({ scope, forMs: undefined, reason: '급락' }, 'discord:1001');
    expect([guard.signal.aborted, spared.signal.aborted]).toEqual([true, false]);
    expect(guard.signal.reason).toMatchObject({
      kind: 'halted',
      detail: { scope: scope.kind, reason: '급락', halt: 'H1' },
    });
    guard.release();
  });

  test('is spared by a halt that does not stop its act', async () => {
    const { halts } = await haltRig();
    const sell = halts.guard(actOf('place', { side: 'sell' }));
    const hynix = halts.guard(actOf('amend', { code: HYNIX }));
    void halts.set({ scope: SCOPES.buy, forMs: undefined, reason: '' }, 'discord:1001');
    expect([sell.signal.aborted, hynix.signal.aborted]).toEqual([false, true]);
    sell.release();
    hynix.release();
  });

  test('that was released hears of no halt any more, and may be released twice', async () => {
    const { halts } = await haltRig();
    const guard = halts.guard(actOf('place'));
    guard.release();
    guard.release();
    void halts.set({ scope: SCOPES.all, forMs: undefined, reason: '' }, 'discord:1001');
    expect(guard.signal.aborted).toBe(false);
  });

  test('aborts within 250 ms of a HALT file, though nobody watches', async () => {
    const { halts, store, clock } = await haltRig();
    const guards = [halts.guard(actOf('place')), halts.guard(actOf('amend', { side: 'sell' }))];
    const cancel = halts.guard(actOf('cancel'));
    await clock.advance(1000);
    expect(guards.map(guard => guard.signal.aborted)).toEqual([false, false]);
    store.flag = true;
    await clock.advance(250);
    expect(guards.map(guard => guard.signal.aborted)).toEqual([true, true]);
    expect(cancel.signal.aborted).toBe(false);
    for (const guard of [...guards, cancel]) guard.release();
  });

  test('the file is looked for by one loop for all guards, and by none when the last is back', async () => {
    const { halts, store, clock } = await haltRig();
    const guards = Array.from({ length: 20 }, () => halts.guard(actOf('place')));
    for (const guard of guards.slice(1)) guard.release();
    store.looks = 0;
    await clock.advance(1000);
    expect([store.looks, clock.sleepers]).toEqual([4, 1]);
    guards[0]?.release();
    const again = halts.guard(actOf('place'));
    store.looks = 0;
    await clock.advance(1000);
    expect([store.looks, clock.sleepers]).toEqual([4, 1]);
    again.release();
    await clock.advance(1000);
    expect([store.looks, clock.sleepers]).toEqual([4, 0]);
  });
});

describe('the same scope again', () => {
  const halts = async () => (await haltRig()).halts;
  const order = (forMs: number | undefined, reason = '') => ({ scope: SCOPES.symbol, forMs, reason });

  test.each(Object.values(SCOPES))(
    'prolongs the halt that is there instead of piling up: $kind',
    async scope => {
      const { halts: control, clock } = await haltRig();
      const first = await control.set({ scope, forMs: MINUTE, reason: '공시' }, 'discord:1001');
      await clock.advance(1000);
      const second = await control.set({ scope, forMs: 2 * MINUTE, reason: '' }, 'telegram:2002');
      expect(second.halt).toEqual({
        ...first.halt,
        until: MONDAY_TEN + 1000 + 2 * MINUTE,
        by: 'telegram:2002',
      });
      expect(control.list()).toEqual([second.halt]);
    },
  );

  test.each([
    ['a shorter time', MINUTE, 2 * MINUTE],
    ['a time, after one without an end', MINUTE, undefined],
  ])('with %s leaves the longer one', async (_, later, earlier) => {
    const control = await halts();
    const first = await control.set(order(earlier, '공시'), 'discord:1001');
    const second = await control.set(order(later, '다른 사유'), 'discord:2002');
    expect(second.halt).toEqual(first.halt);
    expect(control.list()).toEqual([first.halt]);
  });

  test('of another symbol is another halt', async () => {
    const control = await halts();
    await control.set(order(undefined), 'discord:1001');
    await control.set(
      { ...order(undefined), scope: { kind: 'symbol', code: HYNIX, name: 'SK하이닉스' } },
      'discord:1001',
    );
    expect(control.list()).toHaveLength(2);
  });

  test('after the first has run out is a new halt', async () => {
    const { halts: control, clock } = await haltRig();
    await control.set(order(MINUTE, '공시'), 'discord:1001');
    await clock.advance(MINUTE);
    const { halt } = await control.set(order(MINUTE), 'discord:1001');
    expect(halt).toMatchObject({ id: 'H2', since: MONDAY_TEN + MINUTE, reason: '' });
  });

  test('by the desk and by a person stand beside each other, so that neither reason is lost', async () => {
    const control = await halts();
    const all = { scope: SCOPES.all, forMs: undefined };
    await control.set({ ...all, reason: '시계' }, 'desk', 'CLOCK');
    await control.set({ ...all, reason: '외출' }, 'discord:1001');
    await control.set({ ...all, reason: '감사' }, 'desk', 'AUDIT');
    expect(control.list().map(({ id, reason }) => [id, reason])).toEqual([
      ['CLOCK', '시계'],
      ['H1', '외출'],
      ['AUDIT', '감사'],
    ]);
  });

  test('never takes the number of a halt that is in force', async () => {
    const stored: Halt = {
      id: 'H1',
      scope: SCOPES.buy,
      since: MONDAY_TEN - 1,
      until: undefined,
      reason: '',
      by: 'discord:1001',
    };
    const { halts: control } = await haltRig({ store: fakeHaltStore([stored]) });
    await control.set(order(undefined), 'discord:1001');
    expect(control.list().map(({ id }) => id)).toEqual(['H1', 'H2']);
  });
});
