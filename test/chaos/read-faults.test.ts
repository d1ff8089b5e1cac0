import { expect, it } from 'vitest';
import { readFaults } from './read-faults.js';

it('faults in random sequences never make the KIS service try too often, tell too little or order twice', async () => {
  const { failures, lines } = await readFaults({ rounds: 48, seed: 7 });
  expect(failures).toEqual([]);
  const figures = lines.join('\n');
  for (const seen of ['given up: ', 'answered: ', 'unknown/1 ', 'token recoveries: ']) {
    expect(figures).toMatch(new RegExp(`${seen}[1-9]`));
  }
}, 30_000);
