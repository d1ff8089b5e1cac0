import { expect, test } from 'vitest';
import type { Activity, ActivityLine, Role } from '../../src/core/index.js';
import { ACCOUNT, buttonNamed, openDesk, replyOf, textOf } from '../support/desk.js';
import { deskWith, MUM } from '../support/two-accounts.js';

const line = (
  person: string,
  account: string,
  act: string,
  over: Partial<ActivityLine> = {},
): ActivityLine => ({
  day: '20261123',
  person,
  account,
  act,
  count: 1,
  failed: 0,
  ...over,
});

const DAD = 'discord:1001';
const MUMS = 'telegram:2002';
const LINES: readonly ActivityLine[] = [
  line(DAD, '50107788-01', '/balance', { count: 7 }),
  line(DAD, '50107788-01', '/cancel', { count: 2, failed: 1 }),
  line(DAD, '50107788-01', 'order', { count: 3, failed: 1 }),
  line(DAD, '50107788-01', 'cancel', { count: 2 }),
  line(DAD, '', '/help'),
  line(MUMS, '81112222-10', 'amend', { count: 4 }),
  line(MUMS, '99990000-01', '/balance', { day: '20261120' }),
  line('desk', '50107788-01', 'cancel', { day: '20261120' }),
];

function room(roles: readonly Role[], lines = LINES) {
  const asked: string[] = [];
  const activity: Activity = {
    note: () => undefined,
    read(from, to) {
      asked.push(`${from} ${to}`);
      return lines.filter(({ day }) => day >= from && day <= to);
    },
  };
  const open = openDesk({ roles, activity, desk: deskWith([ACCOUNT, MUM]) });
  return { ...open, asked, card: async (text: string) => replyOf(await open.type(text)) };
}

test('/usage adds today up by person and account for an admin, what was ordered apart from what was typed', async () => {
  const { card, asked } = room(['view', 'admin']);
  const text = textOf(await card('/사용량'));
  expect(asked).toEqual(['20261123 20261123']);
  for (const row of [
    '아빠 | 가족 (****7788-01) | 9 | 3 | 0 | 2 | 2',
    '아빠 | - | 1 | 0 | 0 | 0 | 0',
    '엄마 | 🟢 엄마 (****2222-10) | 0 | 0 | 4 | 0 | 0',
  ]) {
    expect(text).toContain(row);
  }
  expect(text).not.toContain('50107788');
});

test('/usage shows anybody else nothing but their own', async () => {
  const text = textOf(await room(['view', 'trade']).card('/usage 20261120 20261123'));
  expect(text).toContain('가족 (****7788-01) | 9 | 3');
  expect(text).not.toContain('2222');
  expect(text).not.toContain('0000');
});

test('/usage of more days adds them up, masks accounts that are gone, and names the bot', async () => {
  const { card, asked, press } = room(['view', 'admin']);
  const reply = await card('/usage 2026-11-20 2026-11-23');
  expect(textOf(reply)).toContain('엄마 | ****0000-01 | 1');
  expect(textOf(reply)).toContain('봇 | 가족 (****7788-01) | 0 | 0 | 0 | 1 | 0');
  await press(buttonNamed(reply, '새로고침').id);
  await press(buttonNamed(reply, '7일').id);
  expect(asked).toEqual(['20261120 20261123', '20261120 20261123', '20261117 20261123']);
});

test.each([
  ['/usage 20261124', '아직 오지 않은 날입니다'],
  ['/usage 20261020', '남아 있지 않은 날입니다'],
  ['/usage 20261122 20261121', '종료일이 시작일보다 앞섭니다'],
])('%s is refused', async (text, says) => {
  const { card, asked } = room(['view', 'admin']);
  expect(textOf(await card(text))).toContain(says);
  expect(asked).toEqual([]);
});

test('/usage of many people has pages', async () => {
  const lines = Array.from({ length: 25 }, (_, n) =>
    line(`discord:${5000 + n}`, '', '/help', { count: n + 1 }),
  );
  const { card } = room(['view', 'admin'], lines);
  const reply = await card('/usage 3');
  expect(reply.footer).toContain('3/3쪽');
  expect(textOf(reply)).toContain('discord:5000 | - | 1');
});

test('what the commands of a real desk do is found under their person and account', async () => {
  const open = openDesk({ roles: ['view', 'trade'], desk: deskWith([ACCOUNT, MUM]) });
  for (const text of ['/balance', '/orders @엄마', '/help', '/balance @없음']) await open.type(text);
  expect(open.noted).toEqual([
    { person: DAD, account: '50107788-01', act: '/balance', failed: false },
    { person: DAD, account: '81112222-10', act: '/orders', failed: false },
    { person: DAD, account: '', act: '/help', failed: false },
    { person: DAD, account: '', act: '/balance', failed: true },
  ]);
});
