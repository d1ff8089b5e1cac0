import { expect, test } from 'vitest';
import { ACCOUNT, buttonNamed, buttonsOf, openDesk, replyOf, textOf } from '../support/desk.js';
import { accountsWith, deskWith, MUM } from '../support/two-accounts.js';

function room() {
  const desk = deskWith([ACCOUNT, MUM]);
  const open = openDesk({ desk, accounts: accountsWith(desk) });
  return { ...open, card: async (line: string) => replyOf(await open.type(line)) };
}

test('/settings shows language, default account, alerts and quiet hours, and leads to where they are changed', async () => {
  const { card, press } = room();
  await card('/account @엄마 pin');
  await card('/alerts 방해금지 22:00-07:00');
  const reply = await card('/설정');
  for (const part of ['언어: 봇 기본을 따름', '기본 계좌: 🟢 엄마 (****2222-10)', '방해금지: 22:00-07:00']) {
    expect(textOf(reply)).toContain(part);
  }
  expect(buttonsOf(reply).map(({ label }) => label)).toEqual([
    '한국어',
    'English',
    '알림과 방해금지',
    '계좌',
    '나',
  ]);
  expect(replyOf(await press(buttonNamed(reply, '알림과 방해금지').id)).title).toContain('알림');
  expect(replyOf(await press(buttonNamed(reply, '계좌').id)).title).toBe('계좌');
});

test('/settings en answers in English from the very card on, and desk goes back', async () => {
  const { card, preferences } = room();
  await card('/account @엄마 pin');
  const english = await card('/settings en');
  expect(english.title).toBe('Language changed');
  expect(textOf(english, 'en').replaceAll(/엄마|한국어/g, '')).not.toMatch(/[가-힣]/);
  expect(preferences.of('discord:1001')).toMatchObject({ language: 'en' });
  expect((await card('/balance @엄마')).title).toContain('Balance');
  expect(textOf(await card('/settings'))).toContain('Language: English');
  await card('/settings desk');
  expect(preferences.of('discord:1001')).toEqual({});
  expect((await card('/balance')).title).toContain('잔고');
});

test('what one person chooses is nobody else’s', async () => {
  const { card, type } = room();
  await card('/settings 영어');
  const mum = replyOf(await type('/settings', { who: { userId: '2002', name: '엄마' } }));
  expect(mum.title).toBe('설정');
});
