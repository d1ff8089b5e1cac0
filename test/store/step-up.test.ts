import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createCipher } from '../../src/store/cipher.js';
import { openStepUp } from '../../src/store/step-up.js';
import { filesWith } from '../chaos/canary.js';
import { manualClock } from '../support/clock.js';
import { enrolledAt, SECRET } from '../support/memory-step-up.js';
import { reports, scratch } from './scratch.js';

const DAD = 'discord:1001';
const MUM = 'telegram:2';

async function place() {
  const directory = await scratch();
  const told = reports();
  const clock = manualClock();
  const cipher = createCipher(Buffer.alloc(32, 4), 'step-up');
  const open = async () => {
    const store = await openStepUp({ directory, cipher, clock, report: told.report });
    onTestFinished(() => store.close());
    return store;
  };
  return { directory, told, clock, open };
}

it('has after a restart what was set: used codes, wrong ones and the lock', async () => {
  const { open, clock, told } = await place();
  const first = await open();
  const locked = enrolledAt(clock.now(), { lastStep: 57_000_000, failures: [1, 2], lockedUntil: 3_000 });
  await first.set(DAD, locked);
  await first.set(MUM, enrolledAt(clock.now()));
  await first.set(MUM, undefined);
  await first.close();
  const next = await open();
  for (const store of [first, next]) {
    expect(store.of(DAD)).toEqual(locked);
    expect(store.of(MUM)).toBeUndefined();
  }
  expect(told.events).toEqual([]);
});

it('keeps nothing readable on the disk', async () => {
  const { open, clock, directory } = await place();
  const store = await open();
  await store.set(DAD, enrolledAt(clock.now()));
  expect(await readFile(join(directory, 'step-up.json'), 'utf8')).toContain('step-up');
  expect(await filesWith(SECRET, directory)).toEqual([]);
  expect(await filesWith(DAD, directory)).toEqual([]);
});

it('does not bring back a factor that was taken away when the file is damaged afterwards', async () => {
  const { open, clock, directory, told } = await place();
  const store = await open();
  await store.set(MUM, enrolledAt(clock.now()));
  await store.set(DAD, enrolledAt(clock.now()));
  await store.set(DAD, undefined);
  await writeFile(join(directory, 'step-up.json'), 'torn');
  const next = await open();
  expect([next.of(MUM)?.secret, next.of(DAD)]).toEqual([SECRET, undefined]);
  expect(told.events).toEqual(['store_damaged', 'store_restored']);
});

it('refuses what could not be read again, and changes nothing', async () => {
  const { open, clock } = await place();
  const store = await open();
  await store.set(DAD, enrolledAt(clock.now()));
  await expect(store.set(DAD, enrolledAt(clock.now(), { secret: 'no base32!' }))).rejects.toMatchObject({
    kind: 'bug',
  });
  expect(store.of(DAD)?.secret).toBe(SECRET);
});
