import { expect, it } from 'vitest';
import { readFaults } from './read-faults.js';

it.each([
  ['kis', 48],
  ['kiwoom', 30],
] as const)(
  'faults in random sequences never make the service of %s try too often, tell too little or order twice',
  async (broker, rounds) => {
    const { failures, lines } = await readFaults({ rounds, seed: 7, broker });
    expect(failures).toEqual([]);
    const figures = lines.join('\n');
    for (const seen of ['given up: ', 'answered: ', 'unknown/1 ', 'token recoveries: ']) {
      expect(figures).toMatch(new RegExp(`${seen}[1-9]`));
    }
  },
  30_000,
);
