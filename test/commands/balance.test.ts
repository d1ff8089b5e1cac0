import { describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  balanceOf,
  buttonNamed,
  buttonsOf,
  handMadeDesk,
  openDesk,
  positionOf,
  replyOf,
  textOf,
} from '../support/desk.js';

const holding = (count: number) =>
  handMadeDesk({
    balance: async () => balanceOf(Array.from({ length: count }, (_, i) => positionOf(i + 1))),
  });
const rowsOf = (text: string) =>
  text
    .split('\n')
    .filter(line => line.startsWith('보유'))
    .map(line => line.split(' ')[0]);

describe('/balance', () => {
  test('shows cash on three days, the total, profit, and every figure whole', async () => {
    const text = textOf(replyOf(await openDesk().type('/balance')));
    for (const line of [
      '총평가금액: 6,034,503원',
      '주식평가금액: 1,234,500원',
      '예수금 (D): 5,000,001원',
      '예수금 (D+1): 4,900,002원',
      '예수금 (D+2): 4,800,003원',
      '평가손익: -65,500',
      '수익률: -5.04%',
      '전일 대비: +12,345',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).toContain('보유2 100002 | 2주 | 1,000.25 | 1,100원 | 2,200원 | +200 | +9.98%');
    expect(text).toContain('2026-11-23 10:00:00 KST');
  });

  test('names the account without its number', async () => {
    const reply = replyOf(await openDesk().type('/balance'));
    expect(reply.title).toBe('잔고 · 가족 (****7788-01)');
    expect(textOf(reply)).not.toContain(ACCOUNT.number);
  });

  test('puts the largest position first', async () => {
    expect(rowsOf(textOf(replyOf(await openDesk().type('잔고'))))).toEqual(['보유3', '보유2', '보유1']);
  });

  test('of an empty account says so and what to do next', async () => {
    const text = textOf(replyOf(await openDesk({ desk: holding(0) }).type('/balance')));
    expect(text).toContain('보유 종목이 없습니다');
    expect(text).toContain('/price 삼성전자');
    expect(text).toContain('예수금 (D): 5,000,001원');
  });

  test('without an account is refused', async () => {
    const desk = handMadeDesk({ accountsOf: () => [] });
    expect(textOf(replyOf(await openDesk({ desk }).type('/balance')))).toContain(
      '볼 수 있는 계좌가 없습니다',
    );
    expect(desk.asked).toEqual([]);
  });

  test('of ten positions has one page, of eleven two', async () => {
    const labels = async (count: number) =>
      buttonsOf(replyOf(await openDesk({ desk: holding(count) }).type('/balance'))).map(b => b.label);
    expect(await labels(10)).toEqual(['새로고침', '오늘 주문']);
    expect(await labels(11)).toEqual(['다음 ▶', '새로고침', '오늘 주문']);
  });

  test('is walked with its buttons, each position shown once', async () => {
    const room = openDesk({ desk: holding(25) });
    let reply = replyOf(await room.type('/balance'));
    const seen = rowsOf(textOf(reply));
    for (let i = 0; i < 2; i += 1) {
      reply = replyOf(await room.press(buttonNamed(reply, '다음 ▶').id));
      seen.push(...rowsOf(textOf(reply)));
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => `보유${25 - i}`));
    expect(buttonsOf(reply).map(b => b.label)).toEqual(['◀ 이전', '새로고침', '오늘 주문']);
    expect(reply.footer).toContain('3/3쪽 · 25종목');
    const back = replyOf(await room.press(buttonNamed(reply, '◀ 이전').id));
    expect(back.footer).toContain('2/3쪽');
  });

  test('refreshed on its second page stays there', async () => {
    const room = openDesk({ desk: holding(25) });
    const second = replyOf(await room.type('/balance 2'));
    const again = replyOf(await room.press(buttonNamed(second, '새로고침').id));
    expect(rowsOf(textOf(again))).toEqual(rowsOf(textOf(second)));
  });

  test('past its last page shows that one and says so', async () => {
    const text = textOf(replyOf(await openDesk({ desk: holding(11) }).type('/balance 9')));
    expect(text).toContain('9쪽은 없어 마지막 2쪽을');
    expect(rowsOf(text)).toEqual(['보유1']);
  });

  test('is English when the language is', async () => {
    const text = textOf(replyOf(await openDesk({ language: 'en', desk: holding(0) }).type('/balance')), 'en');
    expect(text).toContain('Cash (D+2): ₩4,800,003');
    expect(text.replaceAll(ACCOUNT.alias, '')).not.toMatch(/[가-힣]/);
  });
});
