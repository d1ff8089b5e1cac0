import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '../../../src/core/index.js';
import { digestOf } from '../../../src/desk/confirmations/digest.js';
import { buttonsOf, textOf } from '../../support/desk.js';
import {
  type ApprovalRig,
  buttonAt,
  groupOf,
  type Identity,
  openApprovalRig,
  ownChat,
  person,
  refusal,
} from './four-eyes-rig.js';

const DAD = person('아빠', ['discord:1', 'telegram:1']);
const MUM = person('엄마', ['telegram:2', 'discord:2']);
const SON = person('아들', ['discord:3']);
const AUNT = person('이모', ['telegram:4'], ['view', 'approve']);
const LOOKER = person('손님', ['discord:5'], ['view', 'trade']);

let rig: ApprovalRig;
beforeEach(() => {
  rig = openApprovalRig([DAD, MUM, SON, AUNT, LOOKER]);
});
afterEach(() => rig.stop());

const labels = (where: Place, ticket: string) => {
  const message = rig.at(where, ticket);
  return message ? buttonsOf(message.reply).map(({ label }) => label) : undefined;
};
const text = (where: Place, ticket: string) => {
  const message = rig.at(where, ticket);
  return message ? `${message.reply.title} ${textOf(message.reply)}` : '';
};
const press = (by: Identity, where: Place, ticket: string, label: string, code?: string) =>
  rig.press(by, where, buttonAt(rig, where, ticket, label), code);
const own = (by: Identity, ticket: string, label: string) => press(by, ownChat(by), ticket, label);

/** An order of 1,438,000 won, above the million. */
async function asked(by: Identity = 'telegram:1'): Promise<string> {
  const ticket = await rig.propose(by, 20n);
  await press(by, groupOf(by), ticket, '승인 요청');
  await rig.clock.advance(0);
  return ticket;
}

async function ready(by: Identity = 'telegram:1'): Promise<string> {
  const ticket = await asked(by);
  await own('discord:2', ticket, '승인');
  await own('telegram:4', ticket, '승인');
  return ticket;
}

const ended = (ticket: string) => rig.desk().viewOf(ticket)?.ended;
const kinds = () => rig.written.map(({ kind }) => kind).filter(kind => kind !== 'shown');

describe('an order above the limit', () => {
  test('cannot be confirmed alone: its card offers to ask, and says how many have to agree', async () => {
    const ticket = await rig.propose('telegram:1', 20n);
    const here = groupOf('telegram:1');
    expect(labels(here, ticket)).toEqual(['승인 요청', '취소']);
    expect(text(here, ticket)).toContain('1,000,000원을 넘는 주문이라 다른 사람 2명의 승인');
    const small = await rig.propose('telegram:1', 13n);
    expect(labels(here, small)).toEqual(['확인', '취소']);
  });

  test('is put to everybody who may agree, on every platform of theirs, and to nobody else', async () => {
    const ticket = await asked();
    const places = rig.messages.filter(({ reply }) => reply.card === ticket).map(({ place }) => place.place);
    expect(places.toSorted()).toEqual(
      [
        '-100500',
        '2',
        '4',
        'dm-2',
        'dm-3',
        'page:discord:3',
        'page:telegram:2',
        'page:telegram:4',
      ].toSorted(),
    );
    expect(labels(ownChat('telegram:4'), ticket)).toEqual(['승인', '거부']);
    expect(labels(groupOf('telegram:1'), ticket)).toEqual(['취소']);
    expect(rig.desk().viewOf(ticket)?.approval).toMatchObject({ need: 2, given: 0 });
  });

  test('asked for on Telegram, agreed to on Discord and Telegram, is sent once by its requester', async () => {
    const ticket = await asked();
    const here = groupOf('telegram:1');
    await own('discord:2', ticket, '승인');
    expect(text(here, ticket)).toContain('1/2 · 엄마');
    expect(labels(here, ticket)).toEqual(['취소']);
    await own('telegram:4', ticket, '승인');
    expect(labels(here, ticket)).toEqual(['전송', '취소']);
    expect(labels(ownChat('discord:3'), ticket)).toEqual(['거부']);
    expect(rig.sent).toEqual([]);
    const send = buttonAt(rig, here, ticket, '전송');
    const [first, second] = await Promise.allSettled([
      rig.press('telegram:1', here, send),
      rig.press('telegram:1', here, send),
    ]);
    expect([first?.status, second?.status].toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(rig.sent).toMatchObject([{ quantity: 20n, price: 71_900n, code: '005930' }]);
    expect(kinds()).toEqual(['proposed', 'asked', 'approved', 'approved', 'claimed', 'sent', 'accepted']);
    for (const place of ['discord:3', 'telegram:2', 'telegram:4', 'discord:2'] as const) {
      expect(text(ownChat(place), ticket), place).toContain('접수');
      expect(labels(ownChat(place), ticket)).toEqual([]);
    }
  });

  test('asked for on Discord, agreed to on Telegram and on the web, is sent', async () => {
    const ticket = await asked('discord:1');
    await own('telegram:2', ticket, '승인');
    const page: Place = { platform: 'web', id: 'page:discord:3', group: undefined, kind: 'private' };
    await press('discord:3', page, ticket, '승인');
    await press('discord:1', groupOf('discord:1'), ticket, '전송');
    expect(rig.sent).toHaveLength(1);
  });

  test('binds every approval to the very acts, and writes each down before it counts', async () => {
    const ticket = await ready();
    const proposed = rig.written.find(event => event.kind === 'proposed');
    const digest = proposed?.kind === 'proposed' ? digestOf(proposed.acts) : '';
    const given = rig.written.filter(event => event.kind === 'approved' || event.kind === 'asked');
    expect(given.map(event => ('digest' in event ? event.digest : ''))).toEqual([digest, digest, digest]);
    expect(ticket).not.toBe('');
  });
});

describe('who counts', () => {
  test('the same person on two platforms counts once', async () => {
    const ticket = await asked();
    await own('discord:2', ticket, '승인');
    expect(labels(ownChat('telegram:2'), ticket)).toEqual(['거부']);
    expect(rig.desk().viewOf(ticket)?.approval?.given).toBe(1);
  });

  test('two people who turn out to be one count once, at the latest when it is sent', async () => {
    const ticket = await ready();
    rig.members.delete('telegram:4');
    rig.members.set('telegram:2', { ...MUM, ids: [...MUM.ids, 'telegram:4'] });
    const outcome = press('telegram:1', groupOf('telegram:1'), ticket, '전송');
    expect(await refusal(outcome)).toBe('usedTicket unapproved');
    expect(rig.sent).toEqual([]);
    expect(ended(ticket)).toBe('unapproved');
  });

  test('an approver who turns out to be the requester never counts, before or after', async () => {
    const ticket = await asked();
    const approve = buttonAt(rig, ownChat('discord:2'), ticket, '승인');
    rig.members.delete('telegram:2');
    rig.members.set('discord:1', { ...DAD, ids: [...DAD.ids, ...MUM.ids] });
    expect(await refusal(rig.press('discord:2', ownChat('discord:2'), approve))).toBe('denied other');
    const other = await asked('telegram:1');
    await own('discord:3', other, '승인');
    await own('telegram:4', other, '승인');
    rig.members.delete('discord:3');
    rig.members.set('discord:1', { ...DAD, ids: [...DAD.ids, 'discord:3'] });
    const outcome = press('telegram:1', groupOf('telegram:1'), other, '전송');
    expect(await refusal(outcome)).toBe('usedTicket unapproved');
    expect(rig.sent).toEqual([]);
  });

  test('the requester cannot use the copy of somebody else, nor they the card of the requester', async () => {
    const ticket = await asked();
    const approve = buttonAt(rig, ownChat('discord:2'), ticket, '승인');
    expect(await refusal(rig.press('discord:1', ownChat('discord:2'), approve))).toBe('denied owner');
    expect(await refusal(rig.press('discord:3', ownChat('discord:2'), approve))).toBe('denied owner');
    expect(await refusal(rig.press('discord:2', groupOf('discord:1'), approve))).toBe('denied owner');
    const decline = buttonAt(rig, groupOf('telegram:1'), ticket, '취소');
    expect(await refusal(rig.press('telegram:2', groupOf('telegram:1'), decline))).toBe('denied owner');
    expect(rig.desk().buttonOf(approve)?.role).toBe('approve');
    expect(rig.desk().buttonOf(decline)?.role).toBe('trade');
  });

  test.each([
    ['the role', { ...AUNT, roles: new Set(['view'] as const) }],
    ['the account', { ...AUNT, accounts: [] }],
  ])('whoever has lost %s since counts no more', async (_, now) => {
    const ticket = await ready();
    rig.members.set('telegram:4', now);
    const outcome = press('telegram:1', groupOf('telegram:1'), ticket, '전송');
    expect(await refusal(outcome)).toBe('usedTicket unapproved');
    expect(rig.sent).toEqual([]);
  });

  test('an order that nobody could agree to is refused at once', async () => {
    for (const id of ['telegram:2', 'discord:3']) rig.members.delete(id);
    expect(await refusal(rig.propose('telegram:1', 20n))).toBe('impossible approvers');
  });
});

describe('the clocks', () => {
  test('too few in five minutes end it, on every copy', async () => {
    const ticket = await asked();
    await own('discord:2', ticket, '승인');
    await rig.clock.advance(299_000);
    expect(ended(ticket)).toBeUndefined();
    await rig.clock.advance(1_000);
    expect(ended(ticket)).toBe('unapproved');
    for (const place of [groupOf('telegram:1'), ownChat('discord:2'), ownChat('telegram:4')]) {
      expect(text(place, ticket)).toContain('승인 부족');
      expect(labels(place, ticket)).toEqual([]);
    }
  });

  test('enough approvals hold for sixty seconds', async () => {
    const ticket = await ready();
    const send = buttonAt(rig, groupOf('telegram:1'), ticket, '전송');
    await rig.clock.advance(60_000);
    expect(ended(ticket)).toBe('expired');
    expect(await refusal(rig.press('telegram:1', groupOf('telegram:1'), send))).toBe('usedTicket expired');
    expect(rig.sent).toEqual([]);
  });

  test('a wall clock that has moved on ends it although nobody waited', async () => {
    const ticket = await ready();
    rig.clock.step(61_000);
    await press('telegram:1', groupOf('telegram:1'), ticket, '전송');
    expect(rig.sent).toEqual([]);
    expect(ended(ticket)).toBe('expired');
  });

  test('a restart ends it, and every copy says so', async () => {
    const ticket = await ready();
    await rig.restart();
    expect(ended(ticket)).toBe('restart');
    for (const place of [groupOf('telegram:1'), ownChat('discord:2'), ownChat('telegram:4')]) {
      expect(text(place, ticket)).toContain('다시 시작되어 만료');
      expect(labels(place, ticket)).toEqual([]);
    }
  });
});

describe('a denial', () => {
  test('ends it at once, whoever agreed before, and names who', async () => {
    const ticket = await asked();
    await own('discord:2', ticket, '승인');
    await own('telegram:4', ticket, '거부');
    expect(ended(ticket)).toBe('denied');
    expect(text(groupOf('telegram:1'), ticket)).toContain('이모');
    expect(labels(ownChat('discord:2'), ticket)).toEqual([]);
    expect(kinds().slice(-2)).toEqual(['denied', 'ended']);
  });

  test('comes in time after enough have agreed, from somebody who agreed as well', async () => {
    const ticket = await ready();
    await own('telegram:4', ticket, '거부');
    expect(ended(ticket)).toBe('denied');
    expect(rig.sent).toEqual([]);
  });

  test('stops an order that is being looked over before it leaves', async () => {
    const ticket = await ready();
    const deny = buttonAt(rig, ownChat('discord:3'), ticket, '거부');
    rig.faults.beforeOrders = async () => {
      rig.faults.beforeOrders = async () => {};
      await rig.press('discord:3', ownChat('discord:3'), deny);
    };
    const outcome = press('telegram:1', groupOf('telegram:1'), ticket, '전송');
    expect(await refusal(outcome)).toBe('usedTicket denied');
    expect(rig.sent).toEqual([]);
    expect(ended(ticket)).toBe('denied');
  });
});

test('a price that has moved too far makes a new ticket, which needs its own approvals', async () => {
  const ticket = await ready();
  rig.world.quote = { price: 75_000n };
  await rig.clock.advance(10_000);
  const draft = await press('telegram:1', groupOf('telegram:1'), ticket, '전송');
  expect(draft.card).not.toBe(ticket);
  expect(buttonsOf(draft).map(({ label }) => label)).toEqual(['승인 요청', '취소']);
  expect(ended(ticket)).toBe('replaced');
  expect(text(ownChat('discord:2'), ticket)).toContain('새 주문표로 바뀜');
  expect(rig.sent).toEqual([]);
});

test('a limit that was lowered meanwhile binds what was shown without it', async () => {
  const ticket = await rig.propose('telegram:1', 13n);
  rig.world.limits = { ...rig.world.limits, approveAbove: 100_000n };
  const draft = await press('telegram:1', groupOf('telegram:1'), ticket, '확인');
  expect(rig.sent).toEqual([]);
  expect(buttonsOf(draft).map(({ label }) => label)).toEqual(['승인 요청', '취소']);
});

test('more approvers than were asked for, by a limit of now, are not there', async () => {
  const ticket = await ready();
  rig.world.limits = { ...rig.world.limits, approvers: 3 };
  expect(await refusal(press('telegram:1', groupOf('telegram:1'), ticket, '전송'))).toBe(
    'usedTicket unapproved',
  );
  expect(rig.sent).toEqual([]);
});

test('what cannot be written down is no approval, and ends the ticket', async () => {
  const ticket = await asked();
  rig.faults.disk = true;
  expect(await refusal(own('discord:2', ticket, '승인'))).toBe('storage');
  rig.faults.disk = false;
  expect(labels(groupOf('telegram:1'), ticket)).toEqual([]);
  expect(await refusal(rig.restart())).toBe('done');
  expect(rig.sent).toEqual([]);
});

test('a copy whose chat is away is put there once it is back, as long as it is waited for', async () => {
  rig.faults.down.add('discord');
  const ticket = await asked();
  expect(rig.at(ownChat('discord:3'), ticket)).toBeUndefined();
  rig.faults.down.clear();
  await rig.clock.advance(2_000);
  expect(labels(ownChat('discord:3'), ticket)).toEqual(['승인', '거부']);
});

test('the requester can call it off at every step, and all copies show it', async () => {
  const ticket = await ready();
  await press('telegram:1', groupOf('telegram:1'), ticket, '취소');
  expect(ended(ticket)).toBe('declined');
  expect(labels(ownChat('discord:3'), ticket)).toEqual([]);
  expect(text(ownChat('discord:3'), ticket)).toContain('취소함');
});
