import { chmod, link, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Secret } from '../../src/core/index.js';
import { masterKey } from '../../src/store/keys.js';
import { reports, scratch } from './scratch.js';

const bytes = Buffer.from(Array.from({ length: 32 }, (_, i) => 255 - i));

async function source(key?: string) {
  const kept = reports();
  const directory = await scratch();
  return {
    directory,
    kept,
    keyFile: join(directory, 'keys', 'store.key'),
    key: key === undefined ? undefined : new Secret(key),
    mayCreate: true,
    report: kept.report,
  };
}

it.each([
  ['64 hex digits', bytes.toString('hex')],
  ['capital hex digits', bytes.toString('hex').toUpperCase()],
  ['base64', bytes.toString('base64')],
  ['base64url without padding', bytes.toString('base64url')],
  ['base64 with blanks around', ` ${bytes.toString('base64')}\n`],
])('reads STORE_KEY as %s', async (_, text) => {
  const given = await source(text);
  expect(await masterKey(given)).toEqual(bytes);
  expect(await readdir(given.directory)).toEqual([]);
});

it.each([
  '',
  'short',
  'changeme'.repeat(8),
  bytes.subarray(1).toString('hex'),
  Buffer.alloc(33).toString('base64'),
  `${'a'.repeat(63)}!`,
])('refuses a malformed STORE_KEY without showing it (%j)', async text => {
  const error: unknown = await masterKey(await source(text)).catch((e: unknown) => e);
  expect(error).toMatchObject({ kind: 'storage', detail: { problem: 'keyMalformed' } });
  expect(JSON.stringify(error) + String(error)).not.toContain(text === '' ? 'undefined' : text);
});

it('makes a key file of mode 0600 on the first start and reads it ever after', async () => {
  const given = await source();
  const key = await masterKey(given);
  expect(key).toHaveLength(32);
  expect((await stat(given.keyFile)).mode & 0o777).toBe(0o600);
  expect((await stat(join(given.directory, 'keys'))).mode & 0o777).toBe(0o700);
  expect(await masterKey({ ...given, mayCreate: false })).toEqual(key);
  expect(await readdir(join(given.directory, 'keys'))).toEqual(['store.key']);
});

it('makes no new key when data exists that only the lost one could open', async () => {
  const given = { ...(await source()), mayCreate: false };
  await expect(masterKey(given)).rejects.toMatchObject({ detail: { problem: 'keyMissing' } });
  expect(await readdir(given.directory)).toEqual([]);
});

it('refuses a key file that holds something else and does not replace it', async () => {
  const given = await source();
  await masterKey(given);
  await writeFile(given.keyFile, 'oops');
  await expect(masterKey(given)).rejects.toMatchObject({ detail: { problem: 'keyMalformed' } });
  expect(await readFile(given.keyFile, 'utf8')).toBe('oops');
});

it('closes a key file that others could read and says so', async () => {
  const given = await source();
  const key = await masterKey(given);
  await chmod(given.keyFile, 0o644);
  expect(await masterKey(given)).toEqual(key);
  expect((await stat(given.keyFile)).mode & 0o777).toBe(0o600);
  expect(given.kept.events).toEqual(['key_file_tightened']);
});

it('clears the second name of the key that a killed first start left', async () => {
  const given = await source();
  const key = await masterKey(given);
  await link(given.keyFile, join(given.directory, 'keys', '.store-tmp-0123456789abcdef'));
  expect(await masterKey(given)).toEqual(key);
  expect(await readdir(join(given.directory, 'keys'))).toEqual(['store.key']);
});

it('leaves alone the key that another desk is making beside it this moment', async () => {
  const given = await source();
  await masterKey(given);
  const folder = join(given.directory, 'keys');
  const theirs = join(folder, '.store-tmp-fedcba9876543210');
  await writeFile(theirs, 'half a key');
  const later = new Date((await stat(given.keyFile)).mtimeMs + 1000);
  await utimes(theirs, later, later);
  await masterKey(given);
  expect(await readdir(folder)).toContain('.store-tmp-fedcba9876543210');
  // One that lay there before this key was made is nobody's any more.
  const earlier = new Date((await stat(given.keyFile)).mtimeMs - 1000);
  await utimes(theirs, earlier, earlier);
  await masterKey(given);
  expect(await readdir(folder)).toEqual(['store.key']);
});

it('never gives two of several first starts different keys', async () => {
  const given = await source();
  const asked = Array.from({ length: 8 }, () => masterKey(given));
  const keys = (await Promise.allSettled(asked)).flatMap(a => (a.status === 'fulfilled' ? [a.value] : []));
  expect(new Set(keys.map(key => key.toString('hex'))).size).toBe(1);
});
