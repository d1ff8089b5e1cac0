import { expect, it } from 'vitest';
import { type Journal, judge, type VenueOrder } from './kill-judge.js';
import type { KillTicket } from './kill-ticket.js';
import { tradeKills } from './trade-kills.js';

it('orders nothing twice and loses nothing over fifteen kills, and expires what was waiting', async () => {
  const report = await tradeKills({ kills: 15, seed: 20261121, waiting: 12 });
  expect(report.failures).toEqual([]);
  expect(report.lines[0]).toMatch(/^15 SIGKILLs .* each once$/);
}, 90_000);

const TICKET: KillTicket = {
  text: '/buy 005930 7주 70000',
  side: 'buy',
  code: '005930',
  quantity: 7,
  price: 70_000,
  id: 'T',
  pressed: true,
  title: '접수 · 삼성전자 005930',
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
const journalOf = (...kinds: string[]): Journal =>
  new Map([['T', kinds.map((kind, n) => ({ kind, at: 900 + n }))]]);
const TAKEN = journalOf('proposed', 'shown', 'claimed', 'sent', 'accepted');
const FILLED = journalOf('proposed', 'shown', 'claimed', 'sent', 'accepted', 'done');

it('judges an order right that is there once, with an older intent, and on its card', () => {
  expect(judge(TICKET, [ORDER], TAKEN)).toEqual({ kind: 'right', end: 'traded' });
});

it.each<[string, Partial<KillTicket>, VenueOrder[], Journal]>([
  ['is there twice', {}, [ORDER, { ...ORDER, number: '2' }], TAKEN],
  ['nobody confirmed', { pressed: false }, [ORDER], TAKEN],
  ['has no intent', {}, [ORDER], journalOf('proposed', 'shown', 'claimed')],
  ['is older than its intent', {}, [{ ...ORDER, at: 902 }], TAKEN],
  ['is there and was told as not sent', {}, [ORDER], journalOf('proposed', 'claimed', 'sent', 'notSent')],
  ['is not there and was told as taken', {}, [], TAKEN],
])('would notice an order that %s', (_, over, orders, journal) => {
  expect(judge({ ...TICKET, ...over }, orders, journal)).toMatchObject({ kind: 'wrong' });
});

it.each<[string, Partial<KillTicket>, VenueOrder[], Journal]>([
  [
    'taken, while it is looked for',
    {},
    [ORDER],
    journalOf('proposed', 'shown', 'claimed', 'sent', 'unknown'),
  ],
  ['taken, while its card is the ticket', { title: undefined }, [ORDER], TAKEN],
  ['filled, while its card says no more than taken', {}, [ORDER], FILLED],
  ['not taken, while its card says it was', {}, [], journalOf('proposed', 'shown', 'claimed', 'ended')],
])('is not content with an order %s', (_, over, orders, journal) => {
  expect(judge({ ...TICKET, ...over }, orders, journal)).toMatchObject({ kind: 'open' });
});
