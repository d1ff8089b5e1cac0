import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../commands/index.js';
import { until } from '../support/fake-desk.js';
import { codeAt, wrongCodeAt } from '../support/memory-step-up.js';
import { noViolations } from '../support/platform-violations.js';
import { type ChatDesk, openChatDesk } from './chat-desk.js';
import { describeLetters } from './chat-letters.js';
import { type Seat, type Seen, SITTERS } from './chat-seat.js';

/** What must be true of every chat, on the terminal, on Discord and on Telegram alike. */

/** A line for every command of the allow-list, and what its card says. */
const LINES: Readonly<Record<string, readonly [line: string, says: RegExp]>> = {
  help: ['/help', /명령/],
  balance: ['/balance', /예수금/],
  price: ['/price 005930', /삼성전자/],
  buy: ['/buy 005930 1주 시장가', /매수/],
  sell: ['/sell 005930 1주 시장가', /매도/],
  orders: ['/orders', /주문/],
  amend: ['/amend 99999999', /찾을 수 없|없습니다/],
  cancel: ['/cancel', /취소/],
  halt: ['/halt buy 시험', /정지/],
  resume: ['/resume', /정지|재개/],
  token: ['/token', /토큰/],
  status: ['/status', /연결/],
  alerts: ['/alerts', /알림 설정/],
  jobs: ['/jobs', /작업/],
  members: ['/members', /구성원/],
  link: ['/link', /코드|연결/],
  me: ['/me', /나|이름/],
  web: ['/web', /웹 콘솔|링크/],
  keys: ['/keys', /API 키/],
  account: ['/account', /계좌/],
  otp: ['/otp', /인증/],
  settings: ['/settings', /언어/],
  usage: ['/usage', /사용량/],
  audit: ['/audit', /감사/],
};
const NEEDS = (access: string) => COMMANDS.filter(command => command.access === access);

let room: ChatDesk;
noViolations(() => room.servers);
beforeAll(async () => {
  room = await openChatDesk();
}, 30_000);
afterAll(() => room.stop());

async function ticketOn(seat: Seat, line = '/buy 005930 1주 시장가'): Promise<Seen> {
  const ticket = await seat.type('owner', line);
  expect(ticket.buttons()).toEqual(['확인', '취소']);
  return ticket;
}

describe.each(['console', 'discord', 'telegram'] as const)('on %s', platform => {
  let seat: Seat;
  beforeEach(async () => {
    seat = room.seats[platform];
    // Nothing of a test before: no like order of the last half minute, no halt, no worn-out rate.
    room.clock.skip(120_000);
    await room.desk.halts.lift('all');
  });

  test('every command of the allow-list has a line in this suite', () => {
    expect(Object.keys(LINES).toSorted()).toEqual(COMMANDS.map(({ name }) => name).toSorted());
  });

  test.each(COMMANDS.map(({ name }) => name))('/%s is answered with its card', async name => {
    const [line, says] = LINES[name] ?? ['', /never/];
    const seen = await seat.type('owner', line);
    expect(seen.text()).toMatch(/\[모의\]/);
    expect(seen.text()).toMatch(says);
    expect(seen.text()).not.toMatch(/프로그램 오류/);
  });

  test('what is private is private, and what is public is not, where others look on', async () => {
    if (platform === 'console') return expect(seat.sitters).toEqual(['owner']);
    expect((await seat.type('owner', '/balance')).isPrivate).toBe(true);
    expect((await seat.type('owner', '/price 005930')).isPrivate).toBe(false);
  });

  test('bad input is refused with the reason, and nothing is ordered', async () => {
    const before = await room.orders();
    const seen = await seat.type('owner', '/buy 005930 1e3');
    expect(seen.text()).toMatch(/수량으로 읽을 수 없어/);
    expect(seen.text()).toMatch(/주문은 나가지 않았습니다/);
    expect(await room.orders()).toBe(before);
  });

  test('a ticket, its confirmation, one order', async () => {
    const before = await room.orders();
    const ticket = await ticketOn(seat);
    expect(await room.orders()).toBe(before);
    await seat.press('owner', ticket, '확인');
    expect(await room.orders()).toBe(before + 1);
    await until(() => /체결 1\/1주/.test(ticket.text()) || platform === 'console', 'the filled card');
  });

  test('a button that asks for more leads to a ticket with what was answered, and to nothing by itself', async () => {
    const before = await room.orders();
    const price = await seat.type('owner', '/price 005930');
    const wrong = await seat.fill('owner', price, '매도…', ['1e3', '']);
    expect(wrong.text()).toMatch(/수량으로 읽을 수 없어/);
    const ticket = await seat.fill('owner', price, '매수…', ['2주', '']);
    expect(ticket.text()).toMatch(/2주 × 시장가/);
    expect(ticket.buttons()).toEqual(['확인', '취소']);
    expect(await room.orders()).toBe(before);
    await seat.press('owner', ticket, '확인');
    expect(await room.orders()).toBe(before + 1);
  });

  test('a code is asked for in secret, works once, and stays nowhere', async () => {
    await room.enrol(platform, true);
    try {
      await seat.type('owner', '/halt buy 시험');
      const asked = await seat.type('owner', '/resume');
      expect(asked.text()).toMatch(/인증 코드가 필요합니다/);
      expect(asked.buttons()).toEqual(['인증 코드 입력']);
      const code = codeAt(room.clock.now());
      const wrong = wrongCodeAt(room.clock.now());
      expect((await seat.fill('owner', asked, '인증 코드 입력', [wrong])).text()).toMatch(/4번 더 틀리면/);
      expect(room.desk.halts.list()).toHaveLength(1);
      const done = await seat.fill('owner', asked, '인증 코드 입력', [code]);
      expect(`${done.text()} ${asked.text()}`).toMatch(/주문을 재개합니다/);
      expect(room.desk.halts.list()).toEqual([]);
      expect(`${done.text()} ${asked.text()}`).not.toContain(code);
      // What a chat takes at once is used up; the code is still one that was shown just now.
      room.clock.skip(24_000);
      await seat.type('owner', '/halt buy 시험');
      const again = await seat.type('owner', '/resume');
      const used = await seat.fill('owner', again, '인증 코드 입력', [code]);
      expect(used.text()).toMatch(/이미 쓴 인증 코드입니다/);
      expect(room.desk.halts.list()).toHaveLength(1);
    } finally {
      await room.enrol(platform, false);
    }
  });

  test('a declined ticket orders nothing', async () => {
    const before = await room.orders();
    const ticket = await ticketOn(seat);
    const answer = await seat.press('owner', ticket, '취소');
    expect(answer.text()).toMatch(/취소/);
    expect(await room.orders()).toBe(before);
  });

  test('a ticket that nobody answered in time loses its buttons, and says that nothing was ordered', async () => {
    const before = await room.orders();
    const ticket = await ticketOn(seat);
    room.clock.skip(61_000);
    await until(() => /만료/.test(ticket.text()) && ticket.buttons().length === 0, 'the expired card');
    expect(await room.orders()).toBe(before);
  });

  test('a double press orders once', async () => {
    const before = await room.orders();
    const ticket = await ticketOn(seat);
    await seat.pressAtOnce(Array.from({ length: 5 }, () => ['owner', ticket, '확인'] as const));
    expect(await room.orders()).toBe(before + 1);
  });
});

describe.each(['console', 'discord', 'telegram'] as const)('what the desk says unasked on %s', platform => {
  describeLetters(() => {
    // Nothing waits for the pace of a chat any more.
    room.clock.skip(120_000);
    return room.seats[platform];
  });
});

describe.each(['discord', 'telegram'] as const)('among several people on %s', platform => {
  let seat: Seat;
  beforeEach(async () => {
    seat = room.seats[platform];
    room.clock.skip(120_000);
    await room.desk.halts.lift('all');
  });

  test.each([...NEEDS('trade'), ...NEEDS('admin')].map(({ name }) => name))(
    '/%s is denied to who may only look, in private',
    async name => {
      const [line] = LINES[name] ?? [''];
      const seen = await seat.type('looker', line);
      expect(seen.text()).toMatch(/권한이 없습니다/);
      expect(seen.isPrivate).toBe(true);
    },
  );

  test.each(COMMANDS.map(({ name }) => name))('a stranger learns nothing by /%s', async name => {
    const [line] = LINES[name] ?? [''];
    const seen = await seat.type('stranger', line);
    expect(seen.text()).toBe(platform === 'discord' ? '사용할 수 없습니다.' : '');
    expect(seen.isPrivate).toBe(platform === 'discord');
  });

  test('a press by a stranger or by somebody else changes nothing, and the owner can still confirm', async () => {
    const before = await room.orders();
    const ticket = await ticketOn(seat);
    const stranger = await seat.press('stranger', ticket, '확인');
    expect(stranger.text()).toBe(platform === 'discord' ? '사용할 수 없습니다.' : '');
    for (const who of ['other', 'looker'] as const) {
      const answer = await seat.press(who, ticket, '확인');
      expect(answer.text()).toMatch(/권한이 없습니다/);
    }
    expect(await room.orders()).toBe(before);
    await seat.press('owner', ticket, '확인');
    expect(await room.orders()).toBe(before + 1);
  });

  test('of two people who press at once only the owner orders, and once', async () => {
    const before = await room.orders();
    const ticket = await ticketOn(seat);
    await seat.pressAtOnce([
      ['other', ticket, '확인'],
      ['owner', ticket, '확인'],
      ['other', ticket, '취소'],
      ['owner', ticket, '확인'],
    ]);
    expect(await room.orders()).toBe(before + 1);
  });
});

test('one person on two platforms is one person: linked by a code, a like order on the other one asks again', async () => {
  const { discord, telegram } = room.seats;
  room.clock.skip(120_000);
  await room.desk.halts.lift('all');
  const before = await room.orders();
  const code = /\/link ([0-9A-Z]{10})/.exec((await discord.type('owner', '/link')).text())?.[1];
  const question = await telegram.type('owner', `/link ${code}`);
  await telegram.press('owner', question, question.buttons()[0] ?? '');
  expect(room.desk.members.find('telegram', SITTERS.owner)?.ids).toEqual([
    `discord:${SITTERS.owner}`,
    `telegram:${SITTERS.owner}`,
  ]);

  const first = await ticketOn(discord, '/buy 005930 2주 시장가');
  await discord.press('owner', first, '확인');
  expect(await room.orders()).toBe(before + 1);
  const second = await ticketOn(telegram, '/buy 005930 2주 시장가');
  const again = await telegram.press('owner', second, '확인');
  expect(await room.orders()).toBe(before + 1);
  await telegram.press('owner', again, '같은 주문을 한 번 더 보냄');
  expect(await room.orders()).toBe(before + 2);
});

test('nothing that was asked for here broke anything', () => {
  expect(room.troubles).toEqual([]);
});
