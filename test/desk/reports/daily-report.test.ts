import { describe, expect, it } from 'vitest';
import type { AccountReads, InstrumentKind, Notice, VenueOrder } from '../../../src/core/index.js';
import { kst, listOf, orderOf } from './fixtures.js';
import { down, report } from './stage.js';

const DAY: readonly VenueOrder[] = [
  orderOf({ filled: 10n, remaining: 0n, averageFill: 71_000, state: 'filled' }),
  orderOf({
    side: 'sell',
    code: '069500',
    name: 'KODEX 200',
    filled: 3n,
    averageFill: 33_333.3333,
    remaining: 7n,
    state: 'partlyFilled',
  }),
  orderOf({
    side: 'sell',
    filled: 5n,
    averageFill: 72_000,
    remaining: 0n,
    state: 'filled',
    act: 'amend',
    originalNumber: '117001',
  }),
  orderOf({ act: 'cancel', remaining: 0n, state: 'cancelled', originalNumber: '117009' }),
  orderOf({ remaining: 0n, state: 'rejected' }),
];

describe('the daily report', () => {
  const orders = async () => listOf(DAY);
  const kindOf = (code: string): InstrumentKind => (code === '069500' ? 'etf' : 'stock');

  it('reads like this in Korean', async () => {
    const { text, notice } = await report('dailyReport', { reads: { orders }, kindOf });
    expect(text).toBe(
      `# 마감 보고 · 11월 23일 (월)
가족 (****5678-01)
총평가금액: 5,000,000원
전일 대비: -100,000
전일 대비율: -1.96%
주식평가금액: 720,000원
평가손익: +20,000
수익률: +2.86%
예수금 (D+2): 4,280,000원
오늘 주문: 신규 2건, 정정 1건, 취소 1건, 거부 1건, 미체결 1건
매수 체결: 1건 10주 710,000원
매도 체결: 2건 8주 460,000원
수수료·세금 (추정): 885원
삼성전자 10주: 720,000원 (+2.86%)
---
다음 거래일: 11월 24일 (화)
오늘 알림: 0건
접근 토큰: 정상, 2026-11-24 07:00:00까지
증권사 연결: 마지막 정상 호출 2026-11-23 08:45:10
(2026-11-23 15:40:00 KST)`,
    );
    expect(notice).toMatchObject({ kind: 'report', urgency: 'info', isPrivate: true });
  });

  it('reads like this in English', async () => {
    const { text } = await report('dailyReport', { reads: { orders }, kindOf, language: 'en' });
    expect(text).toBe(
      `# Daily report · Mon 2026-11-23
가족 (****5678-01)
Total: ₩5,000,000
Since yesterday: -100,000
Change: -1.96%
Stocks: ₩720,000
Profit: +20,000
Return: +2.86%
Cash (D+2): ₩4,280,000
Orders today: 2 new, 1 amended, 1 cancelled, 1 rejected, 1 open
Bought: 1 order, 10 shares, ₩710,000
Sold: 2 orders, 8 shares, ₩460,000
Fees and tax (estimate): ₩885
삼성전자 10: ₩720,000 (+2.86%)
---
Next trading day: Tue 2026-11-24
Alerts today: 0
Access token: fresh, until 2026-11-24 07:00:00
Broker: last good call 2026-11-23 08:45:10
(2026-11-23 15:40:00 KST)`,
    );
  });

  it('says that nothing was ordered, and does not say so of a list with gaps', async () => {
    expect((await report('dailyReport')).text).toContain('\n오늘 주문: 없음\n');
    const gaps = (await report('dailyReport', { reads: { orders: async () => listOf([], false) } })).text;
    expect(gaps).not.toContain('오늘 주문: 없음');
    expect(gaps).toContain('! 증권사 합계에는');
  });

  it('asks for the orders of today', async () => {
    const ranges: unknown[] = [];
    const noted: AccountReads['orders'] = async (_, range) => {
      ranges.push(range);
      return listOf([]);
    };
    await report('dailyReport', { reads: { orders: noted } });
    expect(ranges).toEqual([{ from: '20261123', to: '20261123' }]);
  });

  it('shows the rest when the balance could not be read, and the other way round', async () => {
    const noBalance = (await report('dailyReport', { reads: { balance: down, orders } })).text;
    expect(noBalance).toContain('! 잔고를 읽지 못했습니다.');
    expect(noBalance).toContain('오늘 주문: 신규 2건');
    const noOrders = (await report('dailyReport', { reads: { orders: down } })).text;
    expect(noOrders).toContain('! 주문 내역을 읽지 못했습니다.');
    expect(noOrders).toContain('총평가금액: 5,000,000원');
  });

  it('names the next trading day that the broker knows of', async () => {
    const knownDays = () => new Map([['20261124', false]]);
    expect((await report('dailyReport', { knownDays })).text).toContain('다음 거래일: 11월 25일 (수)');
  });

  it('counts the alerts of today, without reports and starts', async () => {
    const letterOf = (at: string, kind: Notice['kind']) => ({
      letter: {
        id: at,
        at: kst(at),
        lane: 'normal' as const,
        reply: { title: '', stamp: 'live', tone: 'good', visibility: 'public', blocks: [] } as const,
        buttons: [],
        to: [],
        spare: [],
        about: { kind, urgency: 'info', incident: undefined, stage: undefined, reference: 'A' } as const,
      },
    });
    const letters = () => [
      letterOf('2026-11-22T23:59:59', 'broker'),
      letterOf('2026-11-23T00:00:00', 'broker'),
      letterOf('2026-11-23T08:50:00', 'report'),
      letterOf('2026-11-23T08:00:00', 'life'),
      letterOf('2026-11-23T12:00:00', 'fill'),
    ];
    expect((await report('dailyReport', { letters })).text).toContain('오늘 알림: 2건');
  });
});
