import { expect, it } from 'vitest';
import { orderWords } from './order-words.js';

const runs = Number(process.env['FUZZ_RUNS'] ?? 20_000);

it('accepts a quantity, a price, a span or a name exactly when the grammar says so, and misreads none', async () => {
  const { failures, lines } = await orderWords({ runs, seed: 20261123 });
  expect(failures).toEqual([]);
  expect(lines[0]).toBe(`${runs} strings: 0 read otherwise than the grammar says`);
  // Nobody is told anything by a campaign in which everything, or nothing, is right.
  for (const kind of ['quantities', 'prices', 'spans', 'lines', 'names']) {
    const [, right, tried] = new RegExp(`^${kind}: (\\d+) of (\\d+)`, 'm').exec(lines.join('\n')) ?? [];
    expect(Number(right)).toBeGreaterThan(Number(tried) / 50);
    expect(Number(right)).toBeLessThan(Number(tried) / 2);
  }
  expect(lines.at(-1)).toMatch(/: [1-9]\d+, a choice each time/);
}, 60_000);
