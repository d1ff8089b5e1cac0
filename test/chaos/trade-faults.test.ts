import { expect, it } from 'vitest';
import { tradeFaults } from './trade-faults.js';

const orders = Number(process.env['TRADE_FAULTS'] ?? 60);

it(
  'orders that meet with faults end in the truth or in a question, never twice at the venue',
  async () => {
    const { failures, lines } = await tradeFaults({ orders, seed: 9 });
    expect(failures).toEqual([]);
    const figures = lines.join('\n');
    for (const seen of [
      'accepted',
      'refused',
      'notSent',
      'found',
      'proven absent',
      'person: there',
      'person: absent',
    ]) {
      expect(figures).toMatch(new RegExp(`${seen} [1-9]`));
    }
    for (const asked of ['several', 'blind', 'probablyNot']) expect(figures).toMatch(`asks (${asked})`);
    expect(figures).toMatch(/restarts on the way: [1-9].*UNKNOWN [1-9]/);
  },
  120_000 + orders * 500,
);

it(
  'so they do at Kiwoom',
  async () => {
    const { failures, lines } = await tradeFaults({
      orders: Math.ceil(orders / 4),
      seed: 9,
      broker: 'kiwoom',
    });
    expect(failures).toEqual([]);
    expect(lines.join('\n')).toMatch(/found [1-9]/);
  },
  120_000 + orders * 500,
);
