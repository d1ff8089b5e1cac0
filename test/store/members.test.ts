import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Member } from '../../src/core/index.js';
import { createCipher } from '../../src/store/cipher.js';
import { openMembers } from '../../src/store/members.js';
import { filesWith } from '../chaos/canary.js';
import { manualClock } from '../support/clock.js';
import { memberOf } from '../support/memory-members.js';
import { reports, scratch } from './scratch.js';

const FATHER = memberOf({
  platform: 'discord',
  userId: '700100000000000001',
  name: '아빠',
  roles: ['view', 'admin'],
});
const MOTHER = memberOf(
  { platform: 'telegram', userId: '7002', name: '엄마', roles: ['view'] },
  { identities: ['telegram:7002', 'discord:7003'], accounts: ['50107788-01'] },
);

async function files() {
  const directory = await scratch();
  const told = reports();
  const open = () =>
    openMembers({
      directory,
      cipher: createCipher(Buffer.alloc(32, 3), 'members'),
      clock: manualClock(),
      report: told.report,
    });
  const add =
    (...more: readonly Member[]) =>
    (before: readonly Member[]) => [...before, ...more];
  return { directory, told, open, add };
}

it('is empty before the first member', async () => {
  expect((await (await files()).open()).list()).toEqual([]);
});

it('keeps members over a restart, and has them in memory at once', async () => {
  const { open, add } = await files();
  const store = await open();
  await store.update(add(FATHER, MOTHER));
  expect(store.list()).toEqual([FATHER, MOTHER]);
  expect((await open()).list()).toEqual([FATHER, MOTHER]);
});

it('shows the same list until something changes, so that nobody need read it twice', async () => {
  const { open, add } = await files();
  const store = await open();
  await store.update(add(FATHER));
  const before = store.list();
  expect(store.list()).toBe(before);
  await store.update(add(MOTHER));
  expect(store.list()).not.toBe(before);
});

it('gives changes made at once to each other in turn', async () => {
  const { open, add } = await files();
  const store = await open();
  await Promise.all([store.update(add(FATHER)), store.update(add(MOTHER))]);
  expect(store.list()).toEqual([FATHER, MOTHER]);
});

it.each<[string, readonly Member[]]>([
  [
    'an identity of two people',
    [FATHER, { ...MOTHER, identities: ['telegram:7002', 'discord:700100000000000001'] }],
  ],
  [
    'two identities of one platform',
    [{ ...FATHER, identities: ['discord:700100000000000001', 'discord:7009'] }],
  ],
  ['an id that is not the first identity', [{ ...FATHER, id: 'discord:7009' }]],
  ['a name for an identity', [{ ...FATHER, id: 'discord:abba', identities: ['discord:abba'] }]],
  ['the terminal', [{ ...FATHER, id: 'console:operator', identities: ['console:operator'] }]],
])('refuses %s, and nothing changes', async (_, wrong) => {
  const { open, add } = await files();
  const store = await open();
  await store.update(add(MOTHER));
  await expect(store.update(() => wrong)).rejects.toMatchObject({ kind: 'bug' });
  expect(store.list()).toEqual([MOTHER]);
  expect((await open()).list()).toEqual([MOTHER]);
});

it('changes nothing when the change throws', async () => {
  const { open, add } = await files();
  const store = await open();
  await store.update(add(FATHER));
  const failing = store.update(() => {
    throw new RangeError('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(store.list()).toEqual([FATHER]);
});

it('a damaged file is set aside, and whoever was removed does not come back with the previous one', async () => {
  const { directory, told, open, add } = await files();
  const store = await open();
  await store.update(add(FATHER, MOTHER));
  await store.update(members => members.filter(({ id }) => id !== MOTHER.id));
  await writeFile(join(directory, 'members.json'), 'not what was written');
  const next = await open();
  expect(next.list()).toEqual([FATHER]);
  expect(told.events).toEqual(expect.arrayContaining(['store_damaged', 'store_restored']));
  expect((await readdir(directory)).some(name => name.startsWith('members.json.damaged-'))).toBe(true);
});

it('with both files damaged it lets nobody in, keeps them, and says so', async () => {
  const { directory, told, open, add } = await files();
  const store = await open();
  await store.update(add(FATHER));
  for (const name of ['members.json', 'members.previous.json']) await writeFile(join(directory, name), '{}');
  expect((await open()).list()).toEqual([]);
  expect(told.events).toContain('store_lost');
  expect((await readdir(directory)).filter(name => name.includes('.damaged-'))).toHaveLength(2);
});

it('never writes a name or a number that can be read', async () => {
  const { directory, open, add } = await files();
  const store = await open();
  await store.update(add(FATHER, MOTHER));
  for (const canary of ['아빠', '700100000000000001', '50107788-01'])
    expect(await filesWith(canary, directory)).toEqual([]);
  expect(await readFile(join(directory, 'members.json'), 'utf8')).toContain('"document":"members"');
});
