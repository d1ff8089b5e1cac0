import { describe, expect, it } from 'vitest';
import type { AccountReads, AccountRef, LineStatus } from '../../../src/core/index.js';
import { ACCOUNT, balanceOf, kst, listOf, TOKEN } from './fixtures.js';
import { down, report, WELL } from './stage.js';

const MOTHER: AccountRef = {
  broker: 'kiwoom',
  mode: 'paper',
  number: '81234321',
  product: '10',
  alias: '엄마',
  colour: 'green',
};

const manyAccounts = (count: number): readonly AccountRef[] =>
  Array.from({ length: count }, (_, n) => ({
    ...ACCOUNT,
    number: String(10_000_000 + n),
    alias: `계좌${n}`,
  }));

function lineOf(account: AccountRef, over: Partial<LineStatus> = {}): LineStatus {
  return {
    account,
    broker: WELL.broker,
    token: TOKEN,
    executions: { state: 'live', since: 0, reason: undefined, lastNoticeAt: undefined },
    ...over,
  };
}

describe.each(['morningBrief', 'dailyReport'] as const)('the %s over several accounts', which => {
  it('names each with its broker and environment, and never sums real and paper money', async () => {
    const { text } = await report(which, {
      accounts: () => [ACCOUNT, MOTHER],
      reads: { balance: async ({ mode }) => balanceOf({ total: mode === 'live' ? 7_000_000n : 3_000_000n }) },
    });
    expect(text).toContain('\n가족 (****5678-01) · 한국투자증권 실전\n');
    expect(text).toContain('\n🟢 엄마 (****4321-10) · 키움증권 모의\n');
    expect(text).toContain('계좌 2개 합계\n실전 총평가금액 (1개): 7,000,000원');
    expect(text).toContain('모의 총평가금액 (1개): 3,000,000원');
  });

  it('names those that could not be read, and leaves them out of the sums', async () => {
    const accounts = [...manyAccounts(2), MOTHER];
    const balance: AccountReads['balance'] = account =>
      account.broker === 'kiwoom' ? down() : Promise.resolve(balanceOf());
    const { text } = await report(which, { accounts: () => accounts, reads: { balance } });
    expect(text).toContain('실전 총평가금액 (2개): 10,000,000원');
    expect(text).not.toContain('모의 총평가금액');
    expect(text).toContain('! 잔고를 읽지 못해 합계에 없는 계좌 1개: 🟢 엄마 (****4321-10)');
  });

  it('tells of twenty one by one, of the others only their sums, and reads a few at a time', async () => {
    const reading = { now: 0, most: 0, orders: 0 };
    const balance: AccountReads['balance'] = async () => {
      reading.now += 1;
      reading.most = Math.max(reading.most, reading.now);
      await new Promise(resolve => setImmediate(resolve));
      reading.now -= 1;
      return balanceOf();
    };
    const orders = async () => {
      reading.orders += 1;
      return listOf([]);
    };
    const { text } = await report(which, {
      accounts: () => manyAccounts(120),
      reads: { balance, orders, openOrders: orders },
      waitMs: 0,
    });
    expect(text.match(/^계좌\d+ \(.*$/gm)).toHaveLength(20);
    expect(text).toContain(
      '계좌 120개 합계 (이 가운데 100개는 합계만)\n실전 총평가금액 (120개): 600,000,000원',
    );
    expect(reading).toEqual({ now: 0, most: 8, orders: 20 });
  });

  it('is told in time though a broker with many accounts does not answer', async () => {
    const { text } = await report(which, {
      accounts: () => manyAccounts(400),
      reads: { balance: () => new Promise(() => undefined) },
      waitMs: 125_000,
    });
    expect(text).toContain('합계에 없는 계좌 400개: 계좌0 (****0000-01)');
    expect(text).toContain(' 외 390개');
  });
});

it('says of several lines how many tokens serve, and how each broker fares', async () => {
  const away = { ...WELL.broker, maintenanceSince: kst('2026-11-23T08:40:00') };
  const lines = [
    lineOf(ACCOUNT),
    lineOf(MOTHER, { token: { ...TOKEN, state: 'expired' } }),
    lineOf({ ...MOTHER, number: '81230000', alias: '아빠' }, { broker: away }),
  ];
  const { text, tone } = await report('morningBrief', {
    accounts: () => [ACCOUNT, MOTHER],
    status: () => ({ ...WELL, lines }),
  });
  expect(tone).toBe('warning');
  expect(text).toContain('접근 토큰: 3개 중 만료 1개: 🟢 엄마 (****4321-10)');
  expect(text).toContain('한국투자증권 실전: 계좌 1개, 마지막 정상 호출 2026-11-23 08:45:10');
  expect(text).toContain('키움증권 모의: 계좌 2개 중 1개에서 점검 중으로 보임 (2026-11-23 08:40:00부터)');
});

it('in English is English', async () => {
  const { text } = await report('dailyReport', {
    language: 'en',
    accounts: () => [
      { ...ACCOUNT, alias: 'family' },
      { ...MOTHER, alias: 'mother' },
    ],
    reads: {
      balance: ({ mode }) => (mode === 'live' ? down() : Promise.resolve(balanceOf({ positions: [] }))),
    },
    status: () => ({ ...WELL, lines: [lineOf(ACCOUNT), lineOf(MOTHER)] }),
  });
  expect(text.replaceAll('가족', '').match(/[가-힣]+/)).toBeNull();
});
