import { describe, expect, test } from 'vitest';
import type { AccountRef, Language } from '../../../src/core/index.js';
import { createAutoHalt, type Sign, signOf } from '../../../src/desk/halt/auto-halt.js';
import { ACCOUNT } from '../../support/desk.js';
import { actOf, fakeHaltStore, fullDisk, haltRig, OTHER_ACCOUNT } from './halt-rig.js';

const MINUTE = 60_000;

async function room(over: Parameters<typeof haltRig>[0] = {}, accounts: readonly AccountRef[] = [ACCOUNT]) {
  const rig = await haltRig(over);
  const { halts, clock } = rig;
  const language: Language = over?.language ?? 'ko';
  const log = (_level: string, event: string, fields = {}) => void logged.push({ event, fields });
  const logged: { event: string; fields: object }[] = [];
  const autoHalt = createAutoHalt({
    halts,
    accounts: () => accounts,
    clock,
    log,
    language,
    random: count => new Uint8Array(count).fill(5),
  });
  const ids = () => halts.list().map(({ id }) => id);
  return { ...rig, ...autoHalt, logged, ids };
}

describe('signs that come again and again', () => {
  test.each([
    ['unknown', 'UNKNOWN', 3, 10 * MINUTE],
    ['refusal', 'REFUSED', 5, MINUTE],
  ] as const)(
    '%s: the last of %s within the window stops everything, one fewer does not',
    async (kind, id, count, windowMs) => {
      const { note, clock, ids, halts } = await room();
      note({ kind });
      for (let i = 1; i < count - 1; i += 1) note({ kind });
      await clock.advance(windowMs);
      expect(ids()).toEqual([]);
      note({ kind });
      expect(ids()).toEqual([id]);
      expect(halts.list()).toMatchObject([{ scope: { kind: 'all' }, until: undefined, by: 'desk' }]);
    },
  );

  test.each([
    ['unknown', 3, 10 * MINUTE],
    ['refusal', 5, MINUTE],
  ] as const)('%s: %s that reach a millisecond beyond the window do not', async (kind, count, windowMs) => {
    const { note, clock, ids } = await room();
    note({ kind });
    await clock.advance(1);
    for (let i = 1; i < count - 1; i += 1) note({ kind });
    await clock.advance(windowMs);
    note({ kind });
    expect(ids()).toEqual([]);
    note({ kind });
    expect(ids()).toHaveLength(1);
  });

  test('are counted each for itself', async () => {
    const { note, ids } = await room();
    for (const kind of ['unknown', 'unknown', 'refusal', 'refusal', 'refusal', 'refusal'] as const) {
      note({ kind });
    }
    expect(ids()).toEqual([]);
  });

  test('are counted by the clock that only grows: a step of the wall clock changes nothing', async () => {
    const { note, clock, ids } = await room();
    note({ kind: 'unknown' });
    note({ kind: 'unknown' });
    clock.step(3 * 3_600_000);
    note({ kind: 'unknown' });
    expect(ids()).toEqual(['UNKNOWN']);
  });

  test('are counted anew after somebody has lifted the halt', async () => {
    const { note, halts, ids } = await room();
    for (let i = 0; i < 7; i += 1) note({ kind: 'unknown' });
    await halts.lift('all');
    note({ kind: 'unknown' });
    note({ kind: 'unknown' });
    expect(ids()).toEqual([]);
    note({ kind: 'unknown' });
    expect(ids()).toEqual(['UNKNOWN']);
  });
});

describe('signs of which one is enough', () => {
  test.each<[Sign, string]>([
    [{ kind: 'ledger' }, 'LEDGER'],
    [{ kind: 'audit' }, 'AUDIT'],
    [{ kind: 'journal' }, 'JOURNAL'],
    [{ kind: 'rollback' }, 'ROLLBACK'],
    [{ kind: 'auditBroken' }, 'CHAIN'],
    [{ kind: 'journalDamaged' }, 'DAMAGED'],
    [{ kind: 'foreignToken', times: 4 }, 'TOKEN'],
    [{ kind: 'clockSkew', skewMs: 120_001 }, 'CLOCK'],
    [{ kind: 'clockSkew', skewMs: -120_001 }, 'CLOCK'],
  ])('%o stops every order in the same tick, and no cancel', async (sign, id) => {
    const { note, halts } = await room();
    const guard = halts.guard(actOf('place', { side: 'sell' }));
    note(sign);
    expect([guard.signal.aborted, halts.blocking(actOf('amend'))?.id]).toEqual([true, id]);
    expect(halts.blocking(actOf('cancel'))).toBeUndefined();
    guard.release();
  });

  test.each([30_001, 120_000, -120_000])(
    'a difference of the clocks of %s ms stops nothing',
    async skewMs => {
      const { note, ids } = await room();
      note({ kind: 'clockSkew', skewMs });
      expect(ids()).toEqual([]);
    },
  );
});

describe('a halt by the desk', () => {
  test('says why in Korean, with the reference that the log has', async () => {
    const { note, halts, logged } = await room();
    note({ kind: 'journal', about: 'T9/0' });
    expect(halts.list()[0]?.reason).toBe('주문 기록을 쓸 수 없습니다 (참조 7777777)');
    expect(logged).toEqual([
      {
        event: 'halted by itself',
        fields: { halt: 'JOURNAL', reference: '7777777', sign: 'journal', about: 'T9/0' },
      },
    ]);
  });

  test('says why in English when the desk speaks English', async () => {
    const { note, halts } = await room({ language: 'en' });
    note({ kind: 'clockSkew', skewMs: 300_000 });
    expect(halts.list()[0]?.reason).toBe(
      'the clocks of the broker and this machine differ by more than two minutes (reference 7777777)',
    );
  });

  test('is not set twice while one of the same sign is in force', async () => {
    const { note, halts, ids } = await room();
    note({ kind: 'audit' });
    const [first] = halts.list();
    note({ kind: 'audit' });
    note({ kind: 'journal' });
    expect([halts.list()[0], ids()]).toEqual([first, ['AUDIT', 'JOURNAL']]);
  });

  test('is one also over restarts that find the same damage again', async () => {
    const store = fakeHaltStore();
    for (let start = 0; start < 5; start += 1) {
      const { note, clock } = await room({ store });
      note({ kind: 'auditBroken' });
      await clock.advance(1000);
    }
    expect(store.disk.map(({ id }) => id)).toEqual(['CHAIN']);
  });

  test('is set again when its sign appears after it was lifted', async () => {
    const { note, halts, ids } = await room();
    note({ kind: 'ledger' });
    await halts.lift(['LEDGER']);
    note({ kind: 'ledger' });
    expect(ids()).toEqual(['LEDGER']);
  });

  test('stands when it cannot be saved', async () => {
    const { note, store, clock, ids } = await room();
    store.beforeSave = fullDisk;
    note({ kind: 'audit' });
    await clock.advance(1000);
    expect(ids()).toEqual(['AUDIT']);
  });
});

describe('where there are several accounts', () => {
  const both = [ACCOUNT, OTHER_ACCOUNT];
  const others = Array.from({ length: 8 }, (_, n) => ({ ...ACCOUNT, number: `7000000${n}` }));

  test('a foreign token stops its own account, and another one its own, under names that people can type', async () => {
    const { note, halts, ids } = await room({}, both);
    const sign = (account: AccountRef) => note({ kind: 'foreignToken', times: 4, account });
    sign(OTHER_ACCOUNT);
    sign(OTHER_ACCOUNT);
    expect(halts.blocking(actOf('place'))).toBeUndefined();
    expect(halts.blocking(actOf('place', { account: OTHER_ACCOUNT }))?.id).toBe('TOKEN-7070');
    sign(ACCOUNT);
    expect(halts.blocking(actOf('place'))?.scope.kind).toBe('account');
    expect(ids()).toHaveLength(2);
  });

  test('two that end alike have halts of their own, also when one is lifted', async () => {
    const twin = { ...OTHER_ACCOUNT, number: '11117070' };
    const { note, halts, ids } = await room({}, [OTHER_ACCOUNT, twin]);
    note({ kind: 'ledger', account: OTHER_ACCOUNT });
    note({ kind: 'ledger', account: twin });
    expect(ids()).toEqual(['LEDGER-7070', 'LEDGER-7070-2']);
    await halts.lift(['LEDGER-7070']);
    expect(halts.blocking(actOf('place', { account: twin }))?.id).toBe('LEDGER-7070-2');
    expect(halts.blocking(actOf('place', { account: OTHER_ACCOUNT }))).toBeUndefined();
  });

  test('unknown outcomes of one account stop that one, of more than one everything', async () => {
    const one = await room({}, both);
    for (let i = 0; i < 3; i += 1) one.note({ kind: 'unknown', account: OTHER_ACCOUNT });
    expect(one.halts.list()).toMatchObject([{ id: 'UNKNOWN-7070', scope: { kind: 'account' } }]);
    const mixed = await room({}, both);
    mixed.note({ kind: 'unknown', account: OTHER_ACCOUNT });
    mixed.note({ kind: 'unknown', account: ACCOUNT });
    mixed.note({ kind: 'unknown', account: OTHER_ACCOUNT });
    expect(mixed.halts.list()).toMatchObject([{ id: 'UNKNOWN', scope: { kind: 'all' } }]);
  });

  test('the clocks, the audit trail and the journal stop everything', async () => {
    const { note, halts } = await room({}, both);
    note({ kind: 'clockSkew', skewMs: 130_000 });
    note({ kind: 'audit' });
    note({ kind: 'journal' });
    expect(halts.list().map(({ scope }) => scope.kind)).toEqual(['all', 'all', 'all']);
  });

  test('what stops five accounts one by one stops everything with the sixth', async () => {
    const { note, ids } = await room({}, others);
    for (const account of others) note({ kind: 'foreignToken', times: 4, account });
    expect(ids()).toEqual([...others.slice(0, 5).map(({ number }) => `TOKEN-${number.slice(4)}`), 'TOKEN']);
  });

  test('an account is not stopped a second time while everything is', async () => {
    const { note, ids } = await room({}, both);
    note({ kind: 'foreignToken', times: 4 });
    note({ kind: 'foreignToken', times: 4, account: ACCOUNT });
    expect(ids()).toEqual(['TOKEN']);
  });
});

test('with one account everything stops, whosever the sign is', async () => {
  const { note, halts } = await room();
  note({ kind: 'foreignToken', times: 4, account: ACCOUNT });
  expect(halts.list()).toMatchObject([{ id: 'TOKEN', scope: { kind: 'all' } }]);
});

test('of what a broker tells, the clocks and a foreign token are signs', () => {
  expect(signOf({ kind: 'clockSkew', at: 1, skewMs: -40_000 })).toEqual({
    kind: 'clockSkew',
    skewMs: -40_000,
  });
  expect(signOf({ kind: 'foreignToken', at: 1, times: 5 })).toEqual({ kind: 'foreignToken', times: 5 });
  expect(signOf({ kind: 'foreignToken', at: 1, times: 5 }, ACCOUNT)).toEqual({
    kind: 'foreignToken',
    times: 5,
    account: ACCOUNT,
  });
  expect(signOf({ kind: 'rateRefused', at: 1, operation: 'price', code: 'EGW00201' })).toBeUndefined();
});
