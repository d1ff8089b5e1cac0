import { describe, expect, test } from 'vitest';
import type { BrokerEvent } from '../../../src/core/index.js';
import { MONDAY_TEN } from '../../support/desk.js';
import { ADMIN, alertRig, HOUR, MINUTE, principalOf } from './alert-rig.js';

const gaveUp = (operation: string, lastError = 'HTTP 500'): BrokerEvent => ({
  kind: 'retriesExhausted',
  at: MONDAY_TEN,
  operation,
  attempts: 3,
  lastError,
  elapsedMs: 2100,
});
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
const skewed = (skewMs: number): BrokerEvent => ({ kind: 'clockSkew', at: MONDAY_TEN, skewMs });
const refused: BrokerEvent = { kind: 'rateRefused', at: MONDAY_TEN, operation: 'price', code: 'EGW00201' };

describe('reads that were given up', () => {
  test('are one incident, whose card lists what failed and how often', async () => {
    const { alerts, clock, outbox, text, labels, buttonId } = alertRig();
    for (const operation of ['balance', 'price', 'price', 'somethingNew']) alerts.onEvent(gaveUp(operation));
    alerts.onEvent(gaveUp('openOrders', 'ECONNRESET'));
    await clock.advance(30_000);
    const [letter, ...others] = outbox.posts();
    expect(others).toEqual([]);
    for (const part of [
      '미체결 조회: 3번 시도했으나 2초 안에',
      '잔고 조회: 1번, 증권사 서버 오류 (HTTP 500)',
      '현재가 조회: 2번',
      '\n조회: 1번',
      '미체결 조회: 1번, 연결이 안 되거나 답이 늦음',
      '지금까지 5번',
    ]) {
      expect(text(letter)).toContain(part);
    }
    expect(labels(letter)).toEqual(['확인', '1시간 끄기', '다시 시도']);
    const call = { command: 'jobs', args: { name: 'self check' } };
    expect(alerts.buttonOf(buttonId(letter, '다시 시도'))).toEqual({ kind: 'call', call });
  });

  test('after ten quiet minutes begin a new list', async () => {
    const { alerts, clock, outbox, text } = alertRig();
    alerts.onEvent(gaveUp('balance'));
    await clock.advance(10 * MINUTE);
    alerts.onEvent(gaveUp('price'));
    expect(outbox.posts()).toHaveLength(2);
    expect(text(outbox.posts()[1])).not.toContain('잔고 조회');
  });

  test('during maintenance are counted on its card, and its end is told', async () => {
    const { alerts, clock, outbox, text, titles } = alertRig();
    const maintenance = { kind: 'maintenance', at: MONDAY_TEN, operation: 'price' } as const;
    alerts.onEvent({ ...maintenance, phase: 'begun' });
    for (let i = 0; i < 9; i += 1) alerts.onEvent(gaveUp('price'));
    await clock.advance(HOUR);
    expect(titles()).toEqual(['증권사가 점검 중으로 보입니다']);
    expect(text(outbox.posts()[0])).toContain('지금까지 10번');
    alerts.onEvent({ ...maintenance, phase: 'over' });
    alerts.onEvent(gaveUp('price'));
    expect(titles().slice(1)).toEqual(['증권사 점검이 끝난 것으로 보입니다', '증권사 조회를 포기했습니다']);
  });
});

describe('a refusal for the rate', () => {
  test('is news from the fifth within a minute', async () => {
    const { alerts, clock, titles } = alertRig();
    for (let i = 0; i < 4; i += 1) alerts.onEvent(refused);
    await clock.advance(MINUTE + 1);
    for (let i = 0; i < 4; i += 1) alerts.onEvent(refused);
    expect(titles()).toEqual([]);
    alerts.onEvent(refused);
    expect(titles()).toEqual(['증권사가 호출이 너무 잦다고 합니다']);
  });
});

describe('notices of fills', () => {
  const executions = (state: 'live' | 'lost'): BrokerEvent => ({
    kind: 'executions',
    at: MONDAY_TEN,
    state,
    reason: { ko: '끊김', en: 'broken' },
  });

  test('that break off are told when it lasts a minute, and so is their return', async () => {
    const { alerts, clock, outbox, titles } = alertRig();
    alerts.onEvent(executions('lost'));
    await clock.advance(59_000);
    alerts.onEvent(executions('live'));
    await clock.advance(HOUR);
    expect(titles()).toEqual([]);
    alerts.onEvent(executions('lost'));
    await clock.advance(30_000);
    alerts.onEvent(executions('lost'));
    await clock.advance(30_000);
    expect(titles()).toEqual(['실시간 체결 통보가 끊겼습니다']);
    alerts.onEvent(executions('live'));
    expect(titles().slice(1)).toEqual(['실시간 체결 통보가 다시 옵니다']);
    expect(outbox.posts().map(({ about }) => about.urgency)).toEqual(['info', 'info']);
  });
});

describe('clocks that differ', () => {
  test('are a warning, and news again when orders are halted for it', async () => {
    const { alerts, outbox, text, labels } = alertRig();
    for (const skewMs of [31_000, 45_000, 120_000]) alerts.onEvent(skewed(skewMs));
    expect(outbox.posts()).toHaveLength(1);
    expect(text(outbox.posts()[0])).toContain('이 컴퓨터의 시계가 증권사보다 31초 늦습니다.');
    expect(text(outbox.posts()[0])).toContain('지금: 조회 가능 / 주문 가능');
    expect(labels(outbox.posts()[0])).toContain('정지');
    for (const skewMs of [-121_000, 130_000, 31_000]) alerts.onEvent(skewed(skewMs));
    expect(outbox.posts()).toHaveLength(2);
    expect(text(outbox.posts()[1])).toContain('2분 1초 빠릅니다.');
    expect(text(outbox.posts()[1])).toContain('새 주문과 정정은 정지, 취소는 가능');
  });
});

describe('tokens that die before their time', () => {
  test('are a warning that says how often', () => {
    const { alerts, outbox, text } = alertRig();
    alerts.onEvent({ kind: 'tokenDied', at: MONDAY_TEN, times: 2 });
    expect(outbox.posts()[0]?.about.urgency).toBe('warning');
    expect(text(outbox.posts()[0])).toContain('한 시간 안에 2번째입니다.');
    expect(text(outbox.posts()[0])).toContain('다른 프로그램이 같은 앱키로 토큰을 새로 받았을 수 있습니다');
  });

  test('again and again are critical, once', () => {
    const { alerts, outbox, text } = alertRig();
    for (const times of [4, 5, 6]) alerts.onEvent({ kind: 'foreignToken', at: MONDAY_TEN, times });
    expect(outbox.posts()).toHaveLength(1);
    expect(outbox.posts()[0]?.lane).toBe('urgent');
    for (const part of ['한 시간 안에 4번', '새 주문과 정정은 정지, 취소는 가능', '앱키를 폐기', '/resume']) {
      expect(text(outbox.posts()[0])).toContain(part);
    }
  });
});

test('a call is for the audit trail: nobody is told, and the log is spared', () => {
  const { alerts, outbox, lines } = alertRig();
  alerts.onEvent({
    kind: 'called',
    at: MONDAY_TEN,
    operation: 'balance',
    outcome: 'failed',
    code: 'x',
    attempts: 1,
    elapsedMs: 3,
  });
  expect([outbox.asked, lines]).toEqual([[], []]);
});

test('in English every alert is English', async () => {
  const rig = alertRig({ language: 'en' });
  const { alerts, clock, outbox, text, buttonId } = rig;
  const at = MONDAY_TEN;
  const events: readonly BrokerEvent[] = [
    gaveUp('balance'),
    renewalFailed(3 * HOUR),
    renewalFailed(HOUR, { code: 'EGW00133' }),
    renewalFailed(0),
    renewed,
    skewed(40_000),
    skewed(-400_000),
    { kind: 'tokenDied', at, times: 2 },
    { kind: 'foreignToken', at, times: 4 },
    { kind: 'maintenance', at, phase: 'begun', operation: 'price' },
    gaveUp('price'),
    { kind: 'maintenance', at, phase: 'over', operation: 'price' },
    { kind: 'executions', at, state: 'lost', reason: undefined },
    ...Array.from({ length: 6 }, () => refused),
  ];
  for (const event of events) alerts.onEvent(event);
  await clock.advance(2 * MINUTE);
  const admin = { ...principalOf(ADMIN), name: 'Hong' };
  const [first] = outbox.posts();
  await alerts.press(buttonId(first, 'Acknowledge'), admin);
  await alerts.press(buttonId(first, 'Mute for an hour'), admin);
  alerts.onEvent({ kind: 'executions', at, state: 'live', reason: undefined });
  await clock.advance(HOUR);
  expect(outbox.posts().length).toBeGreaterThan(12);
  expect(
    outbox
      .posts()
      .map(text)
      .filter(words => /[가-힣]/.test(words)),
  ).toEqual([]);
});
