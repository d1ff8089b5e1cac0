import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buttonsOf, textOf } from '../../support/desk.js';
import { amend, at } from '../tickets/rig.js';
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

const DAD = person('아빠', ['telegram:1', 'discord:1']);
const MUM = person('엄마', ['telegram:2', 'discord:2']);
const HERE = groupOf('telegram:1');
const CODE = '123456';

let rig: ApprovalRig;
beforeEach(() => {
  rig = openApprovalRig([DAD, MUM], { approvers: 1, breakGlassMinutes: 30, drift: 100 });
});
afterEach(() => rig.stop());

const press = (label: string, ticket: string, code?: string, by: Identity = 'telegram:1') =>
  rig.press(by, by === 'telegram:1' ? HERE : ownChat(by), buttonAt(rig, place(by), ticket, label), code);
const place = (by: Identity) => (by === 'telegram:1' ? HERE : ownChat(by));
const labels = (by: Identity, ticket: string) => {
  const message = rig.at(place(by), ticket);
  return message && buttonsOf(message.reply).map(({ label }) => label);
};
const ended = (ticket: string) => rig.desk().viewOf(ticket)?.ended;

async function asked(): Promise<string> {
  const ticket = await rig.propose('telegram:1', 20n);
  await press('승인 요청', ticket);
  return ticket;
}

async function broken(): Promise<string> {
  const ticket = await asked();
  await press('비상 전송', ticket, CODE);
  return ticket;
}

describe('going ahead without approval', () => {
  test('takes a second factor, a wait without a denial, and a press within a minute', async () => {
    const ticket = await asked();
    const button = buttonAt(rig, HERE, ticket, '비상 전송');
    expect(rig.desk().asksCode(button, DAD)).toBe(true);
    expect(await refusal(rig.press('telegram:1', HERE, button))).toBe('denied code');
    expect(await refusal(rig.press('telegram:1', HERE, button, '000000'))).toBe('denied code');
    await rig.press('telegram:1', HERE, button, CODE);
    expect(labels('telegram:1', ticket)).toEqual(['취소']);
    // The five minutes of the others are no limit any more.
    await rig.clock.advance(29 * 60_000 + 59_000);
    expect(labels('telegram:1', ticket)).toEqual(['취소']);
    await rig.clock.advance(1_000);
    await press('전송', ticket);
    expect(rig.sent).toHaveLength(1);
    expect(rig.written.map(({ kind }) => kind)).toContain('glassBroken');
  });

  test('tells admins and approvers at once, and every copy keeps its denial', async () => {
    const before = rig.messages.length;
    const ticket = await broken();
    expect(rig.notices).toMatchObject([{ kind: 'security', urgency: 'critical', about: MUM.ids }]);
    const told = rig.messages.slice(before).filter(({ reply }) => reply.card === undefined);
    expect(told.map(({ place: { place } }) => place).toSorted()).toEqual(['2', 'dm-2', 'page:telegram:2']);
    expect(told.map(({ reply }) => textOf(reply))).toEqual(
      Array(3).fill(expect.stringContaining('10:30:00부터 60초')),
    );
    expect(labels('discord:2', ticket)).toEqual(['거부']);
    expect(labels('telegram:2', ticket)).toEqual(['거부']);
  });

  test.each(['before', 'after'])('is over with a denial %s it opens', async when => {
    const ticket = await broken();
    await rig.clock.advance(30 * 60_000 + (when === 'before' ? -1_000 : 1_000));
    await press('거부', ticket, undefined, 'discord:2');
    expect(ended(ticket)).toBe('denied');
    expect(labels('telegram:1', ticket)).toEqual([]);
    expect(rig.sent).toEqual([]);
  });

  test('is over when nobody sends it within a minute', async () => {
    const ticket = await broken();
    await rig.clock.advance(31 * 60_000);
    expect(ended(ticket)).toBe('expired');
  });

  test('does not open early for a wall clock that was set ahead, nor while it was set back', async () => {
    const ticket = await broken();
    rig.clock.step(40 * 60_000);
    await rig.clock.advance(60_000);
    expect(labels('telegram:1', ticket)).toEqual(['취소']);
    rig.clock.step(-60 * 60_000);
    await rig.clock.advance(29 * 60_000);
    expect(labels('telegram:1', ticket)).toEqual(['취소']);
    await rig.clock.advance(20 * 60_000);
    expect(labels('telegram:1', ticket)).toEqual(['전송', '취소']);
  });

  test('cannot be done where the account says nothing of it, or not any more', async () => {
    const ticket = await asked();
    const button = buttonAt(rig, HERE, ticket, '비상 전송');
    rig.world.limits = { ...rig.world.limits, breakGlassMinutes: undefined };
    expect(await refusal(rig.press('telegram:1', HERE, button, CODE))).toBe('impossible breakGlass');
    const without = await asked();
    expect(labels('telegram:1', without)).toEqual(['취소']);
  });

  test('does not go where it was forbidden, or made to wait longer, in the meantime', async () => {
    for (const breakGlassMinutes of [undefined, 45]) {
      rig.world.limits = { ...rig.world.limits, breakGlassMinutes: 30 };
      const ticket = await broken();
      await rig.clock.advance(30 * 60_000);
      rig.world.limits = { ...rig.world.limits, breakGlassMinutes };
      expect(await refusal(press('전송', ticket))).toBe('usedTicket unapproved');
    }
    expect(rig.sent).toEqual([]);
  });

  test('cannot be done by somebody without a second factor', async () => {
    const ticket = await asked();
    rig.codes.enrolled = false;
    const button = buttonAt(rig, HERE, ticket, '비상 전송');
    expect(rig.desk().asksCode(button, DAD)).toBe(false);
    expect(await refusal(rig.press('telegram:1', HERE, button))).toBe('denied enrol');
    expect(labels('discord:2', ticket)).toEqual(['승인', '거부']);
  });

  test('does not survive a restart', async () => {
    const ticket = await broken();
    await rig.restart();
    await rig.clock.advance(31 * 60_000);
    expect(ended(ticket)).toBe('restart');
    expect(labels('discord:2', ticket)).toEqual([]);
    expect(rig.sent).toEqual([]);
  });
});

describe('a second factor for large orders', () => {
  beforeEach(() => {
    rig.world.limits = { ...rig.world.limits, approveAbove: undefined, stepUpAbove: 1_000_000n };
  });

  test('is asked for above the limit alone, and a wrong code leaves the ticket as it was', async () => {
    const small = await rig.propose('telegram:1', 13n);
    expect(rig.desk().asksCode(buttonAt(rig, HERE, small, '확인'), DAD)).toBe(false);
    const ticket = await rig.propose('telegram:1', 20n);
    const button = buttonAt(rig, HERE, ticket, '확인');
    expect(rig.desk().asksCode(button, DAD)).toBe(true);
    for (const code of [undefined, '', '999999']) {
      expect(await refusal(rig.press('telegram:1', HERE, button, code))).toBe('denied code');
    }
    expect(rig.sent).toEqual([]);
    await rig.press('telegram:1', HERE, button, CODE);
    expect(rig.sent).toHaveLength(1);
    expect(rig.desk().asksCode(button, DAD)).toBe(false);
  });

  test('is not used up by a ticket that is over already', async () => {
    const ticket = await rig.propose('telegram:1', 20n);
    const button = buttonAt(rig, HERE, ticket, '확인');
    await rig.clock.advance(60_000);
    expect(await refusal(rig.press('telegram:1', HERE, button, CODE))).toBe('usedTicket expired');
    expect(rig.codes.asked).toEqual([]);
  });

  test('is asked for when an approved one is sent', async () => {
    rig.world.limits = { ...rig.world.limits, approveAbove: 1_000_000n };
    const ticket = await asked();
    await press('승인', ticket, undefined, 'discord:2');
    expect(await refusal(press('전송', ticket))).toBe('denied code');
    await press('전송', ticket, CODE);
    expect(rig.sent).toHaveLength(1);
    expect(rig.codes.asked).toEqual(['order ', `order ${CODE}`]);
  });

  test('of the same order again is asked for at the second question, not at the first', async () => {
    const first = await rig.propose('telegram:1', 20n);
    await press('확인', first, CODE);
    const ticket = await rig.propose('telegram:1', 20n);
    expect(rig.desk().asksCode(buttonAt(rig, HERE, ticket, '확인'), DAD)).toBe(false);
    await press('확인', ticket);
    expect(await refusal(press('같은 주문을 한 번 더 보냄', ticket))).toBe('denied code');
    await press('같은 주문을 한 번 더 보냄', ticket, CODE);
    expect(rig.sent).toHaveLength(2);
  });

  test('by a limit of now keeps back what was pressed without one', async () => {
    rig.world.limits = { ...rig.world.limits, stepUpAbove: undefined };
    const ticket = await rig.propose('telegram:1', 20n);
    rig.faults.beforeOrders = async () => {
      rig.world.limits = { ...rig.world.limits, stepUpAbove: 1_000_000n };
    };
    expect(await refusal(press('확인', ticket))).toBe('denied code');
    expect(rig.sent).toEqual([]);
  });

  test('too many wrong codes keep somebody from everything but cancelling', async () => {
    const ticket = await rig.propose('telegram:1', 13n);
    rig.codes.locked = true;
    expect(await refusal(press('확인', ticket))).toBe('denied unlocked');
    expect(await refusal(rig.propose('telegram:1', 13n))).toBe('denied unlocked');
    const wish = { kind: 'cancel', account: amend().account, which: { kind: 'all' } } as const;
    const draft = await rig.desk().propose(wish, DAD, HERE, new AbortController().signal);
    const [confirm] = buttonsOf(draft);
    expect(await refusal(rig.press('telegram:1', HERE, confirm?.id ?? ''))).toBe('done');
    await press('취소', ticket);
    expect(ended(ticket)).toBe('declined');
  });
});

describe('what counts', () => {
  test('an amendment counts with the whole order that it makes', async () => {
    const won = (price: bigint) =>
      rig.desk().propose(amend({ price: at(price) }), DAD, HERE, new AbortController().signal);
    rig.world.limits = { ...rig.world.limits, approveAbove: 420_000n };
    // Six shares are left open: 6 × 70,100 is above the limit although it adds 600 won only.
    expect(buttonsOf(await won(70_100n)).map(({ label }) => label)).toEqual(['승인 요청', '취소']);
    expect(buttonsOf(await won(69_900n)).map(({ label }) => label)).toEqual(['확인', '취소']);
  });

  test('a cancel needs nobody, whatever it is worth', async () => {
    rig.world.limits = { ...rig.world.limits, approveAbove: 1n, stepUpAbove: 1n };
    const wish = { kind: 'cancel', account: amend().account, which: { kind: 'all' } } as const;
    const draft = await rig.desk().propose(wish, DAD, HERE, new AbortController().signal);
    expect(buttonsOf(draft).map(({ label }) => label)).toEqual(['확인', '취소']);
  });

  test.each([
    ['others have to agree', {}, 'impossible approval'],
    ['a second factor is due', { approveAbove: undefined, stepUpAbove: 1n }, 'impossible stepUp'],
  ] as const)('a program without a person sends nothing where %s', async (_, limits, told) => {
    rig.world.limits = { ...rig.world.limits, ...limits };
    const key = { id: 'k1', limits: { orderAmount: 10n ** 12n, dayAmount: 10n ** 12n, dayCount: 9 } };
    const program = { ...DAD, ids: [...DAD.ids, 'web:key:k1'], byKey: key };
    const where = { platform: 'web', id: 'key:k1', group: undefined, kind: 'private' } as const;
    const ticket = await rig.proposeAs(program, 20n, where);
    const sending = rig.desk().confirmUnattended(ticket, program, where, () => program);
    expect(await refusal(sending)).toBe(told);
    expect(ended(ticket)).toBe('blocked');
    expect(rig.sent).toEqual([]);
  });
});
