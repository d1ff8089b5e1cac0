import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openSeenEvents } from '../../src/store/seen-events.js';
import { reports, scratch } from './scratch.js';

async function place() {
  const directory = await scratch();
  const kept = reports();
  const open = async (limits: { window?: number; compactAtBytes?: number } = {}) => {
    const seen = await openSeenEvents({ directory, report: kept.report, ...limits });
    onTestFinished(() => seen.close());
    return seen;
  };
  return { directory, kept, open, path: join(directory, 'seen.jsonl') };
}

it('says yes once for an event, and no ever after, also after a restart', async () => {
  const { open } = await place();
  const seen = await open();
  expect(await seen.firstTime('telegram', '1')).toBe(true);
  expect(await seen.firstTime('telegram', '1')).toBe(false);
  await seen.close();
  const next = await open();
  expect(await next.firstTime('telegram', '1')).toBe(false);
  expect(await next.firstTime('telegram', '2')).toBe(true);
});

it('keeps equal ids of two platforms apart', async () => {
  const seen = await (await place()).open();
  expect(await seen.firstTime('telegram', '1')).toBe(true);
  expect(await seen.firstTime('discord', '1')).toBe(true);
});

it('lets exactly one of fifty simultaneous deliveries of each event through', async () => {
  const seen = await (await place()).open();
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, (_, n) => seen.firstTime('discord', String(n % 20))),
  );
  expect(answers.filter(Boolean)).toHaveLength(20);
});

it('is durable when it says yes', async () => {
  const { open, path } = await place();
  const seen = await open();
  await seen.firstTime('telegram', 'line\nbreak');
  expect(await readFile(path, 'utf8')).toBe('["telegram","line\\nbreak"]\n');
});

it('remembers the window and forgets what is older', async () => {
  const { open } = await place();
  const seen = await open({ window: 3 });
  for (const id of ['1', '2', '3', '4']) await seen.firstTime('telegram', id);
  expect(await seen.firstTime('telegram', '2')).toBe(false);
  expect(await seen.firstTime('telegram', '1')).toBe(true);
});

it('stays small, and forgets nothing of its window, over thousands of events and restarts', async () => {
  const { open, path } = await place();
  for (let round = 0; round < 3; round++) {
    const seen = await open({ window: 100, compactAtBytes: 8_000 });
    await Promise.all(Array.from({ length: 1_000 }, (_, n) => seen.firstTime('telegram', `${round}-${n}`)));
    await seen.firstTime('telegram', `${round}-last`);
    await seen.close();
  }
  expect((await readFile(path)).length).toBeLessThan(8_000);
  const seen = await open({ window: 100 });
  for (let n = 950; n < 1_000; n++) expect(await seen.firstTime('telegram', `2-${n}`)).toBe(false);
});

it('skips damaged lines, says how many, and keeps the others', async () => {
  const { open, path, kept } = await place();
  const seen = await open();
  await seen.firstTime('telegram', '1');
  await seen.close();
  await appendFile(path, 'garbage\n["telegram"]\n["telegram","2"]\n');
  const next = await open();
  expect(await next.firstTime('telegram', '1')).toBe(false);
  expect(await next.firstTime('telegram', '2')).toBe(false);
  expect(kept.fields).toEqual([{ file: 'seen.jsonl', damaged: 2 }]);
});

it('does not keep a claim it could not store', async () => {
  const seen = await (await place()).open();
  await seen.close();
  for (let delivery = 0; delivery < 2; delivery++) {
    await expect(seen.firstTime('telegram', '1')).rejects.toMatchObject({ kind: 'storage' });
  }
});

it('knows from memory what it has seen, and nothing that it could not store', async () => {
  const { open } = await place();
  const seen = await open();
  expect(seen.known('telegram', '1')).toBe(false);
  await seen.firstTime('telegram', '1');
  expect(seen.known('telegram', '1')).toBe(true);
  expect(seen.known('discord', '1')).toBe(false);
  await seen.close();
  await expect(seen.firstTime('telegram', '2')).rejects.toMatchObject({ kind: 'storage' });
  expect(seen.known('telegram', '2')).toBe(false);
  expect((await open()).known('telegram', '1')).toBe(true);
});
