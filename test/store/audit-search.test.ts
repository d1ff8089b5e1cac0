import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { AuditEntry, AuditQuery } from '../../src/core/index.js';
import { searchTrail } from '../../src/store/audit-search.js';
import { act, TRAIL_START, trailOf } from './trail.js';

const acts: AuditEntry[] = Array.from({ length: 40 }, (_, n) => act(n));
acts[7] = act(7, { act: '/halt ALL', outcome: 'refused', reason: '권한 없음', reference: 'Ref-7' });
acts[31] = act(31, { platform: 'desk', who: 'desk', act: 'order.settled', intent: 'ticket7/0' });

async function searched(query: Partial<AuditQuery>) {
  const { directory } = await trailOf(acts);
  const all = { words: [], from: undefined, to: undefined, limit: 100, ...query };
  return searchTrail(directory, all, undefined);
}

const numbers = (lines: readonly { line: number }[]) => lines.map(({ line }) => line);

it('gives the latest first, over all files, and no more than asked for', async () => {
  expect(numbers(await searched({}))).toEqual(Array.from({ length: 40 }, (_, n) => 40 - n));
  expect(numbers(await searched({ limit: 13 }))).toEqual(Array.from({ length: 13 }, (_, n) => 40 - n));
});

it('gives back what was recorded, with the number of its line', async () => {
  const [line] = await searched({ words: ['ref-7'] });
  expect(line).toEqual({ ...acts[7], line: 8 });
});

it.each([
  [['halt'], [8]],
  [['HALT', '권한'], [8]],
  [['권한'.normalize('NFD')], [8]],
  [['halt', '/buy'], []],
  [['refused'], [8]],
  [['ticket7/0'], [32]],
  [['desk'], [32]],
  [['10:00:05'], [6]],
  [
    ['2026-11-23 10:00:3', 'telegram'],
    [40, 38, 36, 34],
  ],
  [['hash'], []],
])('finds the lines that hold all of %j', async (words, lines) => {
  expect(numbers(await searched({ words }))).toEqual(lines);
});

it('keeps to the time asked for, its beginning included and its end not', async () => {
  const found = await searched({ from: TRAIL_START + 5_000, to: TRAIL_START + 8_000 });
  expect(numbers(found)).toEqual([8, 7, 6]);
});

it('passes over what cannot be read, and shows nothing that could change a screen', async () => {
  const { directory, path } = await trailOf(acts);
  const text = await readFile(path(0), 'utf8');
  const spoiled = text
    .replace('{"line":1,', '{"line":x,')
    .replace('"act":"/buy 2"', '"act":"/buy\\u001b[31m\\u202e 2"');
  await writeFile(path(0), `${spoiled}garbage\n`);
  const query = { words: ['/buy'], from: undefined, to: TRAIL_START + 4_000, limit: 100 };
  const found = await searchTrail(directory, query, undefined);
  expect(numbers(found)).toEqual([4, 3, 2]);
  expect(found[1]?.act).toBe('/buy[31m 2');
});

it('finds every line once beside a program that writes and archives', async () => {
  const { directory, open } = await trailOf(acts);
  const trail = await open();
  const written = (async () => {
    for (let n = 0; n < 100; n++) await trail.record(act(1));
    return true;
  })();
  while (!(await Promise.race([written, Promise.resolve(false)]))) {
    const query = { words: [], from: undefined, to: undefined, limit: 1_000_000 };
    const found = numbers(await searchTrail(directory, query, undefined));
    expect(found).toEqual(Array.from({ length: found[0] ?? 0 }, (_, n) => found.length - n));
  }
});

it('stops when it is told to', async () => {
  const { directory } = await trailOf(acts);
  const query = { words: [], from: undefined, to: undefined, limit: 10 };
  await expect(searchTrail(directory, query, AbortSignal.abort())).rejects.toMatchObject({
    name: 'AbortError',
  });
});
