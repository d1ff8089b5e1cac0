import { expect, test } from 'vitest';
import type { Notice, PlatformStatus } from '../../src/core/index.js';
import { createPlatformNews } from '../../src/desk/platform-news.js';
import { manualClock } from '../support/clock.js';
import { MONDAY_TEN, textOf } from '../support/desk.js';
import { alertRig } from './alerts/alert-rig.js';

const status = (state: PlatformStatus['state'], reason?: string): PlatformStatus => ({
  id: 'telegram',
  state,
  reason,
});

function news() {
  const clock = manualClock(MONDAY_TEN);
  const told: Notice[] = [];
  const room = createPlatformNews({ clock, language: 'ko', tell: notice => void told.push(notice) });
  const titles = () => told.map(({ draft }) => draft.title);
  return { clock, told, titles, ...room };
}

test('a platform that stays away for half a minute is told of once, with the latest reason', async () => {
  const { clock, told, titles, changed } = news();
  changed(status('lost', '첫 까닭'));
  await clock.advance(20_000);
  changed(status('lost', '텔레그램이 봇 토큰을 거부함 (401)'));
  expect(told).toEqual([]);
  await clock.advance(10_000);
  changed(status('lost', '또 실패'));
  await clock.advance(600_000);
  expect(titles()).toEqual(['Telegram 연결이 끊겼습니다']);
  expect(told).toMatchObject([
    { kind: 'platform', incident: 'platform:telegram', stage: 'lost', at: MONDAY_TEN },
  ]);
  expect(told.map(({ draft }) => textOf(draft)).join()).toContain('텔레그램이 봇 토큰을 거부함 (401)');
});

test('a short drop is nobody’s news, and neither is a stop', async () => {
  const { clock, titles, changed, stop } = news();
  changed(status('lost', '까닭'));
  await clock.advance(29_000);
  changed(status('connected'));
  await clock.advance(60_000);
  changed(status('lost', '까닭'));
  stop();
  await clock.advance(60_000);
  changed(status('stopped'));
  changed(status('connected'));
  expect(titles()).toEqual(['Telegram에 다시 연결되었습니다']);
});

test('people read of a loss that lasts and of its end, with how long it was, under one reference', async () => {
  const { alerts, clock, outbox, titles, text } = alertRig();
  const { changed } = createPlatformNews({ clock, language: 'ko', tell: alerts.tell });
  changed(status('connected'));
  changed(status('lost', '까닭'));
  await clock.advance(29_000);
  changed(status('connected'));
  changed(status('lost', '까닭'));
  await clock.advance(90_000);
  changed(status('connected'));
  changed(status('connected'));
  await clock.advance(90_000);
  expect(titles()).toEqual(['Telegram 연결이 끊겼습니다', 'Telegram에 다시 연결되었습니다']);
  expect(text(outbox.posts()[1])).toContain('1분 30초 동안 이어졌습니다.');
  expect(new Set(outbox.posts().map(({ about }) => about.reference)).size).toBe(1);
});

test('what the run before said was lost is told to be back', async () => {
  const before = alertRig();
  const { changed } = createPlatformNews({ clock: before.clock, language: 'ko', tell: before.alerts.tell });
  changed(status('lost', '까닭'));
  await before.clock.advance(60_000);
  const { alerts, clock, titles } = alertRig(before);
  const next = createPlatformNews({ clock, language: 'ko', tell: alerts.tell });
  next.changed(status('connected'));
  expect(titles()).toEqual(['Telegram 연결이 끊겼습니다', 'Telegram에 다시 연결되었습니다']);
});
