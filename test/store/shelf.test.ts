import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { SHELVES } from '../../src/core/index.js';
import { createCipher } from '../../src/store/cipher.js';
import { openDocument } from '../../src/store/document.js';
import { openShelf } from '../../src/store/shelf.js';
import { filesWith } from '../chaos/canary.js';
import { manualClock } from '../support/clock.js';
import { reports, scratch } from './scratch.js';

const OWNER = 'discord:1001';
const OTHER = 'web:key:abcdefgh';

async function place() {
  const directory = await scratch();
  const told = reports();
  const clock = manualClock();
  const open = async () => {
    const cipherFor = (name: string) => createCipher(Buffer.alloc(32, 4), name);
    const shelf = await openShelf({ directory, cipherFor, clock, report: told.report });
    onTestFinished(() => shelf.close());
    return shelf;
  };
  return { directory, told, clock, open };
}

it('keeps documents over a restart, by shelf and owner, encrypted and closed to others', async () => {
  const { open, directory, clock } = await place();
  const first = await open();
  await first.put('watchlists', OWNER, 'favourites', 0, { codes: ['005930'] });
  await clock.advance(5);
  await first.put('workspaces', OWNER, 'favourites', 0, [1]);
  await first.put('watchlists', OTHER, 'favourites', 0, 'mine');
  await first.close();
  const next = await open();
  const start = clock.now() - 5;
  expect(await next.get('watchlists', OWNER, 'favourites')).toEqual({
    id: 'favourites',
    version: 1,
    changedAt: start,
    body: { codes: ['005930'] },
  });
  expect((await next.get('workspaces', OWNER, 'favourites'))?.body).toEqual([1]);
  expect(await next.list('watchlists', OTHER)).toEqual([
    { id: 'favourites', version: 1, changedAt: start + 5 },
  ]);
  expect(await next.list('workspaces', OTHER)).toEqual([]);
  expect(await filesWith('favourites', directory)).toEqual([]);
  for (const name of await readdir(directory))
    expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
});

it('a document is what was put there, whatever JSON it is', async () => {
  const shelf = await (await place()).open();
  let version = 0;
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async body => {
      const put = await shelf.put('workspaces', OWNER, 'any', version, body);
      version = put.version;
      expect(JSON.stringify((await shelf.get('workspaces', OWNER, 'any'))?.body)).toBe(JSON.stringify(body));
    }),
    { numRuns: 30 },
  );
  const odd: unknown = JSON.parse('{"__proto__":{"admin":true},"constructor":1}');
  await shelf.put('workspaces', OWNER, 'any', version, odd);
  const got = await shelf.get('workspaces', OWNER, 'any');
  expect(JSON.stringify(got?.body)).toBe('{"__proto__":{"admin":true},"constructor":1}');
});

it('of two changes of one version one is kept, and the other learns the present version', async () => {
  const shelf = await (await place()).open();
  await shelf.put('watchlists', OWNER, 'a', 0, 'first');
  const both = await Promise.allSettled([
    shelf.put('watchlists', OWNER, 'a', 1, 'left'),
    shelf.put('watchlists', OWNER, 'a', 1, 'right'),
  ]);
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(both[1]).toMatchObject({ reason: { kind: 'conflict', detail: { version: 2 } } });
  expect(await shelf.get('watchlists', OWNER, 'a')).toMatchObject({ version: 2, body: 'left' });
  await expect(shelf.put('watchlists', OWNER, 'a', 0, 'new')).rejects.toMatchObject({ kind: 'conflict' });
  await expect(shelf.put('watchlists', OWNER, 'b', 3, 'gone')).rejects.toMatchObject({
    kind: 'conflict',
    detail: { version: 0 },
  });
});

it('removes the version that was meant, of nobody else', async () => {
  const shelf = await (await place()).open();
  await shelf.put('watchlists', OWNER, 'a', 0, 1);
  await shelf.put('watchlists', OTHER, 'a', 0, 2);
  await expect(shelf.remove('watchlists', OWNER, 'a', 2)).rejects.toMatchObject({ kind: 'conflict' });
  await expect(shelf.remove('watchlists', OWNER, 'b', 1)).rejects.toMatchObject({ kind: 'notFound' });
  await shelf.remove('watchlists', OWNER, 'a', 1);
  expect(await shelf.get('watchlists', OWNER, 'a')).toBeUndefined();
  expect(await shelf.get('watchlists', OTHER, 'a')).toMatchObject({ body: 2 });
});

it('refuses what is too large, too deep or one too many before anything is written', async () => {
  const { open, directory } = await place();
  const shelf = await open();
  await shelf.put('watchlists', OWNER, 'fits', 0, 'x'.repeat(65_534));
  const path = join(directory, 'watchlists.json');
  const before = await readFile(path, 'utf8');
  const deep: unknown = JSON.parse('['.repeat(30_000) + ']'.repeat(30_000));
  await expect(shelf.put('watchlists', OWNER, 'b', 0, 'x'.repeat(65_535))).rejects.toMatchObject({
    kind: 'limit',
    detail: { limit: 'shelfBytes', most: 65_536, given: 65_537 },
  });
  await expect(shelf.put('watchlists', OWNER, 'b', 0, deep)).rejects.toMatchObject({ kind: 'input' });
  await expect(shelf.put('watchlists', OWNER, '../b', 0, 1)).rejects.toMatchObject({ kind: 'input' });
  await expect(shelf.put('watchlists', OWNER, 'b', 0, undefined)).rejects.toMatchObject({ kind: 'input' });
  expect(await readFile(path, 'utf8')).toBe(before);
});

/** A shelf with these documents on it already. */
async function filled(
  documents: readonly { readonly owner: string; readonly id: string; readonly body: string }[],
) {
  const { open, directory, clock, told } = await place();
  const before = await openDocument({
    directory,
    name: 'workspaces',
    schema: z.object({ documents: z.array(z.unknown()) }),
    cipher: createCipher(Buffer.alloc(32, 4), 'workspaces'),
    clock,
    report: told.report,
    empty: () => ({ documents: [] }),
  });
  const kept = documents.map(document => ({ ...document, version: 1, changedAt: 0 }));
  await before.update(content => void content.documents.push(...kept));
  await before.close();
  return open();
}

const many = (count: number, make: (n: number) => { owner?: string; body?: string } = () => ({})) =>
  Array.from({ length: count }, (_, n) => ({ owner: OWNER, id: `d${n}`, body: '1', ...make(n) }));

it('holds two hundred documents of an owner on a shelf, and no more', async () => {
  const shelf = await filled(many(199));
  await shelf.put('workspaces', OWNER, 'last', 0, 1);
  await expect(shelf.put('workspaces', OWNER, 'more', 0, 1)).rejects.toMatchObject({
    kind: 'limit',
    detail: { limit: 'shelfDocuments', most: 200, given: 201 },
  });
  await shelf.put('workspaces', OWNER, 'd7', 1, 'changed');
  await shelf.put('workspaces', OTHER, 'more', 0, 1);
  await shelf.put('watchlists', OWNER, 'more', 0, 1);
  expect(await shelf.list('workspaces', OWNER)).toHaveLength(200);
});

it('holds a megabyte of an owner and four of all, so that a change is written quickly', async () => {
  const large = JSON.stringify('x'.repeat(60_000));
  const own = await filled(many(17, () => ({ body: large })));
  const tooMuch = { kind: 'limit', detail: { limit: 'shelfRoom', most: 1_048_576 } };
  await expect(own.put('workspaces', OWNER, 'more', 0, 'x'.repeat(60_000))).rejects.toMatchObject(tooMuch);
  await own.put('workspaces', OWNER, 'd7', 1, 'x'.repeat(60_001));
  await own.put('workspaces', OTHER, 'more', 0, 'x'.repeat(60_000));
  const all = await filled(many(69, n => ({ owner: `discord:${n % 7}`, body: large })));
  await expect(all.put('workspaces', OWNER, 'more', 0, 'x'.repeat(60_000))).rejects.toMatchObject({
    kind: 'limit',
    detail: { limit: 'shelfRoom', most: 4_194_304 },
  });
});

it('falls back to the generation before when a shelf is damaged, and refuses another key untouched', async () => {
  const { open, directory, told, clock } = await place();
  const first = await open();
  await first.put('watchlists', OWNER, 'a', 0, 'kept');
  await first.close();
  await writeFile(join(directory, 'watchlists.json'), 'null');
  expect(await (await open()).get('watchlists', OWNER, 'a')).toMatchObject({ body: 'kept' });
  expect(told.events).toContain('store_restored');
  const cipherFor = (name: string) => createCipher(Buffer.alloc(32, 9), name);
  await expect(openShelf({ directory, cipherFor, clock, report: told.report })).rejects.toMatchObject({
    detail: { problem: 'wrongKey' },
  });
  expect(SHELVES).toEqual(['watchlists', 'workspaces']);
});
