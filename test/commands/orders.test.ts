import { describe, expect, test } from 'vitest';
import {
  buttonNamed,
  buttonsOf,
  handMadeDesk,
  MONDAY_TEN,
  openDesk,
  orderOf,
  replyOf,
  textOf,
} from '../support/desk.js';

/** A desk that notes which days are asked for. */
function notingDesk(count = 2, complete = true) {
  const ranges: unknown[] = [];
  const list = {
    asOf: MONDAY_TEN,
    orders: Array.from({ length: count }, (_, i) => orderOf(i + 1, { quantity: BigInt(100 + i) })),
    complete,
  };
  const desk = handMadeDesk({
    orders: async (_account, range) => {
      ranges.push(range);
      return list;
    },
    openOrders: async () => {
      ranges.push('open');
      return list;
    },
  });
  return { desk, ranges };
}

describe('/orders', () => {
  test.each([
    ['/orders', { kind: 'days', from: '20261123', to: '20261123' }],
    ['/orders today', { kind: 'days', from: '20261123', to: '20261123' }],
    ['주문 오늘', { kind: 'days', from: '20261123', to: '20261123' }],
    ['/orders open', 'open'],
    ['주문 미체결', 'open'],
    ['/orders 20261102', { kind: 'days', from: '20261102', to: '20261102' }],
    ['/orders 2026-11-02 2026.11.20', { kind: 'days', from: '20261102', to: '20261120' }],
  ])('%s asks for %j', async (text, expected) => {
    const { desk, ranges } = notingDesk();
    const reply = replyOf(await openDesk({ desk }).type(text));
    expect(reply.title).toContain('가족 (****7788-01)');
    expect(ranges).toEqual([expected === 'open' ? 'open' : expected]);
  });

  test.each([
    ['/orders 20261124', '아직 오지 않은 날입니다: 20261124'],
    ['/orders 20261120 20261102', '종료일이 시작일보다 앞섭니다'],
    ['/orders 20261120 20261124', '아직 오지 않은 날입니다: 20261124'],
    ['/orders 20260801 20261120', '시작일부터 92일까지'],
    ['/orders 20261131', '“20261131” 부분을 이해하지 못했습니다'],
    ['/orders today 20261102', '날짜와 함께 쓸 수 없습니다'],
  ])('%s is refused and asks for nothing', async (text, reason) => {
    const { desk, ranges } = notingDesk();
    expect(textOf(replyOf(await openDesk({ desk }).type(text)))).toContain(reason);
    expect(ranges).toEqual([]);
  });

  test('with a last day but no first one says what is missing', async () => {
    const room = openDesk();
    const content = { kind: 'command', name: 'orders', options: { to: '20261102' } } as const;
    expect(textOf(replyOf(await room.dispatcher.handle(room.inbound(content))))).toContain(
      '빠진 것이 있습니다: 시작일',
    );
  });

  test('takes today from Korea, whatever the hour elsewhere', async () => {
    const { desk, ranges } = notingDesk();
    const room = openDesk({ desk });
    await room.clock.advance(Date.parse('2026-11-24T00:00:00+09:00') - MONDAY_TEN);
    await room.type('/orders');
    expect(ranges).toEqual([{ kind: 'days', from: '20261124', to: '20261124' }]);
  });

  test('shows every order with what was filled and what is left', async () => {
    const text = textOf(replyOf(await openDesk().type('/orders')));
    expect(text).toContain('09:30:15 | 삼성전자 005930 | 매수 | 70,000원 | 10주 | 4주 | 6주 | 일부체결');
    expect(text).toContain('09:30:15 | 삼성전자 005930 | 매수 | 70,000원 | 10주 | 10주 | 0주 | 체결');
    expect(text).toContain('2건, 미체결 1건');
  });

  test('names the kind of an order without a price', async () => {
    const orders = [orderOf(1, { price: 0n, typeName: '시장가', side: 'sell', state: 'cancelled' })];
    const desk = handMadeDesk({ openOrders: async () => ({ asOf: MONDAY_TEN, orders, complete: true }) });
    const text = textOf(replyOf(await openDesk({ desk }).type('/orders open')));
    expect(text).toContain('11-23 09:30:15 | 삼성전자 005930 | 매도 | 시장가 | 10주');
    expect(text).toContain('취소');
  });

  test('without orders says so and what to do next', async () => {
    const text = textOf(replyOf(await openDesk({ desk: notingDesk(0).desk }).type('/orders')));
    expect(text).toContain('오늘은 주문이 없습니다');
    const past = textOf(replyOf(await openDesk({ desk: notingDesk(0).desk }).type('/orders 20261120')));
    expect(past).toContain('이 기간에 주문이 없습니다');
    const open = textOf(replyOf(await openDesk({ desk: notingDesk(0).desk }).type('/orders open')));
    expect(open).toContain('미체결 주문이 없습니다');
  });

  test('gives an example that can be typed on that very day', async () => {
    const { desk, ranges } = notingDesk(0);
    const room = openDesk({ desk });
    const [example = ''] = /\/orders \d{8} \d{8}/.exec(textOf(replyOf(await room.type('/orders')))) ?? [];
    expect(replyOf(await room.type(example)).title).toContain('주문 2026-11-10 ~ 2026-11-23');
    expect(ranges[1]).toEqual({ kind: 'days', from: '20261110', to: '20261123' });
  });

  test('of an incomplete list says that nothing follows from a gap, and never that there are no orders', async () => {
    const reply = replyOf(await openDesk({ desk: notingDesk(0, false).desk }).type('/orders'));
    const text = textOf(reply);
    expect(reply.tone).toBe('warning');
    expect(text).toContain('여기에 없다고 주문이 없는 것이 아닙니다');
    expect(text).not.toContain('주문이 없습니다');
    expect(text).toContain('증권사가 보내 준 목록이 비어 있습니다');
    expect(text).not.toContain('0건');
  });

  test('is walked with its buttons within the same days', async () => {
    const { desk, ranges } = notingDesk(12);
    const room = openDesk({ desk });
    const first = replyOf(await room.type('/orders 20261102 20261120'));
    const second = replyOf(await room.press(buttonNamed(first, '다음 ▶').id));
    expect(
      textOf(second)
        .split('\n')
        .filter(line => line.includes(' | 매수 | ')),
    ).toHaveLength(2);
    expect(ranges[1]).toEqual(ranges[0]);
    expect(buttonsOf(second).map(b => b.label)).toEqual(['◀ 이전', '새로고침', '미체결만']);
  });

  test('leads from open orders to the whole day and back', async () => {
    const { desk, ranges } = notingDesk();
    const room = openDesk({ desk });
    const open = replyOf(await room.type('/orders open'));
    const day = replyOf(await room.press(buttonNamed(open, '오늘 전체').id));
    await room.press(buttonNamed(day, '미체결만').id);
    expect(ranges).toEqual(['open', { kind: 'days', from: '20261123', to: '20261123' }, 'open']);
  });

  test('is English when the language is', async () => {
    const desk = notingDesk(0, false).desk;
    const text = textOf(replyOf(await openDesk({ language: 'en', desk }).type('/orders')), 'en');
    expect(text).toContain('leaves out');
    expect(text.replace('가족', '')).not.toMatch(/[가-힣]/);
  });
});
