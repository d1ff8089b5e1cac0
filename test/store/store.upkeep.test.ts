import { readdir, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/core/index.js';
import { openStore } from '../../src/store/index.js';
import { scratch } from './scratch.js';

async function place() {
  const root = await scratch();
  const directory = join(root, 'store');
  const heard: string[] = [];
  const open = async () => {
    const store = await openStore({
      directory,
      key: undefined,
      keyFile: join(root, 'store.key'),
      clock: systemClock,
      log: () => undefined,
      onRemark: (event, { ko, en }) => heard.push(`${event}|${ko}|${en}`),
    });
    onTestFinished(() => store.close());
    return store;
  };
  return { directory, open, heard };
}

const nobody = (n: number) => ({ kind: 'nobody', id: `letter-${n}`, at: n }) as const;

it('finds alerts, settings, runs, days and the end of the run before again after a restart', async () => {
  const { open, directory, heard } = await place();
  const store = await open();
  await store.outbox.append(nobody(1));
  await store.alertSettings.set('person:console:operator', { loudness: { fill: 'silent' } });
  await store.jobRuns.note('symbol master', 7, 'ok');
  await store.knownDays.learn(new Map([['20991231', false]]));
  await store.lifeLine.stopped(8);
  await store.close();
  const next = await open();
  expect(next.outbox.past).toEqual([nobody(1)]);
  expect(next.alertSettings.of('person:console:operator')).toEqual({ loudness: { fill: 'silent' } });
  expect(next.jobRuns.last('symbol master')).toEqual({ at: 7, result: 'ok' });
  expect(next.knownDays.all().get('20991231')).toBe(false);
  expect(next.lifeLine.before).toMatchObject({ stoppedAt: 8 });
  expect(heard).toEqual([]);
  for (const name of await readdir(directory)) {
    expect([name, (await stat(join(directory, name))).mode & 0o777]).toEqual([name, 0o600]);
  }
});

it('tells of everything that it mends, in both languages, at the start and while it runs', async () => {
  const { open, directory, heard } = await place();
  const store = await open();
  await store.vault.save('k', { token: 't', issuedAt: 1, expiresAt: 2, generation: 1 });
  await writeFile(join(directory, 'tokens.json'), 'null');
  await store.vault.read('k');
  expect(heard.map(line => line.split('|')[0])).toEqual(['store_damaged', 'store_restored']);
  await store.close();
  await writeFile(join(directory, 'outbox.jsonl'), 'torn');
  heard.length = 0;
  await open();
  expect(heard).toEqual([
    expect.stringMatching(/^journal_torn\|[^|]*outbox\.jsonl[^|]*\|Cut 4 unfinished bytes[^|]*$/),
  ]);
});

it('makes the journals smaller that have grown and can be, and leaves the small ones alone', async () => {
  const { open, directory } = await place();
  const store = await open();
  const sizeOf = async (file: string) => (await stat(join(directory, file))).size;
  await store.outbox.append(...Array.from({ length: 20 }, (_, n) => nobody(n)));
  store.outbox.keep(({ kind, ...event }) => kind === 'nobody' && 'id' in event && event.id === 'letter-3');
  const small = await sizeOf('outbox.jsonl');
  await store.tidy();
  expect(await sizeOf('outbox.jsonl')).toBe(small);
  await store.outbox.append(...Array.from({ length: 1_000 }, (_, n) => nobody(n + 20)));
  await store.tidy();
  expect(await sizeOf('outbox.jsonl')).toBeLessThan(500);
  await store.close();
  expect((await open()).outbox.past).toEqual([nobody(3)]);
});

it('tells the room on the disk as a program without special rights has it', async () => {
  const { open, directory } = await place();
  const { freeBytes, totalBytes } = await (await open()).diskRoom();
  const { bavail, blocks, bsize } = await statfs(directory);
  expect(totalBytes).toBe(blocks * bsize);
  expect(Math.abs(freeBytes - bavail * bsize)).toBeLessThan(2 ** 30);
});
