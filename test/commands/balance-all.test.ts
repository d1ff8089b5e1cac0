import { describe, expect, test } from 'vitest';
import { type AccountRef, type Balance, DeskError } from '../../src/core/index.js';
import { ACCOUNT, balanceOf, buttonNamed, buttonsOf, openDesk, replyOf, textOf } from '../support/desk.js';
import { accountsWith, deskWith, MUM, manyAccounts } from '../support/two-accounts.js';

const PAPER: AccountRef = { ...MUM, mode: 'paper' };

interface Scene {
  readonly closed?: Readonly<Record<string, string>>;
  readonly balance?: (account: AccountRef) => Promise<Balance>;
}

function room(refs: readonly AccountRef[], { closed = {}, balance = async () => balanceOf([]) }: Scene = {}) {
  const read: string[] = [];
  const desk = deskWith(refs, {
    balance(account) {
      read.push(account.alias);
      return balance(account);
    },
  });
  const open = openDesk({ desk, accounts: accountsWith(desk, closed) });
  return { ...open, read, card: async (line: string) => replyOf(await open.type(line)) };
}

describe('/balance all', () => {
  test.each(['/balance all', '/balance @all', '잔고 전체', '/balance 모두', '잔고 @전체'])(
    '%s adds up every account of every broker',
    async line => {
      const { card, read } = room([ACCOUNT, PAPER]);
      const reply = await card(line);
      const text = textOf(reply);
      expect(read).toEqual(['가족', '엄마']);
      expect(reply.tone).toBe('neutral');
      for (const part of [
        '합계 (2개 계좌)',
        '총평가금액: 12,069,006원',
        '예수금 (D): 10,000,002원',
        '평가손익: -131,000',
        '수익률: -5.04%',
        '가족 (****7788-01) 한국투자증권 | 6,034,503원 | 5,000,001원 | -65,500 | -5.04%',
        '🟢 엄마 (****2222-10) 키움증권 | 6,034,503원',
      ]) {
        expect(text).toContain(part);
      }
    },
  );

  test('reads all of them at once', async () => {
    let under = 0;
    let most = 0;
    const balance = async () => {
      most = Math.max(most, ++under);
      await new Promise(resolve => setImmediate(resolve));
      under -= 1;
      return balanceOf([]);
    };
    await room(manyAccounts(5), { balance }).card('/balance all');
    expect(most).toBe(5);
  });

  test('shows what could not be read in its own row, and a total that says what it lacks', async () => {
    const balance = async (account: AccountRef) => {
      if (account.alias === '계좌1') throw new DeskError('unavailable', 'down');
      return balanceOf([]);
    };
    const { card } = room(manyAccounts(4), { balance, closed: { 계좌2: '키가 만료됨' } });
    const reply = await card('/balance all');
    const text = textOf(reply);
    expect(reply.tone).toBe('warning');
    for (const part of [
      '합계 — 불완전: 2개 계좌가 빠졌습니다',
      '총평가금액 (일부): 12,069,006원',
      '계좌1 (****0001-01) — 증권사의 답을 받지 못함 | - | -',
      '계좌2 (****0002-01) — 쓸 수 없음: 키가 만료됨 | - | -',
      '2개 계좌를 읽지 못해',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('총평가금액: ');
  });

  test('when nothing can be read gives no figure that could pass for one', async () => {
    const balance = () => Promise.reject(new DeskError('timeout', 'late'));
    const text = textOf(await room(manyAccounts(2), { balance }).card('/balance all'));
    expect(text).toContain('합계 — 알 수 없음: 2개 계좌 모두 읽지 못했습니다');
    expect(text).not.toMatch(/[0-9]원/);
  });

  test('never adds real money and paper money up', async () => {
    const live = openDesk({ desk: deskWith([ACCOUNT, MUM]), stamp: 'live' });
    const text = textOf(replyOf(await live.type('/balance all')));
    expect(text).toContain('모의 합계 (1개 계좌)');
    expect(text).toContain('실전 합계 (1개 계좌)');
    expect(text.match(/총평가금액: 6,034,503원/g)).toHaveLength(2);
    expect(text).toContain('🟢 엄마 (****2222-10) 키움증권 실전');
  });

  test('of more than twenty accounts has pages, each with the total of all', async () => {
    const { card, press } = room(manyAccounts(45));
    let reply = await card('/balance all');
    const rows = (text: string) =>
      text.split('\n').filter(line => line.startsWith('계좌') && line.includes('****'));
    const seen = rows(textOf(reply));
    for (let i = 0; i < 2; i += 1) {
      reply = replyOf(await press(buttonNamed(reply, '다음 ▶').id));
      seen.push(...rows(textOf(reply)));
      expect(textOf(reply)).toContain('합계 (45개 계좌)');
    }
    expect(new Set(seen).size).toBe(45);
    expect(reply.footer).toContain('3/3쪽');
  });

  test('of more than fifty reads the first fifty, and says that the total is not of all', async () => {
    const { card, read } = room(manyAccounts(60));
    const text = textOf(await card('/balance all'));
    expect(read).toHaveLength(50);
    expect(text).toContain('불완전: 10개 계좌가 빠졌습니다');
    expect(text).toContain('처음 50개 계좌만');
  });

  test('is offered on the card of one account to who has several', async () => {
    const labels = async (refs: readonly AccountRef[]) =>
      buttonsOf(await room(refs).card('/balance')).map(({ label }) => label);
    expect(await labels([ACCOUNT, MUM])).toContain('모든 계좌');
    expect(await labels([ACCOUNT])).not.toContain('모든 계좌');
  });
});
