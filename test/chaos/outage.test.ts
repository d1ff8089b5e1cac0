import { expect, it } from 'vitest';
import { outage } from './outage.js';

it('alerts of an hour without any platform all arrive in order, and only what says so comes twice', async () => {
  const { failures, lines } = await outage({ alerts: 120, seed: 5 });
  expect(failures).toEqual([]);
  expect(lines[0]).toMatch(/^only the outage: 120 alerts, 0 kills; shown \d+, of these marked repeats 0,/);
  expect(lines[1]).toMatch(/, [1-9]\d* kills; .* marked repeats [1-9]/);
});
