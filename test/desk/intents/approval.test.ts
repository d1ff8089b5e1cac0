import { expect, test } from 'vitest';
import type { IntentEvent } from '../../../src/core/index.js';
import { openBook } from '../../../src/desk/intents/book.js';
import { memoryJournal } from '../../support/memory-journal.js';
import { PLACE } from '../../support/venue-list.js';

const AT = { ticket: 't', at: 1_000 };
const proposed: IntentEvent = {
  kind: 'proposed',
  ...AT,
  owner: 'discord:1',
  where: { platform: 'discord', id: '71', group: '500', kind: 'group' },
  expiresAt: 61_000,
  acts: [PLACE],
  values: [0n],
};
const asked: IntentEvent = { kind: 'asked', ...AT, until: 301_000, need: 2, digest: 'd' };
const approved = (by: string, digest = 'd'): IntentEvent => ({ kind: 'approved', ...AT, by, digest });
const denied: IntentEvent = { kind: 'denied', ...AT, by: 'discord:2' };
const broken: IntentEvent = { kind: 'glassBroken', ...AT, by: 'discord:1', opensAt: 5_000 };
const claimedAt = (at: number): IntentEvent => ({ kind: 'claimed', ticket: 't', at, by: 'discord:1' });

/** How many of these could not follow each other. */
const misfits = (...events: readonly IntentEvent[]) =>
  openBook(memoryJournal([proposed, ...events]), { now: () => 1_000 }).misfits;

test.each([
  ['nobody was asked', []],
  ['enough agreed', [asked, approved('discord:2'), approved('discord:3')]],
  ['the glass is open', [asked, broken]],
])('a ticket is claimed where %s', (_, events) => {
  expect(misfits(...events, claimedAt(5_000))).toBe(0);
});

test.each([
  ['too few agreed', [asked, approved('discord:2')]],
  ['one person agreed twice', [asked, approved('discord:2'), approved('discord:2')]],
  ['somebody denied it', [asked, approved('discord:2'), approved('discord:3'), denied]],
  ['the glass was broken and somebody denied it', [asked, broken, denied]],
])('a ticket is never claimed where %s, whatever stands in the journal', (_, events) => {
  expect(misfits(...events, claimedAt(5_000))).toBe(1);
});

test('nor before the glass is open', () => {
  expect(misfits(asked, broken, claimedAt(4_999))).toBe(1);
});

test.each([
  ['for other acts than those asked about', [asked, approved('discord:2', 'other')]],
  ['where nobody was asked', [approved('discord:2')]],
  ['after a denial', [asked, denied, approved('discord:2')]],
  ['once it has been claimed', [claimedAt(1_000), asked]],
])('nobody agrees %s', (_, events) => {
  expect(misfits(...events)).toBe(1);
});

test('what is impossible is refused while the desk runs, and leaves the ticket as it was', async () => {
  const book = openBook(memoryJournal([proposed, asked, denied]), { now: () => 1_000 });
  for (const event of [approved('discord:3'), claimedAt(5_000)]) {
    await expect(book.note(event)).rejects.toMatchObject({ kind: 'bug' });
  }
  expect(book.ticket('t')?.approval).toMatchObject({ given: [], deniedBy: 'discord:2' });
  expect(book.ticket('t')?.intents.map(({ state }) => state.kind)).toEqual(['proposed']);
});
