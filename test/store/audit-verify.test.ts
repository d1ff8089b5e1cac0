import { appendFile, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock } from '../../src/core/index.js';
import { openAuditTrail } from '../../src/store/audit-trail.js';
import { verifyTrail } from '../../src/store/audit-verify.js';
import { reports } from './scratch.js';
import { act, TRAIL_KEY, trailOf } from './trail.js';

const none = { line: 0, hash: '' };
const acts = Array.from({ length: 45 }, (_, n) => act(n));

it('calls a trail whole that nobody touched, and tells its last line', async () => {
  const { verify, marks, names } = await trailOf(acts);
  expect(names.length).toBeGreaterThan(3);
  expect(await verify()).toEqual({ kind: 'whole', lines: 45, files: names.length, head: marks.at(-1) });
  expect(await verify(marks)).toMatchObject({ kind: 'whole' });
});

it('calls a trail whole that has not begun', async () => {
  const { verify } = await trailOf([]);
  expect(await verify()).toEqual({ kind: 'whole', lines: 0, files: 1, head: undefined });
});

it.each([
  ['edited', 'hash', 4, (l: string[]) => l.with(3, l[3]?.replace('/buy', '/sell') ?? '')],
  ['no line any more', 'unreadable', 4, (l: string[]) => l.with(3, l[3]?.slice(1) ?? '')],
  ['deleted', 'missing', 4, (l: string[]) => l.toSpliced(3, 1)],
  ['written twice', 'order', 5, (l: string[]) => l.toSpliced(3, 0, l[3] ?? '')],
  ['moved down', 'missing', 4, (l: string[]) => l.toSpliced(3, 2, l[4] ?? '', l[3] ?? '')],
  ['moved up', 'order', 6, (l: string[]) => l.toSpliced(5, 0, l[1] ?? '')],
  ['put in between', 'unreadable', 4, (l: string[]) => l.toSpliced(3, 0, '{"at":1,"act":"/x"}')],
] as const)('names the line of an archive that was %s', async (_, problem, lineInFile, spoil) => {
  const { verify, change, names } = await trailOf(acts);
  await change(1, spoil);
  const verdict = await verify();
  expect(verdict).toMatchObject({ kind: 'broken', file: names[1], lineInFile, problem });
  const before = Number(/-to-(\d+)/.exec(names[0] ?? '')?.[1]);
  expect(verdict).toMatchObject({ goodLines: before + lineInFile - 1 });
});

it('does not accept a line that fits in number and hash but follows another past', async () => {
  const { verify, change } = await trailOf(acts);
  const other = await trailOf(acts.map(entry => ({ ...entry, place: '9999' })));
  const line = (await readFile(other.path(0), 'utf8')).split('\n')[4] ?? '';
  await change(0, lines => lines.with(4, line));
  expect(await verify()).toMatchObject({ lineInFile: 5, problem: 'hash' });
});

it('misses an archive that is gone, and the first one too', async () => {
  for (const n of [0, 1]) {
    const { verify, path, names } = await trailOf(acts);
    await rm(path(n));
    expect(await verify()).toMatchObject({ file: names[n + 1], lineInFile: 1, problem: 'missing' });
  }
});

it('misses the end of an archive without anybody else remembering it', async () => {
  const { verify, path, change, names } = await trailOf(acts);
  await change(-2, lines => lines.slice(0, -1));
  await rm(path(-1));
  expect(await verify()).toMatchObject({ file: names.at(-2), problem: 'truncated' });
});

it('takes no archive for whole whose last line was cut in the middle', async () => {
  const { verify, path, names } = await trailOf(acts);
  const text = await readFile(path(-2));
  await truncate(path(-2), text.length - 40);
  expect(await verify()).toMatchObject({ file: names.at(-2), problem: 'unreadable' });
});

it('finds the end cut off as soon as one line behind it is remembered', async () => {
  const { verify, change, marks } = await trailOf(acts);
  await change(-1, lines => lines.slice(0, 2));
  const left = await verify();
  expect(left.kind).toBe('whole');
  const lines = left.kind === 'whole' ? left.lines : 0;
  expect(await verify(marks.slice(0, lines))).toMatchObject({ kind: 'whole' });
  expect(await verify([marks[0] ?? none, marks[lines] ?? none])).toEqual({
    kind: 'broken',
    file: 'audit.jsonl',
    lineInFile: 3,
    problem: 'truncated',
    goodLines: lines,
  });
});

it('finds everything cut off', async () => {
  const { verify, names, path, marks } = await trailOf(acts);
  for (const n of names.keys()) await rm(path(n));
  expect(await verify()).toMatchObject({ kind: 'whole', lines: 0, files: 0 });
  expect(await verify(marks.slice(-1))).toMatchObject({ problem: 'truncated', lineInFile: 1, goodLines: 0 });
});

it('finds a trail that was begun anew with the right key: what is remembered says otherwise', async () => {
  const { marks } = await trailOf(acts);
  const { verify, names } = await trailOf(acts.map(entry => ({ ...entry, outcome: 'refused' })));
  expect(await verify()).toMatchObject({ kind: 'whole' });
  expect(await verify([marks[4] ?? none])).toMatchObject({
    file: names[0],
    lineInFile: 5,
    problem: 'hash',
    goodLines: 4,
  });
});

it('is not confused by what stands beside the trail', async () => {
  const { verify, directory } = await trailOf(acts);
  for (const name of [
    'audit-20260101-000000-unchained.jsonl',
    'audit-old.jsonl',
    'inbox.jsonl',
    'audit.jsonl~',
  ]) {
    await writeFile(join(directory, name), 'anything\n');
  }
  expect(await verify()).toMatchObject({ kind: 'whole', lines: 45 });
});

it('leaves an unfinished line at the end alone: it is being written, or a crash left it', async () => {
  const { verify, directory } = await trailOf(acts);
  await appendFile(join(directory, 'audit.jsonl'), '{"line":46,"at":17');
  expect(await verify()).toMatchObject({ kind: 'whole', lines: 45 });
});

it('orders the archives by their lines when the clock was set back between them', async () => {
  const { open, clock, verify } = await trailOf(acts);
  clock.step(-3 * 86_400_000);
  const trail = await open();
  for (let n = 0; n < 15; n++) await trail.record(act(n));
  expect(await verify()).toMatchObject({ kind: 'whole', lines: 60 });
});

it('gives the same verdict beside a program that writes and archives all the time', async () => {
  const { directory, open } = await trailOf(acts);
  const trail = await open();
  const written = (async () => {
    for (let n = 0; n < 60; n++) await Promise.all([act(1), act(2), act(3)].map(trail.record));
    return true;
  })();
  while (!(await Promise.race([written, Promise.resolve(false)]))) {
    const head = trail.head();
    const verdict = await verifyTrail({
      directory,
      key: TRAIL_KEY,
      anchors: head ? [head] : [],
      signal: undefined,
    });
    expect(verdict).toMatchObject({ kind: 'whole' });
  }
});

it('lets other work in again and again, and stops when it is told to', async () => {
  const many = Array.from({ length: 3_000 }, (_, n) => act(n));
  const { directory } = await trailOf([], 300_000);
  const trail = await openAuditTrail({
    directory,
    key: TRAIL_KEY,
    clock: systemClock,
    report: reports().report,
  });
  await Promise.all(many.map(trail.record));
  await trail.close();
  const verify = (signal?: AbortSignal) => verifyTrail({ directory, key: TRAIL_KEY, anchors: [], signal });
  let turns = 0;
  let reading = true;
  const turn = () => {
    turns++;
    if (reading) setImmediate(turn);
  };
  setImmediate(turn);
  expect(await verify()).toMatchObject({ kind: 'whole', lines: 3_000 });
  reading = false;
  // A megabyte in pieces of 64 KB.
  expect(turns).toBeGreaterThan(14);
  const given = new AbortController();
  setImmediate(() => given.abort());
  await expect(verify(given.signal)).rejects.toMatchObject({ name: 'AbortError' });
});

it('says that it cannot read instead of calling a trail broken', async () => {
  const { verify, path } = await trailOf(acts);
  await rm(path(1));
  await mkdir(path(1));
  await expect(verify()).rejects.toMatchObject({ kind: 'storage', detail: { problem: 'unreadable' } });
});
