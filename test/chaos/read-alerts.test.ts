import { expect, test } from 'vitest';
import { readAlerts } from './read-alerts.js';

test('every way in which a read can finally fail is told once on each platform', async () => {
  const { failures } = await readAlerts({ rounds: 2, seed: 1 });
  expect(failures).toEqual([]);
});
