import { expect, it } from 'vitest';
import { orderProblems, type TypedOrder } from './inbox-judge.js';
import { inboxKills } from './inbox-kills.js';
import type { VenueOrder } from './kill-judge.js';

it('has every effect once and answers everything over four kills', async () => {
  const report = await inboxKills({ updates: 20, kills: 4, seed: 20261121 });
  expect(report.failures).toEqual([]);
  expect(report.lines[0]).toMatch(/^4 SIGKILLs .* over 20 updates/);
}, 60_000);

const TYPED: TypedOrder = {
  code: '005930',
  quantity: 7,
  presses: [{ eventId: 'press', ticket: 'ticket-o' }],
};
const ORDER: VenueOrder = {
  number: '1',
  action: 'new',
  side: 'buy',
  code: '005930',
  quantity: 7,
  price: 70_000,
  at: 1_000,
};
const ticketOf = (id: string, ...kinds: string[]) => ({ id, quantity: 7, kinds: ['proposed', ...kinds] });
const TAKEN = ticketOf('ticket-one', 'shown', 'claimed', 'sent', 'accepted', 'done');
const KNOWN = new Set(['press']);
const LOOKED_FOR = ticketOf('ticket-one', 'claimed', 'sent', 'unknown');
const OVER = ticketOf('ticket-two', 'ended');

it('would notice an order that was confirmed by a press that the desk never heard of', () => {
  expect(orderProblems(TYPED, [TAKEN], [ORDER], new Set())).toEqual([
    '7 of 005930: ticket-o was sent unconfirmed',
  ]);
});

it('is content with one order, confirmed on one of its tickets', () => {
  expect(orderProblems(TYPED, [TAKEN, OVER], [ORDER], KNOWN)).toEqual([]);
  expect(orderProblems(TYPED, [OVER], [], KNOWN)).toEqual([]);
  expect(orderProblems(TYPED, [LOOKED_FOR], [], KNOWN)).toEqual([]);
});

it.each<[string, TypedOrder, ReturnType<typeof ticketOf>[], VenueOrder[]]>([
  ['is there twice', TYPED, [TAKEN], [ORDER, { ...ORDER, number: '2' }]],
  ['nobody confirmed', { ...TYPED, presses: [] }, [TAKEN], [ORDER]],
  ['was sent on two tickets', TYPED, [TAKEN, ticketOf('ticket-oops', 'sent', 'notSent')], [ORDER]],
  ['has two ends', TYPED, [ticketOf('ticket-one', 'sent', 'accepted', 'ended')], [ORDER]],
  ['has no end', TYPED, [ticketOf('ticket-one', 'claimed')], []],
  ['is there and was told as not sent', TYPED, [ticketOf('ticket-one', 'sent', 'notSent')], [ORDER]],
  ['is there and is looked for', TYPED, [LOOKED_FOR], [ORDER]],
  ['is not there and was told as taken', TYPED, [TAKEN], []],
])('would notice an order that %s', (_, typed, tickets, orders) => {
  expect(orderProblems(typed, tickets, orders, KNOWN)).not.toEqual([]);
});
