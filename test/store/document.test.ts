import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createCipher } from '../../src/store/cipher.js';
import { openDocument } from '../../src/store/document.js';
import { manualClock } from '../support/clock.js';
import { reports, scratch } from './scratch.js';

const schema = z.object({ count: z.int(), notes: z.array(z.string()) });
type Content = z.infer<typeof schema>;

async function place() {
  const directory = await scratch();
  const kept = reports();
  const open = (key = 1) =>
    openDocument<Content>({
      directory,
      name: 'doc',
      schema,
      empty: () => ({ count: 0, notes: [] }),
      cipher: createCipher(Buffer.alloc(32, key), 'doc'),
      clock: manualClock(),
      report: kept.report,
    });
  const file = join(directory, 'doc.json');
  const previous = join(directory, 'doc.previous.json');
  const asides = async () => (await readdir(directory)).filter(name => name.includes('.damaged-'));
  return { directory, kept, open, file, previous, asides };
}

/** Two generations on the disk that differ, as a killed process leaves them. */
async function twoGenerations() {
  const at = await place();
  const document = await at.open();
  await document.update(data => void data.notes.push('first'));
  await document.update(data => void data.notes.push('second'));
  return at;
}

it('begins empty, without a file, and finds again what was written', async () => {
  const { open, directory } = await place();
  const document = await open();
  expect(await document.read()).toEqual({ count: 0, notes: [] });
  expect(await readdir(directory)).toEqual([]);
  await document.update(data => {
    data.count = 7;
  });
  expect(await (await open()).read()).toEqual({ count: 7, notes: [] });
});

it('keeps every one of fifty changes made at once', async () => {
  const { open } = await place();
  const document = await open();
  await Promise.all(
    Array.from({ length: 50 }, () =>
      document.update(data => {
        data.count++;
      }),
    ),
  );
  expect((await document.read()).count).toBe(50);
  expect((await (await open()).read()).count).toBe(50);
});

const generationOf = async (file: string) =>
  z.object({ generation: z.int() }).parse(JSON.parse(await readFile(file, 'utf8'))).generation;

it('writes all changes together that come while one is being written, each in its place', async () => {
  const { open, file } = await place();
  const document = await open();
  const notes = Array.from({ length: 50 }, (_, n) => `note ${n}`);
  await Promise.all(notes.map(note => document.update(data => void data.notes.push(note))));
  expect((await (await open()).read()).notes).toEqual(notes);
  expect(await generationOf(file)).toBe(1);
  const first = document.update(data => void data.notes.push('first'));
  await new Promise(resolve => setImmediate(resolve));
  await Promise.all([first, ...notes.map(note => document.update(data => void data.notes.push(note)))]);
  expect((await (await open()).read()).notes).toEqual([...notes, 'first', ...notes]);
  expect(await generationOf(file)).toBe(3);
});

it('of changes written together only the one that throws rejects, with what it threw and without a trace', async () => {
  const { open, file } = await place();
  const document = await open();
  const half = (note: string) => (data: Content) => {
    data.notes.push(`half of ${note}`);
    throw new RangeError(note);
  };
  const outcomes = await Promise.allSettled([
    document.update(data => void data.notes.push('one')),
    document.update(half('two')),
    document.update(data => void data.notes.push('three')),
    document.update(half('four')),
    document.update(data => void data.notes.push('five')),
  ]);
  expect(outcomes.map(one => (one.status === 'rejected' ? one.reason.message : one.status))).toEqual([
    'fulfilled',
    'two',
    'fulfilled',
    'four',
    'fulfilled',
  ]);
  expect((await document.read()).notes).toEqual(['one', 'three', 'five']);
  expect((await (await open()).read()).notes).toEqual(['one', 'three', 'five']);
  expect(await generationOf(file)).toBe(1);
});

it('writes nothing when every change of a group throws', async () => {
  const { open, directory } = await place();
  const document = await open();
  const no = () => {
    throw new RangeError('no');
  };
  const outcomes = await Promise.allSettled([document.update(no), document.update(no)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await readdir(directory)).toEqual([]);
});

it('a write that fails rejects every change that it carried, and none of the next', async () => {
  const { open, previous } = await twoGenerations();
  const document = await open();
  await rm(previous);
  await mkdir(previous);
  const lost = ['a', 'b', 'c'].map(note => document.update(data => void data.notes.push(note)));
  const outcomes = await Promise.allSettled(lost);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect((await document.read()).notes).toEqual(['first', 'second']);
  await rmdir(previous);
  await Promise.all(['d', 'e'].map(note => document.update(data => void data.notes.push(note))));
  expect((await (await open()).read()).notes).toEqual(['first', 'second', 'd', 'e']);
});

it('shows a change only once it is durable', async () => {
  const { open } = await place();
  const document = await open();
  const writing = document.update(data => {
    data.count = 1;
  });
  expect((await document.read()).count).toBe(0);
  await writing;
  expect((await document.read()).count).toBe(1);
});

it('sees what another process wrote, and builds on it', async () => {
  const { open } = await place();
  const here = await open();
  const there = await open();
  await here.update(data => void data.notes.push('here'));
  expect((await there.read()).notes).toEqual(['here']);
  await there.update(data => void data.notes.push('there'));
  expect((await here.read()).notes).toEqual(['here', 'there']);
});

it('rolls memory back when a write fails, and works again when the cause is gone', async () => {
  const { open, previous, file } = await twoGenerations();
  const document = await open();
  const before = await readFile(file);
  await rm(previous);
  await mkdir(previous);
  const refused = document.update(data => void data.notes.push('lost'));
  await expect(refused).rejects.toMatchObject({ kind: 'storage', detail: { problem: 'writeFailed' } });
  expect((await document.read()).notes).toEqual(['first', 'second']);
  expect(await readFile(file)).toEqual(before);
  await rmdir(previous);
  await document.update(data => void data.notes.push('third'));
  expect((await (await open()).read()).notes).toEqual(['first', 'second', 'third']);
});

it('stays empty when the very first write fails', async () => {
  const { open, directory } = await place();
  const document = await open();
  await rm(directory, { recursive: true });
  await expect(document.update(data => void data.notes.push('lost'))).rejects.toMatchObject({
    kind: 'storage',
  });
  await mkdir(directory);
  expect((await document.read()).notes).toEqual([]);
  await document.update(data => void data.notes.push('first'));
  expect((await (await open()).read()).notes).toEqual(['first']);
});

it('leaves everything as it was when the change itself throws', async () => {
  const { open } = await twoGenerations();
  const document = await open();
  const thrown = document.update(data => {
    data.notes.push('half');
    throw new RangeError('no');
  });
  await expect(thrown).rejects.toThrow('no');
  expect((await document.read()).notes).toEqual(['first', 'second']);
});

const spoiled: [string, (good: Buffer) => Buffer | string][] = [
  ['empty', () => ''],
  ['null', () => 'null'],
  ['a list', () => '[]'],
  ['zero', () => '0'],
  ['an empty object', () => '{}'],
  ['not JSON', () => 'hello'],
  ['another document', () => '{"tokens":{}}'],
  ['cut in the middle', good => good.subarray(0, good.length / 2)],
  ['cut by one byte', good => good.subarray(0, -1)],
  ['longer by a line break', good => `${good.toString()}\n`],
  ['zeros', good => Buffer.alloc(good.length)],
  ['a key id of another key', good => good.toString().replace(/"key":"./, '"key":"x')],
  ['a later format by a flipped bit', good => good.toString().replace('"v":1', '"v":9')],
];

it.each(spoiled)('sets aside a file that is %s and serves the previous generation', async (_, spoil) => {
  const { open, file, kept, asides, directory } = await twoGenerations();
  const bad = Buffer.from(spoil(await readFile(file)));
  await writeFile(file, bad);
  const document = await open();
  expect((await document.read()).notes).toEqual(['first']);
  expect(kept.events).toEqual(['store_damaged', 'store_restored']);
  const [aside = ''] = await asides();
  expect(aside).toBe('doc.json.damaged-20261123-100000');
  expect(await readFile(join(directory, aside))).toEqual(bad);
  // The next start finds nothing wrong any more.
  expect((await (await open()).read()).notes).toEqual(['first']);
  expect(kept.events).toHaveLength(2);
});

it('never puts a second damaged file over the first', async () => {
  const { open, file, asides } = await twoGenerations();
  for (const text of ['a', 'b', 'c']) {
    await writeFile(file, text);
    await open();
  }
  expect(await asides()).toHaveLength(3);
});

it('after a good start both generations hold the same, so that the next damage costs nothing', async () => {
  const { open, file } = await twoGenerations();
  await open();
  await writeFile(file, 'null');
  expect((await (await open()).read()).notes).toEqual(['first', 'second']);
});

it('after a close in good order the last change survives damage too', async () => {
  const { open, file } = await twoGenerations();
  const document = await open();
  await document.update(data => void data.notes.push('third'));
  await document.close();
  await writeFile(file, '');
  expect((await (await open()).read()).notes).toEqual(['first', 'second', 'third']);
});

it('keeps both files aside and says so when no generation can be read', async () => {
  const { open, file, previous, kept, asides } = await twoGenerations();
  await writeFile(file, 'x');
  await writeFile(previous, 'y');
  const document = await open();
  expect(await document.read()).toEqual({ count: 0, notes: [] });
  expect(await asides()).toHaveLength(2);
  expect(kept.events).toEqual(['store_damaged', 'store_damaged', 'store_lost']);
  await document.update(data => {
    data.count = 1;
  });
  expect((await (await open()).read()).count).toBe(1);
});

it('finds the previous generation when the present file is missing', async () => {
  const { open, file, kept } = await twoGenerations();
  await rm(file);
  expect((await (await open()).read()).notes).toEqual(['first']);
  expect(kept.events).toEqual(['store_restored']);
});

it.each([
  ['damaged', (file: string) => writeFile(file, 'null')],
  ['deleted', (file: string) => rm(file)],
])('loses nothing acknowledged when the file is %s while the program runs', async (_, spoil) => {
  const { open, file, kept } = await place();
  const document = await open();
  await document.update(data => void data.notes.push('first'));
  await document.update(data => void data.notes.push('second'));
  await spoil(file);
  expect((await document.read()).notes).toEqual(['first', 'second']);
  await document.update(data => void data.notes.push('third'));
  expect((await (await open()).read()).notes).toEqual(['first', 'second', 'third']);
  expect(kept.events).toContain('store_restored');
});

async function snapshot(directory: string) {
  const names = (await readdir(directory)).toSorted();
  return Promise.all(
    names.map(async name => {
      const path = join(directory, name);
      const { mtimeNs, ino } = await stat(path, { bigint: true });
      return [name, await readFile(path, 'utf8'), mtimeNs, ino];
    }),
  );
}

it('refuses a wrong key and touches nothing', async () => {
  const { open, directory } = await twoGenerations();
  const before = await snapshot(directory);
  await expect(open(2)).rejects.toMatchObject({ kind: 'storage', detail: { problem: 'wrongKey' } });
  expect(await snapshot(directory)).toEqual(before);
});

it('refuses a wrong key also when the present file is damaged', async () => {
  const { open, directory, file } = await twoGenerations();
  await writeFile(file, 'null');
  const before = await snapshot(directory);
  await expect(open(2)).rejects.toMatchObject({ detail: { problem: 'wrongKey' } });
  expect(await snapshot(directory)).toEqual(before);
});

it('refuses a newer format and touches nothing', async () => {
  const { open, directory, file } = await twoGenerations();
  const body = JSON.stringify({ v: 2, document: 'doc', whatever: ['comes', 'later'] });
  const sum = createHash('sha256').update(body).digest('hex');
  await writeFile(file, `${body.slice(0, -1)},"sum":"${sum}"}`);
  const before = await snapshot(directory);
  await expect(open()).rejects.toMatchObject({ detail: { problem: 'newerFormat', file: 'doc.json' } });
  expect(await snapshot(directory)).toEqual(before);
});

it('does not overwrite a file of another key that appears while the program runs', async () => {
  const { open, file } = await twoGenerations();
  const document = await open();
  const other = await place();
  const foreign = await other.open(2);
  await foreign.update(data => void data.notes.push('foreign'));
  const theirs = await readFile(other.file);
  await writeFile(file, theirs);
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(document.read()).rejects.toMatchObject({ detail: { problem: 'wrongKey' } });
    await expect(document.update(data => void data.notes.push('x'))).rejects.toMatchObject({
      kind: 'storage',
    });
  }
  expect(await readFile(file)).toEqual(theirs);
});

it('does not accept an older generation under a newer number, or another document', async () => {
  const { open, file, kept } = await twoGenerations();
  const text = await readFile(file, 'utf8');
  const { sum: _, ...body } = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  const forged = { ...body, generation: 99 };
  const sum = createHash('sha256').update(JSON.stringify(forged)).digest('hex');
  await writeFile(file, JSON.stringify({ ...forged, sum }));
  expect((await (await open()).read()).notes).toEqual(['first']);
  expect(kept.fields[0]).toMatchObject({ reason: 'seal' });
});

it('refuses writes once closed', async () => {
  const { open } = await twoGenerations();
  const document = await open();
  await document.close();
  await expect(document.update(data => void data.notes.push('late'))).rejects.toMatchObject({
    detail: { problem: 'closed' },
  });
});
