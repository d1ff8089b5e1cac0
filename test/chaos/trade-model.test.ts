import { expect, it } from 'vitest';
import { tradeModel } from './trade-model.js';

it('intents, their book and the looks for lost orders agree with a second reading of the rules', async () => {
  const { failures, lines } = await tradeModel({ runs: 400, seed: 20261123 });
  expect(failures).toEqual([]);
  expect(lines).toHaveLength(5);
}, 60_000);
