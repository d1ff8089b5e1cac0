import { expect, test } from 'vitest';
import { alertStorm } from './alert-storm.js';

test('alerts arrive when one chat is down, after both were, and in few messages when everything fails', async () => {
  const { failures } = await alertStorm({ alerts: 12, errors: 300, seed: 1 });
  expect(failures).toEqual([]);
});
