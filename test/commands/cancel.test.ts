import { describe, expect, test } from 'vitest';
import { DeskError, type VenueOrder } from '../../src/core/index.js';
import {
  ACCOUNT,
  buttonNamed,
  buttonsOf,
  handMadeDesk,
  INSTRUMENTS,
  listOf,
  openDesk,
  orderOf,
  replyOf,
  textOf,
} from '../support/desk.js';

function room(orders: readonly VenueOrder[] = [orderOf(1)], over: { complete?: boolean } = {}) {
  const desk = handMadeDesk({ openOrders: async () => listOf(orders, over) });
  return openDesk({ desk, roles: ['view', 'trade'] });
}

const cancelOf = (which: object) => ({ kind: 'cancel', account: ACCOUNT, which });

describe('/cancel', () => {
  test.each([
    ['/cancel all', { kind: 'all' }],
    ['/취소 전체', { kind: 'all' }],
    ['/취소 전부', { kind: 'all' }],
    ['/cancel #123', { kind: 'one', number: '123' }],
    ['/cancel 0000000123', { kind: 'one', number: '0000000123' }],
    ['/cancel 123', { kind: 'one', number: '123' }],
    ['/취소 삼성전자', { kind: 'symbol', instrument: INSTRUMENTS[0] }],
    ['/cancel 005930', { kind: 'symbol', instrument: INSTRUMENTS[0] }],
    ['/cancel 0126z0', { kind: 'symbol', instrument: INSTRUMENTS[3] }],
    ['/cancel symbol 005930', { kind: 'symbol', instrument: INSTRUMENTS[0] }],
    ['/cancel 117057', { kind: 'one', number: '117057' }],
  ])('%s proposes %o', async (text, which) => {
    const asking = room();
    expect(replyOf(await asking.type(text)).card).toBe('ticket1');
    expect(asking.proposals).toEqual([cancelOf(which)]);
  });

  test('of six digits that are a code and the number of an open order asks which is meant', async () => {
    for (const [label, which] of [
      ['주문 #5930 삼성전자', { kind: 'one', number: '5930' }],
      ['종목 삼성전자 전부', { kind: 'symbol', instrument: INSTRUMENTS[0] }],
    ] as const) {
      const asking = room([orderOf(1, { number: '0000005930' })]);
      const choice = replyOf(await asking.type('/cancel 005930'));
      expect(choice.title).toBe('무엇을 취소할까요?');
      expect(asking.proposals).toEqual([]);
      await asking.press(buttonNamed(choice, label).id);
      expect(asking.proposals).toEqual([cancelOf(which)]);
    }
  });

  test('that fits several issues proposes nothing and offers them', async () => {
    const asking = room();
    const choice = replyOf(await asking.type('/cancel 삼성'));
    expect(asking.proposals).toEqual([]);
    await asking.press(buttonNamed(choice, '삼성전자우 005935').id);
    expect(asking.proposals).toEqual([cancelOf({ kind: 'symbol', instrument: INSTRUMENTS[1] })]);
  });

  test('of nothing listed says so', async () => {
    const asking = room();
    expect(textOf(replyOf(await asking.type('/cancel 없는회사')))).toContain('“없는회사”에 맞는 종목');
    expect(asking.proposals).toEqual([]);
  });

  test('by number needs no list of issues', async () => {
    const desk = handMadeDesk({
      findSymbol: async () => {
        throw new DeskError('unavailable', 'no list', { what: 'symbols' });
      },
    });
    const asking = openDesk({ desk, roles: ['trade'] });
    await asking.type('/cancel 117057');
    await asking.type('/cancel #9');
    expect(asking.proposals).toEqual([
      cancelOf({ kind: 'one', number: '117057' }),
      cancelOf({ kind: 'one', number: '9' }),
    ]);
  });

  test('without a target shows the open orders, each with its buttons, and proposes nothing', async () => {
    const asking = room([
      orderOf(7, { number: '0000000007' }),
      orderOf(8, { code: '000660', name: 'SK하이닉스' }),
      orderOf(9, { state: 'filled', remaining: 0n }),
    ]);
    const card = replyOf(await asking.type('/cancel'));
    expect(buttonsOf(card).map(b => b.label)).toEqual([
      '새로고침',
      '전부 취소',
      '정정 삼성전자 #7',
      '취소 삼성전자 #7',
      '정정 SK하이닉스 #8',
      '취소 SK하이닉스 #8',
    ]);
    expect(textOf(card)).toContain(
      '09:30:15 | SK하이닉스 000660 | 매수 | 70,000원 | 10주 | 4주 | 6주 | 일부체결 | #8',
    );
    expect(asking.proposals).toEqual([]);
    await asking.press(buttonNamed(card, '취소 SK하이닉스 #8').id);
    await asking.press(buttonNamed(card, '전부 취소').id);
    expect(asking.proposals).toEqual([cancelOf({ kind: 'one', number: '8' }), cancelOf({ kind: 'all' })]);
  });

  test('without open orders says so, and of an incomplete list that nothing follows from it', async () => {
    const none = replyOf(await room([]).type('/cancel'));
    expect(textOf(none)).toContain('취소할 미체결 주문이 없습니다');
    expect(none.tone).toBe('neutral');
    const unsure = replyOf(await room([], { complete: false }).type('/cancel'));
    expect(textOf(unsure)).toContain('여기에 없다고 주문이 없는 것이 아닙니다');
    expect(unsure.tone).toBe('warning');
  });

  test('needs the trade role', async () => {
    const asking = openDesk({ roles: ['view', 'admin'] });
    expect(textOf(replyOf(await asking.type('/cancel all')))).toContain('거래 권한');
    expect(asking.proposals).toEqual([]);
  });
});
