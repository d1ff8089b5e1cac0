import { createHash } from 'node:crypto';
import { mkdir, open as openFile, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import type { Halt, HaltScope } from '../../src/core/index.js';
import { openHaltFile } from '../../src/store/halt-file.js';
import { fitSlot, SLOT_BYTES, sealSlot } from '../../src/store/halt-slot.js';
import { manualClock } from '../support/clock.js';
import { smallDisk } from './full-disk.js';
import { reports, scratch } from './scratch.js';

const halt = (id: string, more: Partial<Halt> = {}): Halt => ({
  id,
  scope: { kind: 'buy' },
  since: 1_000,
  until: undefined,
  reason: '점심시간',
  by: 'discord:1234',
  ...more,
});

async function place(given?: string) {
  const directory = given ?? (await scratch());
  const kept = reports();
  const open = async () => {
    const halts = await openHaltFile({
      directory,
      clock: manualClock(),
      language: 'ko',
      report: kept.report,
    });
    onTestFinished(() => halts.close());
    return halts;
  };
  return { directory, kept, open, file: join(directory, 'halts.bin') };
}

/** What a start finds after the last run stored these halts and its file was then spoiled. */
async function foundAfter(halts: readonly Halt[], spoil: (file: Buffer) => Buffer) {
  const { open, file, kept } = await place();
  const before = await open();
  await before.save([halt('older')]);
  await before.save(halts);
  await before.close();
  await writeFile(file, spoil(await readFile(file)));
  const after = await open();
  return { found: await after.load(), kept, after, open };
}

/** A copy with one bit of every tenth byte of a slot turned over, or of one byte only. */
function damage(file: Buffer, slots: readonly number[]): Buffer {
  const bad = Buffer.from(file);
  for (const slot of slots) {
    for (let at = slot * SLOT_BYTES; at < (slot + 1) * SLOT_BYTES; at += 10) bad[at] = (bad[at] ?? 0) ^ 4;
  }
  return bad;
}

it('holds nothing at first, in a file of 16 KiB that only its owner can read', async () => {
  const { open, file, kept } = await place();
  const halts = await open();
  expect(await halts.load()).toEqual([]);
  expect((await stat(file)).size).toBe(16_384);
  expect((await stat(file)).blocks).toBeGreaterThanOrEqual(32);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(kept.events).toEqual([]);
});

it('finds after a restart what was saved last, whatever it was', async () => {
  const { open } = await place();
  const scopes: HaltScope[] = [
    { kind: 'all' },
    { kind: 'buy' },
    { kind: 'symbol', code: '005930', name: '삼성전자' },
    { kind: 'account', account: '12345678-01' },
  ];
  const saved = scopes.map((scope, n) => halt(`h${n}`, { scope, until: n === 0 ? undefined : 5_000 + n }));
  const first = await open();
  for (let n = 0; n <= saved.length; n++) await first.save(saved.slice(0, n));
  expect(await first.load()).toEqual(saved);
  await first.close();
  const second = await open();
  expect(await second.load()).toStrictEqual(saved);
  await second.save([]);
  await second.close();
  expect(await (await open()).load()).toEqual([]);
});

it('stores what is saved at once in the order of the calls', async () => {
  const { open } = await place();
  const first = await open();
  await Promise.all(Array.from({ length: 20 }, (_, n) => first.save([halt(`h${n}`)])));
  await first.close();
  expect(await (await open()).load()).toEqual([halt('h19')]);
});

it.each([[0], [1]])(
  'serves the whole copy when slot %i is damaged, says so once, and mends it',
  async slot => {
    const { found, kept, after, open } = await foundAfter([halt('last')], file => damage(file, [slot]));
    expect(found).toEqual([halt('last')]);
    expect(kept.events).toEqual(['halts_torn']);
    await after.close();
    expect(await (await open()).load()).toEqual([halt('last')]);
    expect(kept.events).toHaveLength(1);
  },
);

it.each([
  ['both copies are damaged', (file: Buffer) => damage(file, [0, 1])],
  ['the file was emptied', () => Buffer.alloc(0)],
  ['the file holds zeros', (file: Buffer) => Buffer.alloc(file.length)],
  ['the file holds something else', () => Buffer.from('[]')],
])('halts everything when %s, until it is lifted', async (_, spoil) => {
  const { found, kept, after, open } = await foundAfter([], spoil);
  expect(found).toEqual([
    expect.objectContaining({
      scope: { kind: 'all' },
      until: undefined,
      by: 'desk',
      since: expect.any(Number),
    }),
  ]);
  expect(found[0]?.reason).toContain('손상');
  expect(kept.events).toEqual(['halts_unreadable']);
  await after.close();
  // Nobody looked yet: the next start stops as well.
  const again = await open();
  expect(await again.load()).toHaveLength(1);
  await again.save([]);
  await again.close();
  expect(await (await open()).load()).toEqual([]);
});

it.each([
  [0, 1],
  [1, 0],
] as const)(
  'has the old halts or the new ones wherever a save is cut short (slot %i first)',
  async (slot, last) => {
    const { open, file } = await place();
    const first = await open();
    await first.save([halt('old')]);
    const before = await readFile(file);
    await first.save([halt('new')]);
    await first.close();
    const after = await readFile(file);
    const found = async (torn: Buffer) => {
      await writeFile(file, torn);
      const halts = await open();
      const ids = (await halts.load()).map(({ id }) => id);
      await halts.close();
      return ids;
    };
    const copy = (to: Buffer, slot: number, bytes: number) =>
      after.copy(to, slot * SLOT_BYTES, slot * SLOT_BYTES, slot * SLOT_BYTES + bytes);
    const torn = Buffer.from(before);
    const cuts = [0, 1, 31, 33, 36, 39, 60, 100, 150, 512, SLOT_BYTES];
    for (const cut of cuts) {
      copy(torn, slot, cut);
      expect([['old'], ['new']]).toContainEqual(await found(torn));
    }
    // The first copy is complete now, and from here on the halt counts as stored.
    for (const cut of cuts) {
      copy(torn, last, cut);
      expect(await found(torn)).toEqual(['new']);
    }
  },
);

it('notices any single flipped bit of either copy', async () => {
  const { open, file, kept } = await place();
  const first = await open();
  await first.save([halt('one')]);
  await first.close();
  const good = await readFile(file);
  await fc.assert(
    fc.asyncProperty(fc.nat(good.length * 8 - 1), async bit => {
      const bad = Buffer.from(good);
      bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await writeFile(file, bad);
      const reported = kept.events.length;
      const halts = await open();
      expect(await halts.load()).toEqual([halt('one')]);
      expect(kept.events.slice(reported)).toEqual(['halts_torn']);
      await halts.close();
    }),
    { numRuns: 40 },
  );
});

it('refuses a file of a newer version and touches nothing', async () => {
  const { open, file } = await place();
  await (await open()).close();
  const later = sealSlot(7, []);
  const text = Buffer.from(later.toString('latin1').replace('"version":1', '"version":2'), 'latin1');
  createHash('sha256').update(text.subarray(32)).digest().copy(text);
  const both = Buffer.concat([text, later]);
  await writeFile(file, both);
  await expect(open()).rejects.toMatchObject({
    kind: 'storage',
    detail: { problem: 'newerFormat', file: 'halts.bin' },
  });
  expect(await readFile(file)).toEqual(both);
});

it('stores a halt on a disk that is really full, and finds it again', async context => {
  const disk = await smallDisk();
  if (!disk) return context.skip('no small file system to be had here');
  const { open, kept } = await place(disk.directory);
  const first = await open();
  await disk.fill();
  await expect(writeFile(join(disk.directory, 'other'), 'x')).rejects.toMatchObject({ code: 'ENOSPC' });
  for (let n = 0; n < 5; n++) await first.save([halt(`h${n}`, { reason: '가득'.repeat(300 * n) })]);
  await first.close();
  const second = await open();
  expect((await second.load()).map(({ id }) => id)).toEqual(['h4']);
  await second.save([halt('on a restart too')]);
  await second.close();
  expect((await (await open()).load()).map(({ id }) => id)).toEqual(['on a restart too']);
  expect(kept.events).toEqual([]);
});

it('says so when a full disk had no room for it on the first start, and stores as soon as there is', async context => {
  const disk = await smallDisk();
  if (!disk) return context.skip('no small file system to be had here');
  const { open, kept } = await place(disk.directory);
  await disk.fill();
  const first = await open();
  expect(kept.events).toEqual(['halts_unreserved']);
  expect(await first.load()).toEqual([]);
  await expect(first.save([halt('lost')])).rejects.toMatchObject({
    kind: 'storage',
    detail: { problem: 'writeFailed', code: 'ENOSPC' },
  });
  await disk.clear();
  await first.save([halt('kept')]);
  await first.close();
  expect(await (await open()).load()).toEqual([halt('kept')]);
});

it('fills the holes that a copy of its file may have in place of zeros', async () => {
  const { open, file } = await place();
  const first = await open();
  await first.save([halt('kept')]);
  await first.close();
  const bytes = await readFile(file);
  await rm(file);
  const copy = await openFile(file, 'w');
  await copy.truncate(bytes.length);
  for (const page of [0, SLOT_BYTES]) await copy.write(bytes, page, 4_096, page);
  await copy.close();
  expect(await readFile(file)).toEqual(bytes);
  expect((await stat(file)).blocks).toBe(16);
  const second = await open();
  expect(await second.load()).toEqual([halt('kept')]);
  expect((await stat(file)).blocks).toBe(32);
});

it('makes its file anew when somebody removed it while the program runs', async () => {
  const { open, file } = await place();
  const first = await open();
  await first.save([halt('one')]);
  await rm(file);
  await first.save([halt('two')]);
  await first.close();
  expect(await (await open()).load()).toEqual([halt('two')]);
});

it('keeps what is being saved when it is closed, and refuses the rest', async () => {
  const { open } = await place();
  const first = await open();
  const saving = first.save([halt('one')]);
  await first.close();
  await saving;
  await expect(first.save([])).rejects.toMatchObject({ detail: { problem: 'closed' } });
  expect(await (await open()).load()).toEqual([halt('one')]);
});

it('never stops less than it was told to, however many halts there are and however long they are', async () => {
  const { open } = await place();
  const first = await open();
  const scope = fc.oneof(
    fc.constant<HaltScope>({ kind: 'all' }),
    fc.constant<HaltScope>({ kind: 'buy' }),
    fc.record({
      kind: fc.constant('symbol' as const),
      code: fc.string(),
      name: fc.string({ unit: 'grapheme' }),
    }),
  );
  const some = fc.record({
    id: fc.uuid(),
    scope,
    since: fc.nat(),
    until: fc.option(fc.nat(), { nil: undefined }),
    reason: fc.string({ unit: 'grapheme', maxLength: 500, size: 'max' }),
    by: fc.constant('discord:1'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(some, { maxLength: 60, size: 'max' }), async halts => {
      await first.save(halts);
      const found = await first.load();
      expect(fitSlot(found)).toBe(true);
      const ids = new Set(found.map(({ id }) => id));
      const whole = found.find(({ id }) => id.startsWith('merged-'));
      for (const { id, until } of halts) {
        if (ids.has(id)) continue;
        expect(whole?.scope).toEqual({ kind: 'all' });
        expect(whole?.until ?? Infinity).toBeGreaterThanOrEqual(until ?? Infinity);
      }
    }),
    { numRuns: 12 },
  );
});

it('keeps the most recent halts as they are and merges the others', async () => {
  const { open } = await place();
  const first = await open();
  const name = '가'.repeat(60);
  const many = Array.from({ length: 100 }, (_, n) =>
    halt(`h${n}`, { scope: { kind: 'symbol', code: '005930', name }, since: n, until: 1_000 + n }),
  );
  await first.save(many.toReversed());
  const found = await first.load();
  expect(found.length).toBeGreaterThan(10);
  const [merged, ...recent] = found;
  expect(recent).toEqual(many.slice(-recent.length));
  expect(merged).toMatchObject({
    scope: { kind: 'all' },
    since: 0,
    until: 1_099 - recent.length,
    by: 'desk',
  });
  expect(merged?.reason).toContain(`${100 - recent.length}건`);
});

it('shortens reasons before it merges anything', async () => {
  const { open } = await place();
  const first = await open();
  await first.save([halt('a', { reason: '긴'.repeat(2_000) }), halt('b', { reason: '글'.repeat(2_000) })]);
  const found = await first.load();
  expect(found.map(({ id, reason }) => [id, Array.from(reason).length])).toEqual([
    ['a', 200],
    ['b', 200],
  ]);
});

it('sees the HALT file at once, and counts a doubt as yes', async () => {
  const { open, directory } = await place();
  const halts = await open();
  const flag = join(directory, 'HALT');
  expect(halts.flagged()).toBe(false);
  await writeFile(flag, '');
  expect(halts.flagged()).toBe(true);
  await rm(flag);
  expect(halts.flagged()).toBe(false);
  await symlink('nowhere', flag);
  expect(halts.flagged()).toBe(true);
  await rm(flag);
  await mkdir(flag);
  expect(halts.flagged()).toBe(true);
  await rm(directory, { recursive: true });
  await writeFile(directory, 'a file in the way');
  expect(halts.flagged()).toBe(true);
});

it('leaves nothing else in the directory', async () => {
  const { open, directory } = await place();
  const halts = await open();
  for (let n = 0; n < 5; n++) await halts.save([halt(`h${n}`)]);
  expect(await readdir(directory)).toEqual(['halts.bin']);
});
