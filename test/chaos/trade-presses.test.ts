import { expect, it } from 'vitest';
import { tradePresses } from './trade-presses.js';

const tickets = Number(process.env['TRADE_PRESSES'] ?? 20);
const guesses = Number(process.env['TRADE_GUESSES'] ?? 20_000);

it(
  'of any number of presses on a live ticket one order comes, of any on another none',
  async () => {
    const mutations = Math.ceil(guesses / 100);
    const { failures, lines } = await tradePresses({ tickets, presses: 50, guesses, mutations, seed: 7 });
    expect(failures).toEqual([]);
    const figures = lines.join('\n');
    expect(figures).toContain(`live: ${tickets} tickets, ${tickets} orders`);
    for (const manner of ['declined', 'late', 'expired', 'slept']) {
      expect(figures).toMatch(new RegExp(`${manner}: [1-9][0-9]* tickets, 0 orders`));
    }
    for (const presser of ['redelivered', 'elsewhere', 'unlisted', 'trader', 'looker', 'stranger']) {
      expect(figures).toMatch(new RegExp(`${presser} [1-9]`));
    }
    expect(figures).toMatch(/had moved between ticket and press: [1-9]/);
    expect(figures).toContain(`handles: ${guesses} guesses, 0 hits; ${mutations} mutations of real ones`);
  },
  60_000 + tickets * 1_000,
);

it(
  'so it is at Kiwoom',
  async () => {
    const options = { tickets: Math.ceil(tickets / 4), presses: 20, guesses: 1_000, mutations: 50, seed: 7 };
    const { failures, lines } = await tradePresses({ ...options, broker: 'kiwoom' });
    expect(failures).toEqual([]);
    expect(lines.join('\n')).toContain(`live: ${options.tickets} tickets, ${options.tickets} orders`);
  },
  60_000 + tickets * 1_000,
);
