import { describe, expect, it } from 'vitest';
import { type AccountReads, DeskError, type Notice, type OpenAlert } from '../../../src/core/index.js';
import { createReports } from '../../../src/desk/reports/reports.js';
import { manualClock } from '../../support/clock.js';
import { ACCOUNT, balanceOf, kst, listOf, orderOf, positionOf, TOKEN } from './fixtures.js';
import { down, refused, report, type Status, WELL } from './stage.js';

const ALERT: OpenAlert = {
  at: kst('2026-11-23T06:00:00'),
  title: '다른 프로그램이 같은 앱키를 쓰는 것 같습니다',
  reference: 'K7M2QXA',
  state: 'unacknowledged',
};

describe('the morning brief', () => {
  const openOrders = async () =>
    listOf([orderOf(), orderOf({ side: 'sell', price: 0n, typeName: '시장가', remaining: 1_234n })]);

  it('reads like this in Korean', async () => {
    const { text, notice } = await report('morningBrief', { reads: { openOrders } });
    expect(text).toBe(
      `# 아침 브리핑 · 11월 23일 (월)
오늘 시장: 정규장 09:00–15:30
다음 휴장일: 한 달 안에 없음
---
가족 (****5678-01)
총평가금액: 5,000,000원
주식평가금액 (전일 종가): 720,000원
평가손익: +20,000
예수금: 5,000,000원
예수금 (D+2): 4,280,000원
삼성전자 10주: 720,000원 (+2.86%)
미체결 주문: 2건
매수 삼성전자 10주 71,000원
매도 삼성전자 1,234주 시장가
---
접근 토큰: 정상, 2026-11-24 07:00:00까지
증권사 연결: 마지막 정상 호출 2026-11-23 08:45:10
(2026-11-23 08:50:00 KST)`,
    );
    expect(notice).toMatchObject({ kind: 'report', urgency: 'info', isPrivate: true });
    expect(notice.incident).toBeUndefined();
  });

  it('reads like this in English', async () => {
    const { text } = await report('morningBrief', { reads: { openOrders }, language: 'en' });
    expect(text).toBe(
      `# Morning brief · Mon 2026-11-23
Market today: regular session 09:00–15:30
Next holidays: none within a month
---
가족 (****5678-01)
Total: ₩5,000,000
Stocks (previous close): ₩720,000
Profit: +20,000
Cash: ₩5,000,000
Cash (D+2): ₩4,280,000
삼성전자 10: ₩720,000 (+2.86%)
Open orders: 2
Buy 삼성전자 10 ₩71,000
Sell 삼성전자 1,234 시장가
---
Access token: fresh, until 2026-11-24 07:00:00
Broker: last good call 2026-11-23 08:45:10
(2026-11-23 08:50:00 KST)`,
    );
  });

  it.each([
    ['2026-11-19T08:50:00', '정규장 10:00–16:30 (대학수학능력시험)'],
    ['2026-12-25T08:50:00', '휴장\n다음 거래일: 12월 28일 (월)'],
    ['2028-01-04T08:50:00', '정규장 09:00–15:30 (휴장 여부를 확인하지 못함)'],
  ])('on %s knows the market: %s', async (at, words) => {
    expect((await report('morningBrief', { at })).text).toContain(`오늘 시장: ${words}`);
  });

  it('names the next holidays, with those that only the broker knows', async () => {
    const knownDays = () => new Map([['20261221', false]]);
    const { text } = await report('morningBrief', { at: '2026-12-18T08:50:00', knownDays });
    expect(text).toContain(
      '다음 휴장일: 12월 21일 (월), 12월 25일 (금) 기독탄신일, 12월 31일 (목) 연말 휴장일\n',
    );
  });

  it('of the demo says that its exchange is always open', async () => {
    const { text } = await report('morningBrief', { alwaysOpen: true, at: '2026-11-22T08:50:00' });
    expect(text).toContain('오늘 시장: 데모 거래소는 늘 열려 있습니다\n---');
    expect(text).toContain('\n주식평가금액: 720,000원');
  });

  it('says when nothing is held', async () => {
    const balance = async () => balanceOf({ positions: [], stockValue: 0n });
    expect((await report('morningBrief', { reads: { balance } })).text).toContain('\n보유 종목: 없음\n');
  });

  it.each([
    [11, 11, undefined],
    [12, 10, '외 2종목: 3원'],
    [40, 10, '외 30종목: 465원'],
  ])('of %i holdings names the %i largest, and the rest as one', async (held, named, rest) => {
    const positions = Array.from({ length: held }, (_, n) =>
      positionOf({ name: `종목${n + 1}`, value: BigInt(n + 1) }),
    );
    const { text } = await report('morningBrief', {
      reads: { balance: async () => balanceOf({ positions }) },
    });
    const lines = text.split('\n').filter(line => line.startsWith('종목'));
    expect(lines).toHaveLength(named);
    expect(lines[0]).toBe(`종목${held} 10주: ${held}원 (+2.86%)`);
    if (rest === undefined) expect(text).not.toContain('외 ');
    else expect(text).toContain(`\n${rest}\n`);
  });

  it('names five open orders and counts the others', async () => {
    const many = async () => listOf(Array.from({ length: 9 }, () => orderOf()));
    const { text } = await report('morningBrief', { reads: { openOrders: many } });
    expect(text).toContain('미체결 주문: 9건');
    expect(text.split('\n').filter(line => line.startsWith('매수 '))).toHaveLength(5);
    expect(text).toContain('\n외 4건\n');
  });

  it('says what could not be read, and shows the rest', async () => {
    const noBalance = await report('morningBrief', { reads: { balance: down, openOrders } });
    expect(noBalance.text).toContain(
      '! 잔고를 읽지 못했습니다. 상대 서버에서 쓸 수 있는 답을 받지 못했습니다.',
    );
    expect(noBalance.text).toContain('미체결 주문: 2건');
    const neither = await report('morningBrief', { reads: { balance: refused, openOrders: refused } });
    expect(neither.text).toContain('! 주문 내역을 읽지 못했습니다. 증권사가 앱키를 받지 않았습니다.');
    expect(neither.text).toContain('접근 토큰: 정상');
  });

  it('does not wait for a read that hangs', async () => {
    const hangs = () => new Promise<never>(() => undefined);
    const { text } = await report('morningBrief', { reads: { balance: hangs, openOrders } });
    expect(text).toContain('! 잔고를 읽지 못했습니다.');
    expect(text).toContain('미체결 주문: 2건');
  });

  it('says that a list has gaps', async () => {
    const gaps = async () => listOf([], false);
    expect((await report('morningBrief', { reads: { openOrders: gaps } })).text).toContain(
      '! 증권사 합계에는 있는 주문이 목록에 빠져 있습니다.',
    );
  });

  it('warns of all that is not well', async () => {
    const status = (): Status => ({
      lines: [],
      broker: { ...WELL.broker, maintenanceSince: kst('2026-11-23T08:40:00'), rateRefusals: 3 },
      jobs: [{ name: 'calendar', deadlineMs: 1, lastRunAt: 1, lastResult: 'overdue', nextRunAt: 2 }],
      platforms: [{ id: 'discord', state: 'lost', reason: 'x' }],
      halts: [{ id: 'H1', scope: { kind: 'all' }, since: 0, until: undefined, reason: '', by: 'desk' }],
      unsettled: 1,
    });
    const { text, tone } = await report('morningBrief', { status, openAlerts: () => [ALERT] });
    expect(tone).toBe('warning');
    for (const line of [
      '증권사 연결: 점검 중으로 보임 (2026-11-23 08:40:00부터)',
      '주문 정지: 1건 (/resume 으로 풉니다)',
      '결과를 모르는 주문: 1건 (/orders 확인중)',
      '끊긴 채팅: Discord',
      '실패한 작업: 휴장일',
      '호출 한도 초과: 3회',
      '! 확인을 기다리는 알림 1건\n2026-11-23 06:00:00 다른 프로그램이 같은 앱키를 쓰는 것 같습니다 (K7M2QXA)',
    ]) {
      expect(text).toContain(line);
    }
  });

  it('has a section for each account', async () => {
    const accounts = [ACCOUNT, { ...ACCOUNT, number: '87654321', alias: '' }];
    const balance: AccountReads['balance'] = async account => {
      if (account.alias === '') throw new DeskError('timeout', 'late');
      return balanceOf();
    };
    const { text } = await report('morningBrief', { accounts: () => accounts, reads: { balance } });
    expect(text).toMatch(
      /---\n가족 \(\*\*\*\*5678-01\) · 한국투자증권 실전\n총평가금액[\s\S]*---\n\*\*\*\*4321-01 · 한국투자증권 실전\n미체결 주문: 0건\n! 잔고를/,
    );
    expect(text).not.toContain('87654321');
  });

  it('is not told when it was stopped', async () => {
    const stopped = new AbortController();
    const told: Notice[] = [];
    const reports = createReports({
      clock: manualClock(),
      accounts: () => [ACCOUNT],
      reads: {
        balance: () => {
          stopped.abort();
          return down();
        },
        orders: down,
        openOrders: down,
      },
      kindOf: () => undefined,
      knownDays: () => new Map(),
      alwaysOpen: false,
      status: () => WELL,
      tokenStatus: () => TOKEN,
      openAlerts: () => [],
      letters: () => [],
      tell: notice => told.push(notice),
      language: 'ko',
    });
    await expect(reports.morningBrief(stopped.signal)).rejects.toThrow('aborted');
    expect(told).toEqual([]);
  });
});
