import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { AlertPreferences } from '../../src/core/index.js';
import { createCipher } from '../../src/store/cipher.js';
import { openDeskState } from '../../src/store/desk-state.js';
import { filesWith } from '../chaos/canary.js';
import { manualClock } from '../support/clock.js';
import { reports, scratch } from './scratch.js';

const QUIET: AlertPreferences = {
  loudness: { token: 'sound', report: 'off' },
  quiet: { from: 1_380, to: 420, closedDays: true },
};

async function place() {
  const directory = await scratch();
  const told = reports();
  const clock = manualClock();
  const open = async (master = Buffer.alloc(32, 4)) => {
    const cipher = createCipher(master, 'desk');
    const state = await openDeskState({ directory, cipher, clock, report: told.report });
    onTestFinished(() => state.close());
    return state;
  };
  return { directory, told, clock, open, path: join(directory, 'desk.json') };
}

it('keeps settings, runs and days over a restart, and has them in memory at once', async () => {
  const { open, told, directory } = await place();
  const first = await open();
  expect(first.alertSettings.of('person:discord:1')).toBeUndefined();
  await first.alertSettings.set('person:discord:1', QUIET);
  await first.jobRuns.note('daily report', 5, 'failed');
  await first.knownDays.learn(new Map([['20261225', false]]));
  await first.knownDays.learn(new Map([['20261228', true]]));
  await first.close();
  const next = await open();
  for (const state of [first, next]) {
    expect(state.alertSettings.of('person:discord:1')).toEqual(QUIET);
    expect(state.jobRuns.last('daily report')).toEqual({ at: 5, result: 'failed' });
    expect([...state.knownDays.all()]).toEqual([
      ['20261225', false],
      ['20261228', true],
    ]);
  }
  expect(told.events).toEqual([]);
  expect(await filesWith('person:discord:1', directory)).toEqual([]);
  for (const name of await readdir(directory)) {
    expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
  }
});

it('forgets days that are long over', async () => {
  const { open } = await place();
  const { knownDays } = await open();
  await knownDays.learn(
    new Map([
      ['20200101', false],
      ['20261225', false],
    ]),
  );
  expect([...knownDays.all().keys()]).toEqual(['20261225']);
});

it('knows how the run before ended: in good order, or when it was last seen', async () => {
  const { open, clock } = await place();
  const start = clock.now();
  const first = await open();
  expect(first.lifeLine.before).toBeUndefined();
  await clock.advance(60_000);
  await first.lifeLine.seen(clock.now());
  await first.close();
  const second = await open();
  expect(second.lifeLine.before).toEqual({
    startedAt: start,
    lastSeenAt: start + 60_000,
    stoppedAt: undefined,
  });
  await clock.advance(1_000);
  await second.lifeLine.stopped(clock.now());
  await second.close();
  expect((await open()).lifeLine.before).toEqual({
    startedAt: start + 60_000,
    lastSeenAt: start + 61_000,
    stoppedAt: start + 61_000,
  });
});

it('notes at most once a minute that it is alive', async () => {
  const { open, clock, path } = await place();
  const { lifeLine } = await open();
  const text = () => readFile(path, 'utf8');
  const before = await text();
  await clock.advance(59_000);
  await lifeLine.seen(clock.now());
  expect(await text()).toBe(before);
  await clock.advance(1_000);
  await lifeLine.seen(clock.now());
  expect(await text()).not.toBe(before);
});

it('falls back to the generation before when its file is damaged', async () => {
  const { open, path, told } = await place();
  const first = await open();
  await first.alertSettings.set('place:discord:42', QUIET);
  await first.close();
  await writeFile(path, 'null');
  expect((await open()).alertSettings.of('place:discord:42')).toEqual(QUIET);
  expect(told.events).toContain('store_restored');
});

it('begins empty, says so and keeps the files when nothing of it can be read', async () => {
  const { open, directory, path, told } = await place();
  await (await open()).close();
  await writeFile(path, 'null');
  await writeFile(join(directory, 'desk.previous.json'), 'null');
  const state = await open();
  expect(state.lifeLine.before).toBeUndefined();
  expect(told.events).toContain('store_lost');
  expect((await readdir(directory)).filter(name => name.includes('damaged'))).toHaveLength(2);
});

it('refuses another key and touches nothing', async () => {
  const { open, path } = await place();
  await (await open()).close();
  const before = await readFile(path, 'utf8');
  await expect(open(Buffer.alloc(32, 9))).rejects.toMatchObject({ detail: { problem: 'wrongKey' } });
  expect(await readFile(path, 'utf8')).toBe(before);
});

it('refuses settings that would make the document unreadable, and changes nothing', async () => {
  const { open } = await place();
  const { alertSettings } = await open();
  const wrong = { loudness: {}, quiet: { from: 1_440, to: 0, closedDays: false } };
  await expect(alertSettings.set('person:discord:1', wrong)).rejects.toMatchObject({ kind: 'bug' });
  expect(alertSettings.of('person:discord:1')).toBeUndefined();
});

it('does not reject a note of a run or of life when the store is closed, and says that it was not kept', async () => {
  const { open, told } = await place();
  const state = await open();
  await state.close();
  await state.jobRuns.note('daily report', 5, 'ok');
  await state.lifeLine.stopped(6);
  expect(state.jobRuns.last('daily report')).toEqual({ at: 5, result: 'ok' });
  expect(told.events).toEqual(['desk_not_saved', 'desk_not_saved']);
  await expect(state.alertSettings.set('person:discord:1', QUIET)).rejects.toMatchObject({ kind: 'storage' });
  expect(state.alertSettings.of('person:discord:1')).toBeUndefined();
});
