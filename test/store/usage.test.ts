import { mkdir, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createCipher } from '../../src/store/cipher.js';
import { openUsage } from '../../src/store/usage.js';
import { filesWith } from '../chaos/canary.js';
import { manualClock } from '../support/clock.js';
import { reports, scratch } from './scratch.js';

const DAY_MS = 86_400_000;
const QUOTE = { caller: 'grafana', endpoint: 'GET /api/v1/stocks/{code}', status: 200 };

async function place() {
  const directory = await scratch();
  const told = reports();
  const clock = manualClock();
  const open = async () => {
    const cipher = createCipher(Buffer.alloc(32, 4), 'usage');
    const usage = await openUsage({ directory, cipher, clock, report: told.report });
    onTestFinished(() => usage.close());
    return usage;
  };
  return { directory, told, clock, open, path: join(directory, 'usage.json') };
}

it('adds calls up by day, caller, endpoint and status, and has them after a restart', async () => {
  const { open, clock, directory, told } = await place();
  const first = await open();
  first.note({ ...QUOTE, ms: 10 });
  first.note({ ...QUOTE, ms: 30 });
  first.note({ ...QUOTE, status: 403, ms: 1 });
  first.note({ ...QUOTE, caller: '-', ms: 1 });
  await clock.advance(DAY_MS);
  first.note({ ...QUOTE, ms: 5 });
  await first.close();
  const next = await open();
  for (const usage of [first, next]) {
    expect(usage.read('20261123', '20261123')).toEqual([
      { day: '20261123', ...QUOTE, count: 2, totalMs: 40, maxMs: 30 },
      { day: '20261123', ...QUOTE, status: 403, count: 1, totalMs: 1, maxMs: 1 },
      { day: '20261123', ...QUOTE, caller: '-', count: 1, totalMs: 1, maxMs: 1 },
    ]);
    expect(usage.read('20261101', '20261130').map(({ day }) => day)).toEqual([
      '20261123',
      '20261123',
      '20261123',
      '20261124',
    ]);
    expect(usage.read('20261125', '20261130')).toEqual([]);
  }
  next.note({ ...QUOTE, ms: 7 });
  expect(next.read('20261124', '20261124')).toMatchObject([{ count: 2, totalMs: 12, maxMs: 7 }]);
  expect(told.events).toEqual([]);
  expect(await filesWith('grafana', directory)).toEqual([]);
});

it('writes at most once a minute, and what is left when it is closed', async () => {
  const { open, clock, path } = await place();
  const usage = await open();
  const written = () =>
    stat(path).then(
      ({ mtimeMs, ino }) => `${ino} ${mtimeMs}`,
      () => 'never',
    );
  expect(await written()).toBe('never');
  usage.note({ ...QUOTE, ms: 1 });
  await clock.advance(59_000);
  usage.note({ ...QUOTE, ms: 1 });
  expect(await written()).toBe('never');
  await clock.advance(1_000);
  await expect.poll(written, { interval: 2 }).not.toBe('never');
  const once = await written();
  await clock.advance(600_000);
  expect(await written()).toBe(once);
  usage.note({ ...QUOTE, ms: 1 });
  await usage.close();
  expect(await written()).not.toBe(once);
  expect((await open()).read('20261123', '20261123')).toMatchObject([{ count: 3 }]);
});

it('keeps thirty-one days, and three hundred lines of each; what goes beyond is one line by status', async () => {
  const { open, clock } = await place();
  const usage = await open();
  for (let day = 0; day < 40; day++) {
    usage.note({ ...QUOTE, ms: 1 });
    await clock.advance(DAY_MS);
  }
  usage.note({ ...QUOTE, ms: 1 });
  const days = usage.read('00000000', '99999999').map(({ day }) => day);
  expect([days.length, days[0], days.at(-1)]).toEqual([31, '20261203', '20270102']);
  for (let n = 0; n < 800; n++) usage.note({ ...QUOTE, endpoint: `GET /${n}`, ms: 2 });
  usage.note({ ...QUOTE, ms: 1 });
  usage.note({ ...QUOTE, endpoint: 'GET /late', status: 500, ms: 2 });
  const today = usage.read('20270102', '20270102');
  expect(today).toHaveLength(302);
  expect(today).toContainEqual({ day: '20270102', ...QUOTE, count: 2, totalMs: 2, maxMs: 1 });
  expect(today.slice(-2)).toMatchObject([
    { caller: '…', endpoint: '…', status: 200, count: 501 },
    { caller: '…', endpoint: '…', status: 500, count: 1 },
  ]);
});

it('goes on counting when it cannot write, says so, and writes when it can again', async () => {
  const { open, clock, told, path } = await place();
  const first = await open();
  await mkdir(path);
  first.note({ ...QUOTE, ms: 1 });
  await clock.advance(60_000);
  await expect.poll(() => told.events, { interval: 2 }).toEqual(['usage_not_saved']);
  expect(first.read('20261123', '20261123')).toMatchObject([{ count: 1 }]);
  await rmdir(path);
  await clock.advance(60_000);
  await expect
    .poll(
      () =>
        stat(path).then(
          file => file.isFile(),
          () => false,
        ),
      { interval: 2 },
    )
    .toBe(true);
  expect((await open()).read('20261123', '20261123')).toMatchObject([{ count: 1 }]);
  expect(told.events).toEqual(['usage_not_saved']);
});
