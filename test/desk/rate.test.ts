import { expect, test } from 'vitest';
import { createRate } from '../../src/desk/rate.js';
import { manualClock } from '../support/clock.js';

test('a person may act in a burst and then as fast as the bucket fills', async () => {
  const clock = manualClock();
  const rate = createRate({ burst: 3, perMs: 3000 }, clock);
  expect([1, 2, 3, 4].map(() => rate.take('a'))).toEqual([0, 0, 0, 1000]);
  await clock.advance(400);
  expect(rate.take('a')).toBe(600);
  await clock.advance(600);
  expect([rate.take('a'), rate.take('a')]).toEqual([0, 1000]);
});

test('one person’s haste does not hold up another', () => {
  const rate = createRate({ burst: 1, perMs: 1000 }, manualClock());
  expect([rate.take('a'), rate.take('a'), rate.take('b')]).toEqual([0, 1000, 0]);
});

test('rest does not save up more than one burst', async () => {
  const clock = manualClock();
  const rate = createRate({ burst: 2, perMs: 2000 }, clock);
  rate.take('a');
  await clock.advance(3_600_000);
  expect([1, 2, 3].map(() => rate.take('a'))).toEqual([0, 0, 1000]);
});
