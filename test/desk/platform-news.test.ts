import { expect, test } from 'vitest';
import type { PlatformStatus, Reply } from '../../src/core/index.js';
import { createPlatformNews } from '../../src/desk/platform-news.js';
import { manualClock } from '../support/clock.js';
import { MONDAY_TEN, textOf } from '../support/desk.js';

const status = (state: PlatformStatus['state'], reason?: string): PlatformStatus => ({
  id: 'telegram',
  state,
  reason,
});

function news() {
  const clock = manualClock(MONDAY_TEN);
  const told: Reply[] = [];
  const room = createPlatformNews({
    clock,
    language: 'ko',
    stamp: 'paper',
    random: count => new Uint8Array(count),
    tell: async notice => void told.push(notice),
  });
  return { clock, told, ...room };
}

test('a platform that stays away for half a minute is told of once, with the latest reason', async () => {
  const { clock, told, changed } = news();
  changed(status('lost', '첫 까닭'));
  await clock.advance(20_000);
  changed(status('lost', '텔레그램이 봇 토큰을 거부함 (401)'));
  expect(told).toEqual([]);
  await clock.advance(10_000);
  changed(status('lost', '또 실패'));
  await clock.advance(600_000);
  expect(told.map(({ title }) => title)).toEqual(['Telegram 연결이 끊겼습니다']);
  expect(told.map(notice => textOf(notice)).join()).toContain('텔레그램이 봇 토큰을 거부함 (401)');
});

test('its return is told once, with how long it was away', async () => {
  const { clock, told, changed } = news();
  changed(status('lost', '까닭'));
  await clock.advance(90_000);
  changed(status('connected'));
  changed(status('connected'));
  await clock.advance(90_000);
  expect(told.map(({ title }) => title)).toEqual([
    'Telegram 연결이 끊겼습니다',
    'Telegram에 다시 연결되었습니다',
  ]);
  expect(textOf(told[1] ?? { title: '', blocks: [] })).toContain('1분 30초 동안');
});

test('a short drop is nobody’s news, and neither is a stop', async () => {
  const { clock, told, changed, stop } = news();
  changed(status('lost', '까닭'));
  await clock.advance(29_000);
  changed(status('connected'));
  await clock.advance(60_000);
  changed(status('lost', '까닭'));
  stop();
  await clock.advance(60_000);
  changed(status('stopped'));
  expect(told).toEqual([]);
});

test('each loss has its own reference, which the return repeats', async () => {
  const { clock, told, changed } = news();
  changed(status('lost', '까닭'));
  await clock.advance(30_000);
  changed(status('connected'));
  const references = told.map(({ footer = '' }) => footer.split(' · ')[0]);
  expect(references[0]).toMatch(/^참조 \S+$/);
  expect(references).toEqual([references[0], references[0]]);
});
