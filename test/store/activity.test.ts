import { expect, it, onTestFinished } from 'vitest';
import { openActivity } from '../../src/store/activity.js';
import { createCipher } from '../../src/store/cipher.js';
import { filesWith } from '../chaos/canary.js';
import { manualClock } from '../support/clock.js';
import { reports, scratch } from './scratch.js';

const DAY_MS = 86_400_000;
const SEEN = { person: 'discord:1', account: '50107788-01', act: '/balance', failed: false };

async function place() {
  const directory = await scratch();
  const told = reports();
  const clock = manualClock();
  const open = async () => {
    const cipher = createCipher(Buffer.alloc(32, 4), 'activity');
    const activity = await openActivity({ directory, cipher, clock, report: told.report });
    onTestFinished(() => activity.close());
    return activity;
  };
  return { directory, told, clock, open };
}

it('counts by day, person, account and act, failures apart, and has them after a restart', async () => {
  const { open, clock, directory, told } = await place();
  const first = await open();
  first.note(SEEN);
  first.note({ ...SEEN, failed: true });
  first.note({ ...SEEN, person: 'telegram:2' });
  first.note({ ...SEEN, act: 'order' });
  first.note({ ...SEEN, account: '' });
  await clock.advance(DAY_MS);
  first.note(SEEN);
  await first.close();
  const { failed: _, ...line } = SEEN;
  for (const activity of [first, await open()]) {
    expect(activity.read('20261123', '20261123')).toEqual([
      { day: '20261123', ...line, count: 2, failed: 1 },
      { day: '20261123', ...line, person: 'telegram:2', count: 1, failed: 0 },
      { day: '20261123', ...line, act: 'order', count: 1, failed: 0 },
      { day: '20261123', ...line, account: '', count: 1, failed: 0 },
    ]);
    expect(activity.read('20261124', '20261130')).toEqual([
      { day: '20261124', ...line, count: 1, failed: 0 },
    ]);
  }
  expect(told.events).toEqual([]);
  expect(await filesWith('50107788', directory)).toEqual([]);
});

it('keeps thirty-one days and a thousand lines of each; beyond that who and where is lost, but not what', async () => {
  const { open, clock } = await place();
  const activity = await open();
  for (let day = 0; day < 33; day++) {
    activity.note(SEEN);
    await clock.advance(DAY_MS);
  }
  for (let n = 0; n < 1_500; n++) activity.note({ ...SEEN, person: `discord:${n}`, failed: n % 2 === 0 });
  activity.note({ ...SEEN, act: 'order' });
  expect(new Set(activity.read('00000000', '99999999').map(({ day }) => day)).size).toBe(31);
  const today = activity.read('20261226', '20261226');
  expect(today).toHaveLength(1_002);
  expect(today.slice(-2)).toMatchObject([
    { person: '…', account: '…', act: '/balance', count: 500, failed: 250 },
    { person: '…', account: '…', act: 'order', count: 1, failed: 0 },
  ]);
});
