import { describe, expect, test } from 'vitest';
import type { BrokerEvent } from '../../../src/core/index.js';
import { MONDAY_TEN } from '../../support/desk.js';
import { alertRig, HOUR, MINUTE } from './alert-rig.js';

const renewalFailed = (remainingMs: number, over: { message?: string; code?: string } = {}): BrokerEvent => ({
  kind: 'tokenRefreshFailed',
  at: MONDAY_TEN,
  code: 'ECONNREFUSED',
  message: 'connect ECONNREFUSED',
  remainingMs,
  retryAt: MONDAY_TEN + 5 * MINUTE,
  ...over,
});
const renewed: BrokerEvent = {
  kind: 'tokenRenewed',
  at: MONDAY_TEN,
  generation: 8,
  expiresAt: MONDAY_TEN + 24 * HOUR,
};

describe('a failing token renewal', () => {
  test('for eight hours is told at once, at two hours, at half an hour and at nothing left, and at no other time', async () => {
    const { alerts, clock, outbox, text, titles } = alertRig({ people: [] });
    const endsAt = 8 * HOUR;
    while (clock.monotonic() < 9 * HOUR) {
      alerts.onEvent(renewalFailed(Math.max(0, endsAt - clock.monotonic())));
      // Somebody is there to confirm what is critical.
      for (const { id } of outbox.posts()) await outbox.acknowledge(id, 'discord:1001');
      await clock.advance(4 * MINUTE);
    }
    const posts = outbox.asked.filter(ask => ask.kind === 'post');
    expect(posts.map(({ at, letter }) => [at, letter.about.stage, letter.about.urgency])).toEqual([
      [0, 'failing', 'warning'],
      [6 * HOUR, '2h', 'warning'],
      [7.5 * HOUR, '30m', 'critical'],
      [8 * HOUR, 'dead', 'critical'],
    ]);
    expect(titles()).toEqual([
      '토큰 갱신에 실패했습니다',
      '토큰이 2시간 뒤 끝나는데 갱신이 안 됩니다',
      '토큰이 30분 뒤 끝나는데 갱신이 안 됩니다',
      '쓸 수 있는 토큰이 없습니다',
    ]);
    expect(text(outbox.posts()[3])).toContain('조회 불가 / 주문 불가');
    expect(text(outbox.posts()[3])).toContain('지금까지 135번');
    alerts.onEvent(renewed);
    expect(titles().slice(4)).toEqual(['토큰 갱신이 회복되었습니다']);
    await clock.advance(30 * HOUR);
    expect(titles()).toHaveLength(5);
  });

  test('says what still works, when it is tried again, and offers to force it', () => {
    const { alerts, outbox, text, labels, buttonId } = alertRig();
    alerts.onEvent(renewalFailed(3 * HOUR + 12 * MINUTE));
    const [letter] = outbox.posts();
    for (const part of [
      '증권사에서 새 토큰을 받지 못했습니다.\n',
      '지금: 조회 가능 / 주문 가능: 지금 토큰이 3시간 12분 더 쓰입니다.',
      '봇이 할 일: 2026-11-23 10:05:00에 다시 시도합니다.',
      '할 수 있는 일: ',
    ]) {
      expect(text(letter)).toContain(part);
    }
    expect(text(letter)).not.toContain('ECONN');
    expect(labels(letter)).toEqual(['확인', '1시간 끄기', '강제 갱신']);
    const call = { command: 'token', args: { action: 'refresh' } };
    expect(alerts.buttonOf(buttonId(letter, '강제 갱신'))).toEqual({ kind: 'call', call });
  });

  test('of which the broker says once a minute is told in those words', () => {
    const { alerts, outbox, text } = alertRig();
    alerts.onEvent(
      renewalFailed(0, { code: 'EGW00133', message: '접근토큰 발급 잠시 후 다시 시도하세요(1분당 1회)' }),
    );
    expect(text(outbox.posts()[0])).toContain('토큰을 1분에 한 번만 내주는데(EGW00133)');
    expect(text(outbox.posts()[0])).toContain('2026-11-23 10:05:00에 다시 시도합니다.');
  });

  test('of which the broker says why in Korean quotes it', () => {
    const { alerts, outbox, text } = alertRig();
    alerts.onEvent(renewalFailed(HOUR, { code: 'EGW00103', message: '유효하지 않은 AppKey입니다.' }));
    expect(text(outbox.posts()[0])).toContain('(EGW00103) “유효하지 않은 AppKey입니다.”');
  });

  test('is over when another program brought a token, and the next failure is news again', async () => {
    const { alerts, clock, titles } = alertRig();
    alerts.onEvent(renewalFailed(3 * HOUR));
    await clock.advance(30 * MINUTE);
    alerts.onEvent(renewalFailed(20 * HOUR));
    expect(titles()).toEqual([
      '토큰 갱신에 실패했습니다',
      '토큰 갱신이 회복되었습니다',
      '토큰 갱신에 실패했습니다',
    ]);
  });

  test('that nobody was told of has no recovery', () => {
    const { alerts, titles } = alertRig();
    alerts.onEvent(renewed);
    alerts.onEvent(renewed);
    expect(titles()).toEqual([]);
  });
});
