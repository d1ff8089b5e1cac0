import { link, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createFile, replaceFile, sweepTemps } from '../../src/store/durable-file.js';
import { scratch } from './scratch.js';

it('replaces a file and keeps what was there as the previous generation', async () => {
  const directory = await scratch();
  const path = join(directory, 'a.json');
  const previous = join(directory, 'a.previous.json');
  for (const text of ['one', 'two', 'three']) await replaceFile(path, text, previous);
  expect(await readFile(path, 'utf8')).toBe('three');
  expect(await readFile(previous, 'utf8')).toBe('two');
  expect((await readdir(directory)).toSorted()).toEqual(['a.json', 'a.previous.json']);
});

it.each([0o000, 0o077, 0o777])('makes files of mode 0600 under any umask (%o)', async mask => {
  const directory = await scratch();
  const path = join(directory, 'a.json');
  await writeFile(path, 'loose', { mode: 0o644 });
  const before = process.umask(mask);
  onTestFinished(() => void process.umask(before));
  await replaceFile(path, 'one', join(directory, 'a.previous.json'));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it('leaves the old file and no temporary one when the previous generation cannot be kept', async () => {
  const directory = await scratch();
  const path = join(directory, 'a.json');
  const previous = join(directory, 'a.previous.json');
  await replaceFile(path, 'one');
  await mkdir(join(previous, 'in the way'), { recursive: true });
  await expect(replaceFile(path, 'two', previous)).rejects.toMatchObject({
    kind: 'storage',
    detail: { problem: 'writeFailed', file: 'a.json' },
  });
  expect(await readFile(path, 'utf8')).toBe('one');
  expect((await readdir(directory)).toSorted()).toEqual(['a.json', 'a.previous.json']);
});

it('leaves no temporary file when the new one cannot be moved into place', async () => {
  const directory = await scratch();
  const path = join(directory, 'a.json');
  await mkdir(join(path, 'in the way'), { recursive: true });
  await expect(replaceFile(path, 'two')).rejects.toMatchObject({ kind: 'storage' });
  expect(await readdir(directory)).toEqual(['a.json']);
});

it('reports a directory that is gone as a storage failure with the reason of the system', async () => {
  const directory = await scratch();
  await expect(replaceFile(join(directory, 'gone', 'a.json'), 'x')).rejects.toMatchObject({
    kind: 'storage',
    detail: { code: 'ENOENT' },
  });
});

it('leaves no spare name when both names are already one file', async () => {
  const directory = await scratch();
  const path = join(directory, 'a.json');
  const previous = join(directory, 'a.previous.json');
  await replaceFile(path, 'one');
  await replaceFile(path, 'two', previous);
  // What a crash between the two renames leaves: both names, one file.
  await rm(previous);
  await link(path, previous);
  await replaceFile(path, 'three', previous);
  expect(await readFile(previous, 'utf8')).toBe('two');
  expect((await readdir(directory)).toSorted()).toEqual(['a.json', 'a.previous.json']);
});

it('never creates a file over an existing one', async () => {
  const path = join(await scratch(), 'key');
  const made = await Promise.all([createFile(path, 'a'), createFile(path, 'b'), createFile(path, 'c')]);
  expect(made.filter(Boolean)).toHaveLength(1);
  expect(await createFile(path, 'd')).toBe(false);
  expect(await readFile(path, 'utf8')).toBe(['a', 'b', 'c'][made.indexOf(true)]);
});

it('sweeps what killed writers left and nothing else', async () => {
  const directory = await scratch();
  for (const name of [
    '.store-tmp-0123456789abcdef',
    '.store-tmp-fedcba9876543210',
    '.tmp-other',
    'tokens.json',
  ]) {
    await writeFile(join(directory, name), '');
  }
  expect(await sweepTemps(directory)).toBe(2);
  expect((await readdir(directory)).toSorted()).toEqual(['.tmp-other', 'tokens.json']);
});
