import { readdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type ApiKey, systemClock } from '../../src/core/index.js';
import { openApiKeys } from '../../src/store/api-keys.js';
import { writeBackup } from '../../src/store/backup.js';
import { createCipher } from '../../src/store/cipher.js';
import { inspectStore } from '../../src/store/inspect.js';
import { openKeyUses, readKeyUses } from '../../src/store/key-uses.js';
import { openKeysAlone } from '../../src/store/keys-alone.js';
import { lockAddress } from '../../src/store/lock.js';
import { restoreBackup } from '../../src/store/restore.js';
import { openStore } from '../../src/store/store.js';
import { filesWith } from '../chaos/canary.js';
import { manualClock } from '../support/clock.js';
import { smallDisk } from './full-disk.js';
import { reports, scratch } from './scratch.js';

const keyOf = (name: string, over: Partial<ApiKey> = {}): ApiKey => ({
  id: `${name}aaaaaaaa`.replaceAll(/[^a-z2-7]/g, '').slice(0, 8),
  name,
  digest: Buffer.from(name).toString('hex').padEnd(64, '0'),
  previous: undefined,
  scopes: ['read'],
  accounts: 'all',
  stamp: 'demo',
  owner: undefined,
  limits: undefined,
  createdAt: 1,
  expiresAt: undefined,
  revokedAt: undefined,
  ...over,
});
const DASH = keyOf('dash');
const ROBOT = keyOf('robot', {
  scopes: ['trade', 'unattended'],
  accounts: ['50107788-01'],
  owner: 'discord:1',
  previous: { digest: 'ee'.repeat(32), until: 9 },
  limits: { orderAmount: 9_007_199_254_740_993n, dayAmount: 9_007_199_254_740_995n, dayCount: 3 },
  expiresAt: 5,
});
const master = Buffer.alloc(32, 3);

async function files(directory?: string) {
  const home = directory ?? (await scratch());
  const told = reports();
  const clock = manualClock();
  const open = () =>
    openApiKeys({
      directory: home,
      cipher: createCipher(master, 'keys'),
      clock,
      report: told.report,
      uses: { at: () => undefined, note: () => undefined },
    });
  return { directory: home, told, clock, open };
}

const add =
  (...more: readonly ApiKey[]) =>
  (keys: readonly ApiKey[]) => [...keys, ...more];

it('keeps keys over a restart, amounts beyond 2^53 exact, and shows the same list until one changes', async () => {
  const { open } = await files();
  const store = await open();
  expect(store.list()).toEqual([]);
  await store.update(add(DASH, ROBOT));
  const list = store.list();
  expect(list).toEqual([DASH, ROBOT]);
  expect(store.list()).toBe(list);
  await store.close();
  expect((await open()).list()).toEqual([DASH, ROBOT]);
});

it('gives changes made at once to each other, in one holder and in two', async () => {
  const { open, directory } = await files();
  const [one, two] = [await open(), await open()];
  const names = Array.from({ length: 6 }, (_, n) => `k${'abcdef'[n]}`);
  // Two holders wait for each other by a real clock.
  const other = await openApiKeys({
    directory,
    cipher: createCipher(master, 'keys'),
    clock: systemClock,
    report: () => undefined,
    uses: { at: () => undefined, note: () => undefined },
  });
  await Promise.all(names.map(name => one.update(add(keyOf(name)))));
  await Promise.all([other.update(add(keyOf('other-a'))), other.update(add(keyOf('bother')))]);
  await two.update(add(DASH));
  const all = [...names, 'other-a', 'bother', 'dash'].toSorted();
  expect(
    two
      .list()
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(all);
});

it.each<[string, readonly ApiKey[]]>([
  ['an id of two keys', [DASH, keyOf('other', { id: DASH.id })]],
  ['a name of two keys', [DASH, keyOf('dash', { id: 'bbbbbbbb', digest: 'bb'.repeat(32) })]],
  ['a digest of two keys', [DASH, keyOf('other', { digest: DASH.digest })]],
  [
    'the digest of a key that was there before',
    [DASH, keyOf('other', { previous: { digest: DASH.digest, until: 3 } })],
  ],
  ['a name that people could take for something else', [keyOf('Dash!')]],
  ['a key that may do nothing', [keyOf('idle', { scopes: [] })]],
  ['a key itself in place of its digest', [keyOf('open', { digest: `kco_${'A'.repeat(43)}` })]],
])('refuses %s, and nothing changes', async (_, wrong) => {
  const { open } = await files();
  const store = await open();
  await store.update(add(ROBOT));
  await expect(store.update(() => wrong)).rejects.toMatchObject({ kind: 'bug' });
  expect(store.list()).toEqual([ROBOT]);
  expect((await open()).list()).toEqual([ROBOT]);
});

it('takes over within half a second what another process wrote, tells of it once, and not of its own changes', async () => {
  const { open, clock } = await files();
  const [desk, tool] = [await open(), await open()];
  const heard: (readonly string[])[] = [];
  desk.onElsewhere((before, now) => heard.push([before, now].map(keys => keys.map(key => key.name).join())));
  const life = new AbortController();
  onTestFinished(() => life.abort());
  void desk.watch(life.signal);
  await desk.update(add(DASH));
  await clock.advance(500);
  await tool.update(add(ROBOT));
  expect(desk.list()).toEqual([DASH]);
  await clock.advance(500);
  await expect.poll(() => desk.list()).toEqual([DASH, ROBOT]);
  await clock.advance(500);
  await tool.close();
  await clock.advance(1_000);
  expect(heard).toEqual([['dash', 'dash,robot']]);
});

it('a change made here hears first of one made elsewhere since', async () => {
  const { open } = await files();
  const [desk, tool] = [await open(), await open()];
  const heard: number[] = [];
  desk.onElsewhere((_, now) => heard.push(now.length));
  await tool.update(add(ROBOT));
  await desk.update(add(DASH));
  expect(heard).toEqual([1]);
  expect(desk.list()).toEqual([ROBOT, DASH]);
});

it('a key that was revoked elsewhere does not come back with the copy that a closing desk keeps', async () => {
  const { open, directory, told } = await files();
  const desk = await open();
  await desk.update(add(DASH));
  const tool = await open();
  await tool.update(() => [{ ...DASH, revokedAt: 7 }]);
  await desk.close();
  await writeFile(join(directory, 'keys.json'), 'not what was written');
  expect((await open()).list()).toEqual([{ ...DASH, revokedAt: 7 }]);
  expect(told.events).toContain('store_restored');
});

it('a key that was revoked does not come back with the previous file, even after a crash', async () => {
  const { open, directory } = await files();
  const desk = await open();
  await desk.update(add(DASH));
  await desk.update(() => [{ ...DASH, revokedAt: 7 }]);
  await writeFile(join(directory, 'keys.json'), 'not what was written');
  expect((await open()).list()).toEqual([{ ...DASH, revokedAt: 7 }]);
});

it('while another process is changing keys a change is refused after 2 s, and nothing is written', async () => {
  const { open, directory, clock } = await files();
  const store = await open();
  await store.update(add(DASH));
  const holder = createServer();
  await new Promise<void>(done => holder.listen(lockAddress(process.platform, `${directory}#keys`), done));
  onTestFinished(() => void holder.close());
  const late = store.update(add(ROBOT));
  const refused = expect(late).rejects.toMatchObject({ kind: 'storage', detail: { problem: 'keysBusy' } });
  await expect.poll(() => clock.advance(2_100).then(() => clock.sleepers)).toBe(0);
  await refused;
  expect(store.list()).toEqual([DASH]);
});

it('on a full disk nothing changes, in memory and on the disk, and it works again when there is room', async context => {
  const disk = await smallDisk();
  if (!disk) return context.skip();
  const { open } = await files(disk.directory);
  const store = await open();
  await store.update(add(DASH));
  await disk.fill();
  await expect(store.update(() => [])).rejects.toMatchObject({ kind: 'storage' });
  expect(store.list()).toEqual([DASH]);
  await disk.clear();
  expect((await open()).list()).toEqual([DASH]);
  await store.update(add(ROBOT));
  expect(store.list()).toEqual([DASH, ROBOT]);
});

it('refuses changes once it is closed', async () => {
  const store = await (await files()).open();
  await store.close();
  await expect(store.update(add(DASH))).rejects.toMatchObject({ detail: { problem: 'closed' } });
});

it('last uses are in memory at once, on the disk after a minute and at the end, and read beside a running desk', async () => {
  const { directory, clock, told } = await files();
  const cipher = createCipher(master, 'key-uses');
  const open = () => openKeyUses({ directory, cipher, clock, report: told.report });
  const onDisk = async (id: string) => (await readKeyUses(directory, cipher)).at(id);
  const uses = await open();
  uses.note('dashaaaa', 5);
  expect([uses.at('dashaaaa'), uses.at('constructor'), await onDisk('dashaaaa')]).toEqual([
    5,
    undefined,
    undefined,
  ]);
  await clock.advance(60_000);
  await expect.poll(() => onDisk('dashaaaa')).toBe(5);
  const written = (await stat(join(directory, 'key-uses.json'))).mtimeMs;
  for (let n = 6; n < 50; n++) uses.note('dashaaaa', n);
  await clock.advance(59_000);
  expect((await stat(join(directory, 'key-uses.json'))).mtimeMs).toBe(written);
  await uses.close();
  expect((await open()).at('dashaaaa')).toBe(49);
  expect(await onDisk('constructor')).toBeUndefined();
});

it('lies encrypted beside the other documents, and a new master key is not made while it is there', async () => {
  const home = await scratch();
  const directory = join(home, 'data');
  const options = { directory, key: undefined, keyFile: join(home, 'key'), clock: systemClock };
  const tool = await openKeysAlone({ ...options, report: () => undefined });
  await tool.apiKeys.update(add(ROBOT));
  await tool.apiKeys.close();
  const store = await openStore({ ...options, log: () => undefined });
  expect(store.apiKeys.list()).toEqual([ROBOT]);
  store.apiKeys.noteUse(ROBOT.id, 77);
  await store.close();
  expect(await readdir(directory)).toEqual(expect.arrayContaining(['keys.json', 'key-uses.json']));
  expect(await filesWith(ROBOT.digest, directory)).toEqual([]);
  expect(await readFile(join(directory, 'keys.json'), 'utf8')).not.toContain('discord:1');
  const again = await openKeysAlone({ ...options, report: () => undefined });
  expect(again.apiKeys.lastUsedAt(ROBOT.id)).toBe(77);
  await expect(
    openKeysAlone({ ...options, keyFile: join(home, 'other'), report: () => undefined }),
  ).rejects.toMatchObject({ detail: { problem: 'keyMissing' } });
});

it('is in a backup and comes back with it; an inspection reads it and says when it is damaged', async () => {
  const home = await scratch();
  const directory = join(home, 'data');
  const options = { directory, key: undefined, keyFile: join(home, 'key'), clock: systemClock };
  const store = await openStore({ ...options, log: () => undefined });
  await store.apiKeys.update(add(ROBOT));
  store.apiKeys.noteUse(ROBOT.id, 77);
  await store.close();
  const file = join(home, 'backup');
  await writeBackup({ directory, file, withKey: undefined, clock: systemClock });
  expect((await inspectStore(options)).faults).toEqual([]);
  for (const name of ['keys.json', 'key-uses.json']) await writeFile(join(directory, name), '{}');
  const faults = ['keys.json', 'key-uses.json'].map(name => ({ file: name, problem: 'damaged' }));
  expect((await inspectStore(options)).faults).toEqual(faults);

  await restoreBackup({ ...options, file, force: true });
  const again = await openStore({ ...options, log: () => undefined });
  expect([again.apiKeys.list(), again.apiKeys.lastUsedAt(ROBOT.id)]).toEqual([[ROBOT], 77]);
  await again.close();
});

it('nothing is put back while another process changes keys', async () => {
  const home = await scratch();
  const directory = join(home, 'data');
  const options = { directory, key: undefined, keyFile: join(home, 'key') };
  const tool = await openKeysAlone({ ...options, clock: systemClock, report: () => undefined });
  await tool.apiKeys.update(add(DASH));
  const file = join(home, 'backup');
  await writeBackup({ directory, file, withKey: undefined, clock: systemClock });
  const holder = createServer();
  const address = lockAddress(process.platform, `${await realpath(directory)}#keys`);
  await new Promise<void>(done => holder.listen(address, done));
  onTestFinished(() => void holder.close());
  const clock = manualClock();
  const restore = restoreBackup({ ...options, clock, file, force: true });
  const refused = expect(restore).rejects.toMatchObject({ detail: { problem: 'keysBusy' } });
  await expect.poll(() => clock.sleepers).toBe(1);
  await clock.advance(2_100);
  await expect.poll(() => clock.advance(2_100).then(() => clock.sleepers)).toBe(0);
  await refused;
  expect(await readdir(directory)).not.toContain('HALT');
});
