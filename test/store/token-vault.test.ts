import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TokenVault } from '../../src/core/index.js';
import { createCipher } from '../../src/store/cipher.js';
import { readOnlyVault } from '../../src/store/read-only-vault.js';
import { openTokenVault } from '../../src/store/token-vault.js';
import { filesWith } from '../chaos/canary.js';
import { manualClock } from '../support/clock.js';
import { reports, scratch } from './scratch.js';

const KEY = 'kis:paper:3fa9c1';
const token = 'b7e1f0c4a95d28364e7f10b2c3d4e5f60718293a';
const record = { token, issuedAt: 1_000, expiresAt: 86_401_000, generation: 1 };

async function vaults() {
  const directory = await scratch();
  const open = () =>
    openTokenVault({
      directory,
      cipher: createCipher(Buffer.alloc(32, 3), 'tokens'),
      clock: manualClock(),
      report: reports().report,
    });
  return { directory, open };
}

it('knows nothing before the first token', async () => {
  const vault = await (await vaults()).open();
  expect(await vault.read(KEY)).toBeUndefined();
  expect(await vault.lastAttempt(KEY)).toBeUndefined();
});

it('keeps a token over a restart, apart from those of other keys', async () => {
  const { open } = await vaults();
  const vault = await open();
  await vault.save(KEY, record);
  await vault.save('kis:live:3fa9c1', { ...record, generation: 5 });
  const next = await open();
  expect(await next.read(KEY)).toEqual(record);
  expect((await next.read('kis:live:3fa9c1'))?.generation).toBe(5);
});

it('remembers the last attempt over a restart, also after the token was forgotten', async () => {
  const { open } = await vaults();
  const vault = await open();
  await vault.noteAttempt(KEY, 1_234);
  await vault.save(KEY, record);
  await vault.forget(KEY);
  const next = await open();
  expect(await next.read(KEY)).toBeUndefined();
  expect(await next.lastAttempt(KEY)).toBe(1_234);
});

it('reads what another process saved', async () => {
  const { open } = await vaults();
  const [here, there] = [await open(), await open()];
  await here.save(KEY, record);
  expect(await there.read(KEY)).toEqual(record);
  await there.save(KEY, { ...record, generation: 2 });
  expect((await here.read(KEY))?.generation).toBe(2);
});

it('is not changed by what callers do with a record', async () => {
  const vault = await (await vaults()).open();
  const mine = { ...record };
  await vault.save(KEY, mine);
  mine.token = 'changed';
  const read = await vault.read(KEY);
  if (read) read.token = 'changed too';
  expect((await vault.read(KEY))?.token).toBe(token);
});

it('never writes a token or a key name that can be read', async () => {
  const { open, directory } = await vaults();
  const vault = await open();
  for (let generation = 1; generation <= 3; generation++) await vault.save(KEY, { ...record, generation });
  expect(await filesWith(token, directory)).toEqual([]);
  expect(await readFile(join(directory, 'tokens.json'), 'utf8')).not.toContain('3fa9c1');
});

describe('with very many keys', () => {
  const keys = Array.from({ length: 150 }, (_, n) => `kiwoom:live:${n.toString(16).padStart(16, '0')}`);
  const of = (n: number) => ({ ...record, token: `${token}${n}`, generation: n + 1 });
  const saveAll = async (vault: TokenVault) => {
    await Promise.all(keys.map((key, n) => vault.noteAttempt(key, n)));
    await Promise.all(keys.map((key, n) => vault.save(key, of(n))));
  };

  it('keeps each of them over a restart, and no write writes them all', async () => {
    const { open, directory } = await vaults();
    const vault = await open();
    await saveAll(vault);
    await vault.close();
    const next = await open();
    for (const [n, key] of keys.entries()) {
      expect([await next.read(key), await next.lastAttempt(key)]).toEqual([of(n), n]);
    }
    const sizes = await Promise.all(
      (await readdir(directory)).map(async name => (await stat(join(directory, name))).size),
    );
    expect(sizes.length).toBeGreaterThan(20);
    expect(Math.max(...sizes)).toBeLessThan(25_000);
  });

  it('a key stays where it is when others came or were forgotten, so that no old token comes back', async () => {
    const { open } = await vaults();
    const vault = await open();
    await saveAll(vault);
    await Promise.all(keys.slice(0, 70).map(vault.forget));
    await Promise.all(keys.map(key => vault.save(key, { ...of(0), generation: 1_000 })));
    await Promise.all(keys.slice(100).map(vault.forget));
    const next = await open();
    const generations = await Promise.all(keys.map(async key => (await next.read(key))?.generation));
    expect(generations).toEqual([...Array(100).fill(1_000), ...Array(50).fill(undefined)]);
  });

  it('what was begun is finished before it closes, and nothing is taken afterwards', async () => {
    const { open } = await vaults();
    const vault = await open();
    const noted = Promise.all(keys.map(key => vault.noteAttempt(key, 7)));
    await vault.close();
    await noted;
    await expect(vault.save(KEY, record)).rejects.toMatchObject({ detail: { problem: 'closed' } });
    expect(await (await open()).lastAttempt(keys[149] ?? '')).toBe(7);
  });

  it('a directory that is only looked at shows the same', async () => {
    const { open, directory } = await vaults();
    await saveAll(await open());
    const looking = readOnlyVault(directory, Buffer.alloc(32, 3));
    for (const n of [0, 63, 64, 149]) {
      const key = keys[n] ?? '';
      expect([await looking.read(key), await looking.lastAttempt(key)]).toEqual([of(n), n]);
    }
    expect(await looking.read('kiwoom:live:nobody')).toBeUndefined();
  });
});
