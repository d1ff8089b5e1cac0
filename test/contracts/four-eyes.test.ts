import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { until } from '../support/fake-desk.js';
import { codeAt } from '../support/memory-step-up.js';
import { NO_LIMITS } from '../support/no-limits.js';
import { noViolations } from '../support/platform-violations.js';
import { type ChatDesk, openChatDesk } from './chat-desk.js';
import { type Seat, type Seen, SITTERS, type Sitter } from './chat-seat.js';

/** Orders that need somebody else's yes, between two platforms: real clients, and the venue's own count of orders. */

const GLASS_MINUTES = 2;
const LIMITS = { ...NO_LIMITS, approveAbove: 1_000_000n, approvers: 1, breakGlassMinutes: GLASS_MINUTES };
const WAYS = [
  ['Telegram', 'Discord', 'telegram', 'discord'],
  ['Discord', 'Telegram', 'discord', 'telegram'],
] as const;

let room: ChatDesk;
noViolations(() => room.servers);
beforeAll(async () => {
  room = await openChatDesk({ limits: LIMITS });
}, 30_000);
afterAll(() => room.stop());
beforeEach(() => room.clock.skip(120_000));

/** So that a chat takes a burst of messages again, and no stage of a ticket ends. */
const rest = () => room.clock.skip(20_000);

/** A ticket that others were asked about, as its requester has it. */
async function asked(seat: Seat): Promise<Seen> {
  const ticket = await seat.type('owner', '/buy 005930 20주 시장가');
  expect(ticket.buttons()).toEqual(['승인 요청', '취소']);
  expect(ticket.text()).toContain('1,000,000원을 넘는 주문');
  await seat.press('owner', ticket, '승인 요청');
  await looks(ticket, /승인 대기/, ['비상 전송', '취소']);
  return ticket;
}

/** All that the bot has written to this person alone. */
function ownChat({ platform, standing }: Seat, who: Sitter = 'other'): readonly Seen[] {
  return standing({ platform, kind: 'person', id: SITTERS[who] }).map(({ seen }) => seen);
}

function copiesOf(ticket: Seen, seat: Seat, who: Sitter): readonly Seen[] {
  const id = /주문표 (\S{8})/.exec(ticket.text())?.[1] ?? 'no ticket';
  return ownChat(seat, who).filter(seen =>
    ['주문표', 'Ticket'].some(word => seen.text().includes(`${word} ${id}`)),
  );
}

/** What stands of the ticket in the own chat of somebody who was asked. */
async function copyOf(ticket: Seen, seat: Seat, who: Sitter = 'other'): Promise<Seen> {
  await until(() => copiesOf(ticket, seat, who).length > 0, `the copy on ${seat.platform}`);
  const [copy, ...more] = copiesOf(ticket, seat, who);
  if (!copy || more.length > 0) throw new Error(`${more.length + 1} copies`);
  return copy;
}

/** Waits for it: other cards are rewritten behind a press. */
async function looks(card: Seen, words: RegExp, buttons: readonly string[]): Promise<void> {
  const isSo = () => words.test(card.text()) && card.buttons().join() === buttons.join();
  await until(isSo, `${words}`).catch(() => {
    expect([card.text(), card.buttons()]).toEqual([expect.stringMatching(words), buttons]);
  });
}

test.each(WAYS)(
  'asked for on %s and agreed to on %s, an order leaves once, and every card says so',
  async (_, __, at, by) => {
    const [here, there] = [room.seats[at], room.seats[by]];
    const before = await room.orders();
    const ticket = await asked(here);
    const copy = await copyOf(ticket, there);
    // Nobody knows yet that whoever is called so on both platforms is one person.
    const copies = [copy, await copyOf(ticket, here)];
    for (const one of copies) await looks(one, /승인 요청.*owner님의 주문/s, ['승인', '거부']);
    expect(await room.orders()).toBe(before);

    rest();
    await there.press('other', copy, '승인');
    await looks(ticket, /승인됨.*1\/1 · other/s, ['전송', '취소']);
    for (const one of copies) await looks(one, /승인됨.*1\/1 · other/s, ['거부']);
    expect(await room.orders()).toBe(before);

    rest();
    await here.press('owner', ticket, '전송');
    rest();
    for (const card of [ticket, ...copies]) await looks(card, /체결 20\/20주/, []);
    expect(await room.orders()).toBe(before + 1);
  },
);

test.each(WAYS)(
  'asked for on %s, a denial on %s ends it everywhere, and nothing is ordered',
  async (_, __, at, by) => {
    const [here, there] = [room.seats[at], room.seats[by]];
    const before = await room.orders();
    const ticket = await asked(here);
    const copy = await copyOf(ticket, there);
    const copies = [copy, await copyOf(ticket, here)];
    rest();
    await there.press('other', copy, '거부');
    for (const card of [ticket, ...copies]) await looks(card, /승인 거부.*other.*나가지 않았습니다/s, []);
    expect(await room.orders()).toBe(before);
  },
);

test('nobody agrees to an order of their own, not as somebody whom they turn out to be meanwhile', async () => {
  const { discord, telegram } = room.seats;
  const before = await room.orders();
  const ticket = await asked(telegram);
  const own = await copyOf(ticket, discord, 'owner');
  const code = /\/link ([0-9A-Z]{10})/.exec((await discord.type('owner', '/link')).text())?.[1];
  const question = await telegram.type('owner', `/link ${code}`);
  await telegram.press('owner', question, question.buttons()[0] ?? '');
  rest();
  for (const label of ['승인', '거부']) {
    const answer = await discord.press('owner', own, label);
    expect(answer.text()).toContain('본인이 요청한 주문은 어느 계정으로도 승인하거나 거부할 수 없습니다');
  }
  await looks(ticket, /승인 대기/, ['비상 전송', '취소']);

  const next = await asked(telegram);
  const copy = await copyOf(next, discord);
  expect(copiesOf(next, discord, 'owner')).toEqual([]);
  await discord.press('other', copy, '승인');
  await looks(next, /승인됨/, ['전송', '취소']);
  expect(await room.orders()).toBe(before);
});

test.each(['nobody denies it', 'somebody denies it'])(
  'without approval an order takes a code, a word to everybody and a wait, and leaves if %s',
  async how => {
    const { discord, telegram } = room.seats;
    const before = await room.orders();
    await room.enrol('discord', true);
    const ticket = await asked(discord);
    const copy = await copyOf(ticket, telegram);
    const copies = [copy, await copyOf(ticket, discord)];
    const toldBefore = ownChat(telegram).length;
    const noticedBefore = room.notices.length;
    const code = codeAt(room.clock.now());
    await discord.fill('owner', ticket, '비상 전송', [code]);
    await looks(ticket, /비상 전송 대기/, ['취소']);
    for (const one of copies) await looks(one, /비상 전송 예고.*owner님이 승인 없이/s, ['거부']);
    expect(room.notices.slice(noticedBefore)).toMatchObject([{ kind: 'security', urgency: 'critical' }]);
    await until(() => ownChat(telegram).length > toldBefore, 'the words');
    const told = ownChat(telegram).slice(toldBefore);
    expect(told.map(seen => seen.text())).toEqual([
      expect.stringContaining('owner님이 비상 전송을 눌렀습니다'),
    ]);
    for (const seen of [ticket, ...copies, ...told]) expect(seen.text()).not.toContain(code);

    rest();
    if (how === 'somebody denies it') await telegram.press('other', copy, '거부');
    room.clock.skip(GLASS_MINUTES * 60_000);
    if (how === 'somebody denies it') {
      for (const card of [ticket, ...copies]) await looks(card, /승인 거부.*other/s, []);
      return expect(await room.orders()).toBe(before);
    }
    await looks(ticket, /비상 전송 가능/, ['전송', '취소']);
    expect(await room.orders()).toBe(before);
    await discord.press('owner', ticket, '전송');
    rest();
    for (const card of [ticket, ...copies]) await looks(card, /체결 20\/20주/, []);
    expect(await room.orders()).toBe(before + 1);
  },
);

test('each of those who are asked reads the ticket in a language of their own', async () => {
  const { discord, telegram } = room.seats;
  await discord.type('other', '/settings en');
  const ticket = await asked(telegram);
  await looks(await copyOf(ticket, telegram), /승인 요청/, ['승인', '거부']);
  await looks(await copyOf(ticket, discord), /Approval asked/, ['Approve', 'Deny']);
  await discord.type('other', '/settings desk');
});

test('nothing that was asked for here broke anything', () => {
  expect(room.troubles).toEqual([]);
});
