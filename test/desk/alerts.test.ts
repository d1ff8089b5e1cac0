import { describe, expect, test } from 'vitest';
import {
  type BrokerEvent,
  DeskError,
  type Language,
  type LogFields,
  type PlatformId,
  type Reply,
} from '../../src/core/index.js';
import { createAlerts } from '../../src/desk/alerts.js';
import { manualClock } from '../support/clock.js';
import { MONDAY_TEN, textOf } from '../support/desk.js';

const MINUTE = 60_000;
const gaveUp = (operation: string): BrokerEvent => ({
  kind: 'retriesExhausted',
  at: MONDAY_TEN,
  operation,
  attempts: 3,
  lastError: 'HTTP 500',
  elapsedMs: 2100,
});
const renewalFailed = (
  remainingMs: number,
  message = 'connect ECONNREFUSED',
  code = 'EGW00133',
): BrokerEvent => ({
  kind: 'tokenRefreshFailed',
  at: MONDAY_TEN,
  code,
  message,
  remainingMs,
  retryAt: MONDAY_TEN + 5 * MINUTE,
});
const renewed: BrokerEvent = {
  kind: 'tokenRenewed',
  at: MONDAY_TEN,
  generation: 8,
  expiresAt: MONDAY_TEN + 86_400_000,
};

const skewed = (skewMs: number): BrokerEvent => ({ kind: 'clockSkew', at: MONDAY_TEN, skewMs });
const foreign = (times: number): BrokerEvent => ({ kind: 'foreignToken', at: MONDAY_TEN, times });

type Push = (reply: Reply) => Promise<void>;

function room(pushes: Readonly<Record<string, Push>> = {}, language: Language = 'ko') {
  const clock = manualClock(MONDAY_TEN);
  const told: Partial<Record<PlatformId, Reply[]>> = {};
  const logged: { event: string; fields: LogFields | undefined }[] = [];
  const platforms = (['discord', 'telegram', 'console'] as const).map(id => ({
    id,
    push: async (reply: Reply) => {
      await pushes[id]?.(reply);
      told[id] = [...(told[id] ?? []), reply];
    },
  }));
  const alerts = createAlerts({
    platforms,
    clock,
    log: (_level, event, fields) => logged.push({ event, fields }),
    language,
    stamp: 'paper',
    random: count => new Uint8Array(count).fill(5),
  });
  const texts = (id: PlatformId = 'console') => (told[id] ?? []).map(reply => textOf(reply, language));
  return { alerts, clock, told, logged, texts, platforms };
}

const fails: Push = async () => Promise.reject(new Error('channel gone'));

describe('an alert', () => {
  test('goes to every destination, with the stamp and the reference that the log has', async () => {
    const { alerts, told, logged } = room();
    alerts.onEvent(gaveUp('주식잔고조회'));
    await alerts.settled();
    expect(Object.keys(told).sort()).toEqual(['console', 'discord', 'telegram']);
    expect(told.discord).toEqual(told.telegram);
    expect(told.console?.[0]).toMatchObject({ stamp: 'paper', tone: 'bad' });
    expect(told.console?.[0]?.footer).toContain('참조 7777777');
    expect(logged.find(line => line.event === 'alert')?.fields).toMatchObject({ reference: '7777777' });
  });

  test('reaches the others when one destination fails, throws or hangs', async () => {
    const broken: readonly Push[] = [
      fails,
      () => {
        throw new Error('broken');
      },
      () => new Promise(() => {}),
    ];
    for (const push of broken) {
      const { alerts, clock, told, logged } = room({ discord: push });
      alerts.onEvent(gaveUp('주식잔고조회'));
      await clock.advance(20_000);
      await alerts.settled();
      expect([told.discord, told.telegram?.length, told.console?.length]).toEqual([undefined, 1, 1]);
      expect(logged.filter(line => line.event === 'alert not delivered')).toMatchObject([
        { fields: { platform: 'discord' } },
      ]);
      expect(alerts.remarks()).toEqual([]);
    }
  });

  test('is no failure on a platform that has no alert channel', async () => {
    const noChannel = async () => Promise.reject(new DeskError('notOffered', 'no alert channel'));
    const { alerts, told, logged } = room({ discord: noChannel });
    alerts.onEvent(gaveUp('주식잔고조회'));
    await alerts.settled();
    expect(told.telegram).toHaveLength(1);
    expect(logged.map(line => line.event)).toEqual(['broker event', 'alert']);
  });

  test('of what somebody did at the terminal is not told there again', async () => {
    const { alerts, told } = room();
    const notice: Reply = { title: '정지', stamp: 'paper', tone: 'bad', visibility: 'public', blocks: [] };
    await alerts.tell(notice, 'console:operator');
    expect([told.discord?.length, told.telegram?.length, told.console]).toEqual([1, 1, undefined]);
    await alerts.tell(notice, 'discord:1001');
    expect(told.console).toHaveLength(1);
    expect(alerts.remarks()).toEqual([]);
  });

  test('that no platform has a channel for reached nobody', async () => {
    const noChannel = async () => Promise.reject(new DeskError('notOffered', 'no alert channel'));
    const { alerts } = room({ discord: noChannel, telegram: noChannel, console: noChannel });
    alerts.onEvent(gaveUp('주식잔고조회'));
    await alerts.settled();
    expect(alerts.remarks()).toHaveLength(1);
  });

  test('that reached nobody is remembered for /status', async () => {
    const { alerts } = room({ discord: fails, telegram: fails, console: fails });
    alerts.onEvent(gaveUp('주식잔고조회'));
    await alerts.settled();
    expect(alerts.remarks()).toEqual([
      '2026-11-23 10:00:00 알림이 아무에게도 전해지지 않았습니다: 증권사 조회를 포기했습니다',
    ]);
  });

  test('that reached nobody is one of five at most', async () => {
    const { alerts } = room({ discord: fails, telegram: fails, console: fails });
    for (let i = 0; i < 8; i += 1) alerts.onEvent(gaveUp(`op${i}`));
    await alerts.settled();
    expect(alerts.remarks()).toHaveLength(5);
  });

  test('never throws into the broker, even when the log is broken', () => {
    const alerts = createAlerts({
      platforms: [],
      clock: manualClock(MONDAY_TEN),
      log: (_level, event) => {
        if (event === 'broker event') throw new Error('disk full');
      },
      language: 'ko',
      stamp: 'paper',
      random: count => new Uint8Array(count),
    });
    expect(alerts.onEvent(gaveUp('x'))).toBeUndefined();
  });
});

describe('identical events', () => {
  test('within ten minutes are one alert, and the next one says how many there were', async () => {
    const { alerts, clock, texts } = room();
    for (let i = 0; i < 10; i += 1) {
      alerts.onEvent(gaveUp('주식잔고조회'));
      await clock.advance(MINUTE);
    }
    expect(texts()).toHaveLength(1);
    expect(texts()[0]).not.toContain('번 더');
    alerts.onEvent(gaveUp('주식잔고조회'));
    await alerts.settled();
    expect(texts()).toHaveLength(2);
    expect(texts()[1]).toContain('같은 일이 9번 더 있었습니다');
  });

  test('in an outage of an hour with 10,000 errors are six alerts', async () => {
    const { alerts, clock, texts } = room();
    for (let i = 0; i < 3590; i += 1) {
      alerts.onEvent(gaveUp('주식잔고조회'));
      alerts.onEvent(gaveUp('주식잔고조회'));
      alerts.onEvent(gaveUp('주식잔고조회'));
      if (i % 10 === 0) await clock.advance(10_000);
    }
    await alerts.settled();
    expect(texts()).toHaveLength(6);
  });

  test('are told apart by their operation', async () => {
    const { alerts, texts } = room();
    alerts.onEvent(gaveUp('주식잔고조회'));
    alerts.onEvent(gaveUp('주식현재가 시세'));
    await alerts.settled();
    expect(texts()).toHaveLength(2);
  });
});

test('a read that was given up is named in words, not by its name in the code', async () => {
  const { alerts, texts } = room();
  alerts.onEvent(gaveUp('openOrders'));
  alerts.onEvent(gaveUp('somethingNew'));
  await alerts.settled();
  expect(texts()[0]).toContain('미체결 조회: 3번 시도했으나');
  expect(texts()[1]).toContain('\n조회: 3번 시도했으나');
});

describe('a failing token renewal', () => {
  test('says what still works and when it is tried again', async () => {
    const { alerts, texts } = room();
    alerts.onEvent(renewalFailed(3 * 3_600_000 + 12 * MINUTE));
    await alerts.settled();
    expect(texts()[0]).toContain('조회 가능 / 주문 가능: 지금 토큰이 3시간 12분 더 쓰입니다.');
    expect(texts()[0]).toContain('2026-11-23 10:05:00에 다시 시도합니다.');
    expect(texts()[0]).toContain('(EGW00133)');
    expect(texts()[0]).not.toContain('ECONNREFUSED');
  });

  test('that never reached the broker is told without the code of a library', async () => {
    const { alerts, texts } = room();
    alerts.onEvent(renewalFailed(0, 'tokenP: no answer', 'ECONNREFUSED'));
    await alerts.settled();
    expect(texts()[0]).toContain('증권사에서 새 토큰을 받지 못했습니다.\n');
    expect(texts()[0]).not.toContain('ECONN');
  });

  test('is told again at once when the old token has died', async () => {
    const { alerts, texts } = room();
    alerts.onEvent(renewalFailed(MINUTE));
    alerts.onEvent(renewalFailed(0));
    await alerts.settled();
    expect(texts()).toHaveLength(2);
    expect(texts()[1]).toContain('조회 불가 / 주문 불가');
  });

  test('ends with one notice of recovery, and renewals as usual have none', async () => {
    const { alerts, texts } = room();
    alerts.onEvent(renewed);
    alerts.onEvent(renewalFailed(MINUTE));
    alerts.onEvent(renewed);
    alerts.onEvent(renewed);
    await alerts.settled();
    expect(texts().map(text => text.split('\n')[0])).toEqual([
      '토큰 갱신에 실패했습니다',
      '토큰 갱신이 회복되었습니다',
    ]);
  });

  test('after a recovery is news again', async () => {
    const { alerts, texts } = room();
    for (const event of [renewalFailed(MINUTE), renewed, renewalFailed(MINUTE)]) alerts.onEvent(event);
    await alerts.settled();
    expect(texts()).toHaveLength(3);
  });

  test('quotes the broker when it speaks Korean', async () => {
    const { alerts, texts } = room();
    alerts.onEvent(renewalFailed(0, '접근토큰 발급 잠시 후 다시 시도하세요(1분당 1회)'));
    await alerts.settled();
    expect(texts()[0]).toContain('“접근토큰 발급 잠시 후 다시 시도하세요(1분당 1회)”');
  });
});

test('a single rate refusal is logged and nobody is told', async () => {
  const { alerts, texts, logged } = room();
  alerts.onEvent({ kind: 'rateRefused', at: MONDAY_TEN, operation: 'quote', code: 'EGW00201' });
  await alerts.settled();
  expect(texts()).toEqual([]);
  expect(logged).toEqual([
    { event: 'broker event', fields: { kind: 'rateRefused', operation: 'quote', code: 'EGW00201' } },
  ]);
});

test('a call is for the audit trail: nobody is told, and the log is spared', async () => {
  const { alerts, told, logged } = room();
  alerts.onEvent({
    kind: 'called',
    at: MONDAY_TEN,
    operation: 'balance',
    outcome: 'failed',
    code: 'EGW00201',
    elapsedMs: 30,
  });
  await alerts.settled();
  expect([told, logged]).toEqual([{}, []]);
});

describe('clocks that differ', () => {
  test('by up to two minutes are a warning, and orders go on', async () => {
    const { alerts, told, texts } = room();
    alerts.onEvent(skewed(120_000));
    await alerts.settled();
    expect(told.console?.[0]?.tone).toBe('warning');
    for (const part of [
      '이 컴퓨터의 시계가 증권사보다 2분 늦습니다.',
      '지금: 조회 가능 / 주문 가능',
      '차이가 2분을 넘으면 새 주문과 정정을 정지합니다.',
      'NTP',
    ]) {
      expect(texts()[0]).toContain(part);
    }
  });

  test('by more say that orders are halted, and how they are resumed', async () => {
    const { alerts, told, texts } = room();
    alerts.onEvent(skewed(-121_000));
    await alerts.settled();
    expect(told.console?.[0]?.tone).toBe('bad');
    for (const part of [
      '이 컴퓨터의 시계가 증권사보다 2분 1초 빠릅니다.',
      '지금: 조회 가능 / 새 주문과 정정은 정지, 취소는 가능',
      '/resume',
    ]) {
      expect(texts()[0]).toContain(part);
    }
  });

  test('are told once in ten minutes, and again at once when orders are halted for it', async () => {
    const { alerts, clock, texts } = room();
    for (const skewMs of [31_000, 45_000, 60_000]) alerts.onEvent(skewed(skewMs));
    await alerts.settled();
    expect(texts()).toHaveLength(1);
    for (const skewMs of [121_000, -130_000]) alerts.onEvent(skewed(skewMs));
    await alerts.settled();
    expect(texts()).toHaveLength(2);
    await clock.advance(10 * MINUTE);
    alerts.onEvent(skewed(31_000));
    await alerts.settled();
    expect(texts()[2]).toContain('같은 일이 2번 더 있었습니다');
  });
});

test('a foreign use of the app key is told once in ten minutes, with what is halted and what to do', async () => {
  const { alerts, told, texts } = room();
  for (const times of [4, 5, 6]) alerts.onEvent(foreign(times));
  await alerts.settled();
  expect(told.console).toMatchObject([
    { tone: 'bad', title: '다른 프로그램이 같은 앱키를 쓰는 것 같습니다' },
  ]);
  for (const part of ['한 시간 안에 4번', '새 주문과 정정은 정지, 취소는 가능', '앱키를 폐기', '/resume']) {
    expect(texts()[0]).toContain(part);
  }
});

test('in English every alert is English', async () => {
  const { alerts, texts } = room({}, 'en');
  const events = [
    gaveUp('balance'),
    renewalFailed(0),
    renewalFailed(MINUTE),
    renewed,
    skewed(40_000),
    skewed(-400_000),
    foreign(4),
  ];
  for (const event of events) alerts.onEvent(event);
  await alerts.settled();
  expect(texts()).toHaveLength(7);
  expect(texts().filter(text => /[가-힣]/.test(text))).toEqual([]);
});
