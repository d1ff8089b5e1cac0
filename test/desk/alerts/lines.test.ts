import { describe, expect, test } from 'vitest';
import { type AccountRef, accountKey, type BrokerEvent } from '../../../src/core/index.js';
import { MONDAY_TEN } from '../../support/desk.js';
import { alertRig, HOUR, MINUTE } from './alert-rig.js';

function account(n: number, over: Partial<AccountRef> = {}): AccountRef {
  const number = String(50_000_000 + n);
  return { broker: 'kiwoom', mode: 'live', number, product: '10', alias: `계좌${n}`, ...over };
}

const failed = (remainingMs = 5 * HOUR): BrokerEvent => ({
  kind: 'tokenRefreshFailed',
  at: MONDAY_TEN,
  code: 'ECONNREFUSED',
  message: 'x',
  remainingMs,
  retryAt: MONDAY_TEN + 5 * MINUTE,
});
const renewed: BrokerEvent = {
  kind: 'tokenRenewed',
  at: MONDAY_TEN,
  generation: 2,
  expiresAt: MONDAY_TEN + 24 * HOUR,
};
const gaveUp: BrokerEvent = {
  kind: 'retriesExhausted',
  at: MONDAY_TEN,
  operation: 'balance',
  attempts: 3,
  lastError: 'HTTP 500',
  elapsedMs: 2_100,
};

function deskOf(...first: readonly AccountRef[]) {
  const accounts = [...first];
  return { accounts, ...alertRig({ accounts: () => accounts }) };
}

const family = account(1, { alias: '가족', colour: 'green' });
const mother = account(2, { broker: 'kis', mode: 'paper', product: '01', alias: '엄마' });

describe('on a desk of one account', () => {
  test('nothing is said of whose line it is, and incidents bear no number', () => {
    const { alerts, outbox, text } = deskOf(family);
    alerts.onEvent(failed(), family);
    const [letter] = outbox.posts();
    expect([letter?.about.incident, letter?.reply.stamp]).toEqual(['token', 'paper']);
    expect(text(letter)).not.toContain('가족');
  });

  test('trouble that began before a second account came ends with its own account, and with no other', () => {
    const { alerts, accounts, titles } = deskOf(family);
    alerts.onEvent(failed(), family);
    accounts.push(mother);
    alerts.onEvent(renewed, mother);
    expect(titles()).toEqual(['토큰 갱신에 실패했습니다']);
    alerts.onEvent(renewed, family);
    expect(titles().slice(1)).toEqual(['토큰 갱신이 회복되었습니다']);
  });

  test('trouble that began beside others ends when it is the only one', () => {
    const { alerts, accounts, titles } = deskOf(family, mother);
    alerts.onEvent(failed(), mother);
    accounts.shift();
    alerts.onEvent(renewed, mother);
    expect(titles()).toEqual(['토큰 갱신에 실패했습니다', '토큰 갱신이 회복되었습니다']);
  });
});

describe('on a desk of several accounts', () => {
  test('each line has its own incident, named, stamped and with buttons of its own', () => {
    const { alerts, outbox, text, buttonId } = deskOf(family, mother);
    alerts.onEvent(failed(), family);
    alerts.onEvent(failed(), mother);
    alerts.onEvent(failed(), mother);
    const [one, two, ...others] = outbox.posts();
    expect(others).toEqual([]);
    expect([one, two].map(letter => letter?.reply.stamp)).toEqual(['live', 'paper']);
    expect(text(one)).toContain('🟢 가족 (****0001-10) · 키움증권 실전');
    expect(text(two)).toContain('엄마 (****0002-01) · 한국투자증권 모의');
    const call = { command: 'token', args: { action: 'refresh', account: '****0002-01' } };
    expect(alerts.buttonOf(buttonId(two, '강제 갱신'))).toEqual({ kind: 'call', call });
    alerts.onEvent(renewed, family);
    expect(outbox.posts().slice(2)).toMatchObject([{ about: { incident: 'token 50000001-10' } }]);
  });

  test('a button names the whole number where the masked one could mean two', () => {
    const { alerts, outbox, buttonId } = deskOf(family, { ...family, number: '60000001', alias: 'x' });
    alerts.onEvent(failed(), family);
    const call = { command: 'token', args: { action: 'refresh', account: '50000001-10' } };
    expect(alerts.buttonOf(buttonId(outbox.posts()[0], '강제 갱신'))).toEqual({ kind: 'call', call });
  });

  test('reads that fail on one line are not listed on the card of another', () => {
    const { alerts, outbox, text } = deskOf(family, mother);
    alerts.onEvent({ ...gaveUp, operation: 'price' }, family);
    alerts.onEvent(gaveUp, mother);
    expect(text(outbox.posts()[1])).not.toContain('현재가');
  });

  test('maintenance of one broker hushes failed reads there, not at the other', () => {
    const { alerts, titles } = deskOf(family, mother);
    alerts.onEvent({ kind: 'maintenance', at: MONDAY_TEN, phase: 'begun', operation: 'price' }, family);
    alerts.onEvent(gaveUp, family);
    alerts.onEvent(gaveUp, mother);
    expect(titles()).toEqual(['증권사가 점검 중으로 보입니다', '증권사 조회를 포기했습니다']);
  });

  test('stages of a token come at the moment of its own line', async () => {
    const { alerts, clock, outbox } = deskOf(family, mother);
    alerts.onEvent(failed(3 * HOUR), family);
    alerts.onEvent(failed(5 * HOUR), mother);
    await clock.advance(HOUR);
    expect(outbox.posts().map(({ about }) => [about.incident, about.stage])).toEqual([
      [`token ${accountKey(family)}`, 'failing'],
      [`token ${accountKey(mother)}`, 'failing'],
      [`token ${accountKey(family)}`, '2h'],
    ]);
  });

  test('the clocks are one incident, whoever noticed it', () => {
    const { alerts, outbox } = deskOf(family, mother);
    alerts.onEvent({ kind: 'clockSkew', at: MONDAY_TEN, skewMs: 40_000 }, family);
    alerts.onEvent({ kind: 'clockSkew', at: MONDAY_TEN, skewMs: 40_000 }, mother);
    expect(outbox.posts().map(({ about }) => about.incident)).toEqual(['clock']);
  });
});

describe('what befalls many accounts of one broker', () => {
  const thousand = Array.from({ length: 1_000 }, (_, n) => account(n));

  test('is one incident with a count from the third within a minute, and has one end', async () => {
    const { alerts, clock, outbox, titles, text, labels, buttonId } = deskOf(...thousand);
    for (const one of thousand) alerts.onEvent(failed(), one);
    await clock.advance(MINUTE);
    expect(titles()).toEqual([
      '토큰 갱신에 실패했습니다',
      '토큰 갱신에 실패했습니다',
      '키움증권 실전 계좌 3개: 토큰 갱신에 실패했습니다',
    ]);
    const [first, second, crowd] = outbox.posts();
    for (const letter of [first, second]) {
      expect(text(letter)).toContain('증권사 알림 하나로 모았습니다');
      expect(labels(letter)).toEqual([]);
    }
    expect(outbox.letter(crowd?.id ?? '')?.letter.reply.title).toContain('계좌 1000개');
    expect(text(crowd)).toContain('계좌0 (****0000-10)\n계좌1 (****0001-10)');
    expect(text(crowd)).toContain('외 995개');
    expect(text(crowd)).toContain('지금까지 998번');
    const call = { command: 'jobs', args: { name: 'token renewal' } };
    expect(alerts.buttonOf(buttonId(crowd, '모두 갱신'))).toEqual({ kind: 'call', call });
    for (const one of thousand) alerts.onEvent(renewed, one);
    expect(titles().slice(3)).toEqual(['키움증권 실전 계좌 1000개: 토큰 갱신이 회복되었습니다']);
    await clock.advance(24 * HOUR);
    expect(titles()).toHaveLength(4);
  });

  test('goes on until the last of them has recovered', () => {
    const four = thousand.slice(0, 4);
    const { alerts, titles } = deskOf(...four);
    for (const one of four) alerts.onEvent(failed(), one);
    for (const one of four.slice(1)) alerts.onEvent(renewed, one);
    expect(titles()).toHaveLength(3);
    alerts.onEvent(renewed, account(0));
    expect(titles().slice(3)).toEqual(['키움증권 실전 계좌 4개: 토큰 갱신이 회복되었습니다']);
    // The next trouble of one of them is its own again.
    alerts.onEvent(failed(), account(0));
    expect(titles().slice(4)).toEqual(['토큰 갱신에 실패했습니다']);
  });

  test('takes over what was told of one account long before', async () => {
    const five = thousand.slice(0, 5);
    const { alerts, clock, titles } = deskOf(...five);
    alerts.onEvent(failed(), account(4));
    await clock.advance(HOUR);
    for (const one of five) alerts.onEvent(failed(4 * HOUR), one);
    for (const one of five) alerts.onEvent(renewed, one);
    expect(titles().slice(-2)).toEqual([
      '키움증권 실전 계좌 3개: 토큰 갱신에 실패했습니다',
      '키움증권 실전 계좌 5개: 토큰 갱신이 회복되었습니다',
    ]);
  });

  test.each([
    ['brokers', account(3, { broker: 'kis' })],
    ['environments', account(3, { mode: 'paper' })],
  ])('is not counted over %s', (_, other) => {
    const { alerts, titles } = deskOf(account(1), account(2), other);
    for (const one of [account(1), account(2), other]) alerts.onEvent(failed(), one);
    expect(titles()).toEqual(Array.from({ length: 3 }, () => '토큰 갱신에 실패했습니다'));
  });

  test('is not counted over more than a minute', async () => {
    const { alerts, clock, titles } = deskOf(account(1), account(2), account(3));
    alerts.onEvent(failed(), account(1));
    alerts.onEvent(failed(), account(2));
    await clock.advance(MINUTE + 1);
    alerts.onEvent(failed(), account(3));
    expect(titles()).not.toContainEqual(expect.stringContaining('계좌 3개'));
  });

  test('the same trouble again and again of one account is no crowd', () => {
    const { alerts, outbox } = deskOf(family, mother);
    for (let i = 0; i < 9; i += 1) alerts.onEvent(failed(), family);
    expect(outbox.posts()).toHaveLength(1);
  });

  test('with no end of its own is over when it was quiet for ten minutes, and then begins anew', async () => {
    const five = thousand.slice(0, 5);
    const { alerts, clock, titles } = deskOf(...five);
    for (const one of five) alerts.onEvent(gaveUp, one);
    await clock.advance(10 * MINUTE);
    expect(titles().slice(2)).toEqual([
      '키움증권 실전 계좌 3개: 증권사 조회를 포기했습니다',
      '조용해졌습니다: 키움증권 실전 계좌 5개: 증권사 조회를 포기했습니다',
    ]);
    alerts.onEvent(gaveUp, account(1));
    expect(titles().slice(4)).toEqual(['증권사 조회를 포기했습니다']);
  });

  test('of an account that has left the desk no recovery is waited for', () => {
    const four = thousand.slice(0, 4);
    const { alerts, accounts, titles } = deskOf(...four);
    for (const one of four) alerts.onEvent(failed(), one);
    accounts.pop();
    for (const one of accounts) alerts.onEvent(renewed, one);
    expect(titles().at(-1)).toBe('키움증권 실전 계좌 4개: 토큰 갱신이 회복되었습니다');
  });
});

test('in English whose trouble it is is English', () => {
  const accounts = [1, 2, 3, 4].map(n => account(n, { alias: `a${n}` }));
  const { alerts, outbox, text } = alertRig({ accounts: () => accounts, language: 'en' });
  for (const one of accounts) alerts.onEvent(failed(), one);
  for (const one of accounts) alerts.onEvent(renewed, one);
  expect(outbox.posts().at(-1)?.reply.title).toBe('Kiwoom LIVE, 4 accounts: Token renewal has recovered');
  expect(
    outbox
      .posts()
      .map(text)
      .filter(words => /[가-힣]/.test(words)),
  ).toEqual([]);
});
