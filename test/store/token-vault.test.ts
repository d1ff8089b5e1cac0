import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createCipher } from '../../src/store/cipher.js';
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
