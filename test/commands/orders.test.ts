import { describe, expect, test } from 'vitest';
import {
  buttonNamed,
  buttonsOf,
  handMadeDesk,
  listOf,
  MONDAY_TEN,
  openDesk,
  orderOf,
  replyOf,
  STATUS,
  textOf,
} from '../support/desk.js';

/** A desk that notes which days are asked for. */
function notingDesk(count = 2, complete = true) {
  const ranges: unknown[] = [];
  const orders = Array.from({ length: count }, (_, i) => orderOf(i + 1, { quantity: BigInt(100 + i) }));
  const list = listOf(orders, { complete });
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
    expect(text).toContain('09:30:15 | 삼성전자 005930 | 매수 | 70,000원 | 10주 | 4주 | 6주 | 일부체결 | #1');
    expect(text).toContain('09:30:15 | 삼성전자 005930 | 매수 | 70,000원 | 10주 | 10주 | 0주 | 체결 | #2');
    expect(text).toContain('2건, 미체결 1건');
  });

  test('names the kind of an order without a price', async () => {
    const orders = [orderOf(1, { price: 0n, typeName: '시장가', side: 'sell', state: 'cancelled' })];
    const desk = handMadeDesk({ openOrders: async () => listOf(orders) });
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

  test('has a button to amend and one to cancel for each open order, and one to cancel them all', async () => {
    const orders = [
      orderOf(11),
      orderOf(12, { number: '0000000012', side: 'sell', state: 'open', filled: 0n, remaining: 10n }),
      orderOf(13, { state: 'filled', remaining: 0n }),
      orderOf(14, { state: 'cancelled', remaining: 0n }),
      orderOf(15, { act: 'cancel' }),
      orderOf(16, { date: '20261120' }),
    ];
    for (const text of ['/orders', '/orders open']) {
      const desk = handMadeDesk({
        orders: async () => listOf(orders),
        openOrders: async () => listOf(orders),
      });
      const room = openDesk({ desk, roles: ['view', 'trade'] });
      const card = replyOf(await room.type(text));
      expect(
        buttonsOf(card)
          .slice(2)
          .map(b => [b.label, b.style]),
      ).toEqual([
        ['전부 취소', 'danger'],
        ['정정 삼성전자 #11', 'plain'],
        ['취소 삼성전자 #11', 'plain'],
        ['정정 삼성전자 #12', 'plain'],
        ['취소 삼성전자 #12', 'plain'],
      ]);
      const ticket = await room.press(buttonNamed(card, '취소 삼성전자 #12').id);
      expect(ticket).toMatchObject({ placement: 'new', reply: { card: 'ticket1', visibility: 'public' } });
      expect(replyOf(await room.press(buttonNamed(card, '정정 삼성전자 #11').id)).title).toContain('정정 ·');
      await room.press(buttonNamed(card, '전부 취소').id);
      expect(room.proposals).toMatchObject([
        { kind: 'cancel', which: { kind: 'one', number: '12' } },
        { kind: 'cancel', which: { kind: 'all' } },
      ]);
    }
  });

  test('of one open order has no button to cancel them all', async () => {
    const labels = buttonsOf(replyOf(await openDesk({ roles: ['view', 'trade'] }).type('/orders'))).map(
      b => b.label,
    );
    expect(labels).toEqual(['새로고침', '미체결만', '정정 삼성전자 #1', '취소 삼성전자 #1']);
  });

  test('without the trade role has no button that trades', async () => {
    const labels = buttonsOf(replyOf(await openDesk({ desk: notingDesk(3).desk }).type('/orders'))).map(
      b => b.label,
    );
    expect(labels).toEqual(['새로고침', '미체결만']);
  });

  test('says that outcomes are unknown, to whoever may trade, and shows their card when asked', async () => {
    const desk = handMadeDesk({ status: () => ({ ...STATUS, unsettled: 2 }) });
    const trader = openDesk({ desk, roles: ['view', 'trade'] });
    expect(textOf(replyOf(await trader.type('/orders')))).toContain('결과를 확인 중인 주문이 2건');
    expect(textOf(replyOf(await trader.type('/orders 확인중')))).toContain('모든 주문의 결과를 압니다');
    const viewer = openDesk({ desk, roles: ['view'] });
    expect(textOf(replyOf(await viewer.type('/orders')))).not.toContain('확인 중');
    expect(replyOf(await viewer.type('/orders 확인중')).title).toBe('권한이 없습니다');
  });

  test('fits twenty-five buttons in rows of five, with labels that fit too, at its fullest', async () => {
    const longest = 'TIGER 미국나스닥100커버드콜(합성) 배당 프리미엄액티브'.slice(0, 40);
    const orders = Array.from({ length: 30 }, (_, i) =>
      orderOf(i, { name: longest, number: `${9_999_999_900 + i}` }),
    );
    const desk = handMadeDesk({ openOrders: async () => listOf(orders) });
    const card = replyOf(await openDesk({ desk, roles: ['view', 'trade'] }).type('/orders open 2'));
    const blocks = card.blocks.flatMap(block => (block.kind === 'buttons' ? [block.buttons] : []));
    expect(blocks.map(buttons => buttons.length)).toEqual([5, 20]);
    expect(buttonsOf(card).filter(b => b.label.length > 80)).toEqual([]);
    expect(new Set(buttonsOf(card).map(b => b.label)).size).toBe(25);
  });

  test('is English when the language is', async () => {
    const desk = notingDesk(0, false).desk;
    const text = textOf(replyOf(await openDesk({ language: 'en', desk }).type('/orders')), 'en');
    expect(text).toContain('leaves out');
    expect(text.replaceAll('가족', '')).not.toMatch(/[가-힣]/);
  });
});
