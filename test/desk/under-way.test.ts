import { expect, test } from 'vitest';
import type { Inbound, Outcome } from '../../src/core/index.js';
import { trackUnderWay } from '../../src/desk/under-way.js';
import { fakeDesk } from '../support/fake-desk.js';

const INBOUND: Inbound = {
  platform: 'console',
  eventId: '1',
  who: { userId: 'operator', name: 'operator' },
  where: { platform: 'console', id: 'console', group: undefined, kind: 'private' },
  sentAt: 0,
  content: { kind: 'text', text: '/help' },
};

test('settling waits for everything that was handed in, also when it came while waiting', async () => {
  const ends: ((outcome: Outcome) => void)[] = [];
  const tracked = trackUnderWay({
    ...fakeDesk(() => ({ kind: 'ignored' })),
    handle: () => new Promise(resolve => ends.push(resolve)),
  });
  let settled = false;
  const first = tracked.handle(INBOUND);
  const done = tracked.settled().then(() => {
    settled = true;
  });
  const second = tracked.handle(INBOUND);
  ends[0]?.({ kind: 'ignored' });
  await first;
  expect(settled).toBe(false);
  ends[1]?.({ kind: 'ignored' });
  await second;
  await done;
  expect(settled).toBe(true);
});

test('with nothing under way it settles at once', async () => {
  await expect(trackUnderWay(fakeDesk(() => ({ kind: 'ignored' }))).settled()).resolves.toBeUndefined();
});

test('what is left over and what is answered goes straight through', () => {
  const desk = fakeDesk(() => ({ kind: 'ignored' }));
  desk.left = [INBOUND];
  const tracked = trackUnderWay(desk);
  expect(tracked.leftOver('telegram')).toEqual([]);
  expect(tracked.leftOver('console')).toEqual([INBOUND]);
  tracked.answered(INBOUND);
  expect(desk.answers).toEqual([INBOUND]);
});
