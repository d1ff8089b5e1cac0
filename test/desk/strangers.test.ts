import { expect, test } from 'vitest';
import { createStrangers } from '../../src/desk/strangers.js';
import { manualClock } from '../support/clock.js';

test('a stranger is told of once an hour, with the number of visits that left no trace', async () => {
  const clock = manualClock();
  const strangers = createStrangers(clock);
  const visits = Array.from({ length: 30 }, () => strangers.visit('a'));
  expect(visits.filter(visit => visit.tellOwner)).toHaveLength(1);
  expect(visits.filter(visit => visit.record)).toHaveLength(20);
  await clock.advance(3_599_999);
  expect(strangers.visit('a')).toEqual({ record: false, tellOwner: false, missed: 0 });
  await clock.advance(1);
  expect(strangers.visit('a')).toEqual({ record: true, tellOwner: true, missed: 11 });
});

test('when there are a hundred, the others count as one', () => {
  const strangers = createStrangers(manualClock());
  for (let i = 0; i < 100; i += 1) strangers.visit(`s${i}`);
  const others = Array.from({ length: 50 }, (_, i) => strangers.visit(`t${i}`));
  expect(others.filter(visit => visit.tellOwner)).toHaveLength(1);
  expect(others.filter(visit => visit.record)).toHaveLength(20);
});

test('an hour later there is room for new ones', async () => {
  const clock = manualClock();
  const strangers = createStrangers(clock);
  for (let i = 0; i < 100; i += 1) strangers.visit(`s${i}`);
  await clock.advance(3_600_000);
  const later = [strangers.visit('t1'), strangers.visit('t2')];
  expect(later.map(visit => visit.tellOwner)).toEqual([true, true]);
});
