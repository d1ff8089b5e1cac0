import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Place } from '../../../src/core/index.js';
import { buttonsOf, textOf } from '../../support/desk.js';
import {
  type ApprovalRig,
  buttonAt,
  groupOf,
  type Identity,
  openApprovalRig,
  ownChat,
  person,
} from './four-eyes-rig.js';

const DAD = person('아빠', ['discord:1', 'telegram:1']);
const MUM = person('엄마', ['telegram:2', 'discord:2']);
const SON = person('아들', ['discord:3']);
const HERE = groupOf('telegram:1');

let rig: ApprovalRig;
beforeEach(() => {
  rig = openApprovalRig([DAD, MUM, SON], { approvers: 1, breakGlassMinutes: 30, drift: 1 });
  rig.languages.set(DAD.id, 'en').set(SON.id, 'en');
});
afterEach(() => rig.stop());

const press = (by: Identity, where: Place, ticket: string, label: string, code?: string) =>
  rig.press(by, where, buttonAt(rig, where, ticket, label), code);

/** Its title and buttons, as they stand there. */
function shows(where: Place, ticket: string): string {
  const reply = rig.at(where, ticket)?.reply;
  const labels = reply ? buttonsOf(reply).map(({ label }) => label) : [];
  return `${reply?.title.split(' · ')[0]}: ${labels.join()}`;
}

async function asked(): Promise<string> {
  const ticket = await rig.propose('telegram:1', 20n);
  expect(shows(HERE, ticket)).toBe('Buy: Ask for approval,Cancel');
  await press('telegram:1', HERE, ticket, 'Ask for approval');
  await rig.clock.advance(0);
  return ticket;
}

test('a ticket speaks the language of its requester, by whatever identity; each copy that of its reader', async () => {
  const ticket = await asked();
  const copies = () =>
    [ownChat('discord:2'), ownChat('telegram:2'), ownChat('discord:3')].map(at => shows(at, ticket));
  expect(shows(HERE, ticket)).toBe('Waiting for approval: Emergency,Cancel');
  expect(copies()).toEqual(['승인 요청: 승인,거부', '승인 요청: 승인,거부', 'Approval asked: Approve,Deny']);
  await press('discord:2', ownChat('discord:2'), ticket, '승인');
  expect(shows(HERE, ticket)).toBe('Approved: Send,Cancel');
  expect(copies()).toEqual(['승인됨: 거부', '승인됨: 거부', 'Approved: Deny']);
  await press('telegram:1', HERE, ticket, 'Send');
  expect(shows(HERE, ticket)).toBe('Accepted: ');
  expect(copies()).toEqual(['접수: ', '접수: ', 'Accepted: ']);
});

test('what many hear is in the language of the desk; what one is told alone, in theirs', async () => {
  const ticket = await asked();
  const before = rig.messages.length;
  await press('telegram:1', HERE, ticket, 'Emergency', rig.codes.good);
  const told = rig.messages.slice(before).map(({ place, reply }) => [place.place, reply.title]);
  expect(Object.fromEntries(told)).toMatchObject({
    'dm-2': '승인 없이 보내려는 주문이 있습니다',
    'dm-3': 'An order is about to go without approval',
  });
  await press('telegram:1', HERE, ticket, 'Cancel');
  const small = await rig.propose('telegram:1', 1n);
  await press('telegram:1', HERE, small, 'Confirm');
  expect(rig.notices.map(({ draft }) => draft.title)).toEqual([
    '승인 없이 보내려는 주문이 있습니다',
    expect.stringContaining('접수'),
  ]);
});

test('a new ticket in the place of one that things moved away from says so in that language', async () => {
  const ticket = await rig.propose('telegram:1', 1n);
  rig.world.quote = { price: 75_000n };
  // The price that was looked up for the ticket counts for a moment.
  await rig.clock.advance(10_000);
  await press('telegram:1', HERE, ticket, 'Confirm');
  const card = rig.messages.at(-1)?.reply;
  expect(card && textOf(card)).toContain('Things have moved since');
  expect(rig.sent).toEqual([]);
});
