import { describe, expect, test } from 'vitest';
import { DeskError, type Halt } from '../../../src/core/index.js';
import { MONDAY_TEN } from '../../support/desk.js';
import { actOf, fakeHaltStore, fullDisk, goodDisk, haltRig } from './halt-rig.js';

const ALL = { scope: { kind: 'all' }, forMs: undefined, reason: '' } as const;
const BUY = { scope: { kind: 'buy' }, forMs: undefined, reason: '' } as const;
const ME = 'discord:1001';
const never = () => new Promise<void>(() => {});

/** A store whose next saves wait until they are let go. */
function gate() {
  const waiting: (() => void)[] = [];
  return {
    hold: () => new Promise<void>(resolve => waiting.push(resolve)),
    open: () => {
      for (const go of waiting.splice(0)) go();
    },
  };
}

describe('setting', () => {
  test('is in force before anything was saved, and durable once it was', async () => {
    const { halts, store } = await haltRig();
    const setting = halts.set(ALL, ME);
    expect([halts.blocking(actOf('place'))?.id, store.disk]).toEqual(['H1', []]);
    expect(await setting).toMatchObject({ durable: true });
    expect(store.disk).toEqual(halts.list());
  });

  test('holds on a full disk, says that it may not last, and is saved when there is room', async () => {
    const { halts, store, clock, lines } = await haltRig();
    const life = new AbortController();
    const watching = halts.watch(life.signal);
    store.beforeSave = fullDisk;
    expect(await halts.set(ALL, ME)).toMatchObject({ durable: false });
    await clock.advance(60_000);
    expect(halts.blocking(actOf('place'))).toBeDefined();
    expect([store.disk, store.saves]).toEqual([[], 21]);
    expect(lines.filter(({ event }) => event === 'halts not saved')).toHaveLength(1);
    store.beforeSave = goodDisk;
    await clock.advance(3000);
    expect(store.disk).toEqual(halts.list());
    await clock.advance(60_000);
    expect(store.saves).toBe(22);
    life.abort();
    await watching;
  });

  test('answers within two seconds when the disk hangs, and is durable when it comes back', async () => {
    const { halts, store, clock } = await haltRig();
    const disk = gate();
    store.beforeSave = disk.hold;
    const setting = halts.set(ALL, ME);
    const second = halts.set(BUY, ME);
    await clock.advance(2000);
    expect([(await setting).durable, (await second).durable]).toEqual([false, false]);
    store.beforeSave = goodDisk;
    disk.open();
    await clock.advance(0);
    expect(store.disk).toEqual(halts.list());
  });

  test('of a hundred at once is one list on the disk, with all of them', async () => {
    const { halts, store } = await haltRig();
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        halts.set({ ...ALL, scope: { kind: 'symbol', code: String(100_000 + i), name: `종목${i}` } }, ME),
      ),
    );
    expect(results.every(({ durable }) => durable)).toBe(true);
    expect(store.disk).toHaveLength(100);
    expect(store.saves).toBeLessThanOrEqual(2);
  });
});

describe('lifting', () => {
  test('one leaves the others, and says which', async () => {
    const { halts, store } = await haltRig();
    await halts.set(ALL, ME);
    const { halt: buy } = await halts.set(BUY, ME);
    expect(await halts.lift(['H1'])).toMatchObject({ lifted: [{ id: 'H1' }], left: [buy] });
    expect([halts.list(), store.disk]).toEqual([[buy], [buy]]);
    expect(halts.blocking(actOf('place', { side: 'sell' }))).toBeUndefined();
  });

  test('all lifts all but the HALT file', async () => {
    const { halts, store } = await haltRig();
    await halts.set(ALL, ME);
    store.flag = true;
    const { lifted, left } = await halts.lift('all');
    expect([lifted.map(({ id }) => id), left.map(({ id }) => id)]).toEqual([['H1'], ['HALT']]);
    expect(halts.blocking(actOf('place'))?.id).toBe('HALT');
    expect(await halts.lift(['HALT'])).toMatchObject({ lifted: [], left: [{ id: 'HALT' }] });
  });

  test('takes effect only once the disk knows it', async () => {
    const { halts, store } = await haltRig();
    await halts.set(ALL, ME);
    const disk = gate();
    store.beforeSave = disk.hold;
    const lifting = halts.lift('all');
    await Promise.resolve();
    expect(halts.blocking(actOf('place'))).toBeDefined();
    disk.open();
    await lifting;
    expect([halts.blocking(actOf('place')), store.disk]).toEqual([undefined, []]);
  });

  test('that cannot be saved lifts nothing, and the disk is put right again', async () => {
    const { halts, store, clock } = await haltRig();
    const life = new AbortController();
    const watching = halts.watch(life.signal);
    const { halt } = await halts.set(ALL, ME);
    // Written, and then the disk reports a failure: what it holds is not known.
    store.beforeSave = async () => {
      store.disk = [];
      throw new DeskError('storage', 'fsync', { problem: 'writeFailed', code: 'EIO' });
    };
    await expect(halts.lift('all')).rejects.toMatchObject({
      kind: 'storage',
      detail: { code: 'EIO', what: 'halt' },
    });
    expect(halts.list()).toEqual([halt]);
    store.beforeSave = goodDisk;
    await clock.advance(4000);
    expect(store.disk).toEqual([halt]);
    life.abort();
    await watching;
  });

  test('gives up when the disk hangs: the halt stays, also when the disk writes in the end', async () => {
    const { halts, store, clock } = await haltRig();
    const life = new AbortController();
    const watching = halts.watch(life.signal);
    const { halt } = await halts.set(ALL, ME);
    const disk = gate();
    store.beforeSave = disk.hold;
    const lifting = halts.lift('all').catch((thrown: unknown) => thrown);
    await clock.advance(2000);
    expect(await lifting).toMatchObject({ kind: 'storage', detail: { what: 'halt' } });
    store.beforeSave = goodDisk;
    disk.open();
    await clock.advance(0);
    expect([halts.list(), store.disk]).toEqual([[halt], []]);
    await clock.advance(4000);
    expect(store.disk).toEqual([halt]);
    life.abort();
    await watching;
  });

  test('that still waits behind a hanging save when it gives up writes nothing later', async () => {
    const { halts, store, clock } = await haltRig();
    await halts.set(ALL, ME);
    const disk = gate();
    store.beforeSave = disk.hold;
    void halts.set(BUY, ME);
    const lifting = halts.lift('all').catch((thrown: unknown) => thrown);
    await clock.advance(2000);
    expect(await lifting).toMatchObject({ kind: 'storage' });
    store.beforeSave = goodDisk;
    disk.open();
    await clock.advance(0);
    expect(store.disk).toEqual(halts.list());
    expect(halts.list()).toHaveLength(2);
  });

  test.each([
    ['without an end', undefined, 'telegram:2002'],
    ['for a shorter time', 60_000, ME],
  ])('does not touch a halt that was set again meanwhile, %s', async (_, forMs, by) => {
    const { halts, store } = await haltRig();
    await halts.set(ALL, ME);
    const disk = gate();
    store.beforeSave = disk.hold;
    const lifting = halts.lift('all');
    await Promise.resolve();
    const again = halts.set({ ...ALL, forMs }, 'telegram:2002');
    store.beforeSave = goodDisk;
    disk.open();
    expect(await lifting).toMatchObject({ lifted: [], left: [{ id: 'H1', until: undefined, by }] });
    expect(await again).toMatchObject({ durable: true });
    expect(halts.blocking(actOf('place'))).toBeDefined();
    expect(store.disk).toEqual(halts.list());
  });

  test('twice at once lifts once', async () => {
    const { halts } = await haltRig();
    await halts.set(ALL, ME);
    const results = await Promise.all([halts.lift('all'), halts.lift('all')]);
    expect(results.map(({ lifted }) => lifted.length)).toEqual([1, 0]);
  });

  test('what does not exist writes nothing', async () => {
    const { halts, store } = await haltRig();
    store.beforeSave = never;
    expect(await halts.lift(['H9'])).toEqual({ lifted: [], left: [] });
    expect(store.saves).toBe(0);
  });
});

describe('a restart', () => {
  test('knows the halts of the last run, and drops those whose time is over', async () => {
    const first = await haltRig();
    await first.halts.set(ALL, ME);
    await first.halts.set({ ...BUY, forMs: 60_000 }, ME);
    await first.clock.advance(60_000);
    const second = await haltRig({ store: first.store, clock: first.clock });
    expect(second.halts.list().map(({ id }) => id)).toEqual(['H1']);
    expect(second.halts.blocking(actOf('place'))?.id).toBe('H1');
  });

  test('in the middle of a timed halt leaves its end where it was', async () => {
    const first = await haltRig();
    const { halt } = await first.halts.set({ ...ALL, forMs: 60_000 }, ME);
    await first.clock.advance(59_999);
    const second = await haltRig({ store: first.store, clock: first.clock });
    expect(second.halts.list()).toEqual([halt]);
    await first.clock.advance(1);
    expect(second.halts.list()).toEqual([]);
  });

  test('with a list that cannot be read does not start', async () => {
    const store = fakeHaltStore();
    store.load = async () => Promise.reject(new DeskError('storage', 'EIO'));
    await expect(haltRig({ store })).rejects.toMatchObject({ kind: 'storage' });
  });

  test('takes what the store puts in the place of an unreadable list', async () => {
    const doubt: Halt = {
      id: 'UNREADABLE',
      scope: { kind: 'all' },
      since: MONDAY_TEN,
      until: undefined,
      reason: '읽을 수 없음',
      by: 'desk',
    };
    const { halts } = await haltRig({ store: fakeHaltStore([doubt]) });
    expect(halts.blocking(actOf('place'))).toEqual(doubt);
  });
});
