import { describe, expect, test } from 'vitest';
import { DeskError, type Quote, type VenueOrder } from '../../src/core/index.js';
import {
  ACCOUNT,
  buttonNamed,
  buttonsOf,
  handMadeDesk,
  instrumentOf,
  listOf,
  openDesk,
  orderOf,
  quoteOf,
  replyOf,
  textOf,
} from '../support/desk.js';

interface Scene {
  readonly order?: Partial<VenueOrder>;
  readonly quote?: Partial<Quote>;
  readonly kind?: 'stock' | 'etf' | undefined;
  /** No list of symbols. */
  readonly noList?: boolean;
}

function room({ order, quote, kind = 'stock', noList = false }: Scene = {}) {
  const desk = handMadeDesk({
    openOrders: async () => listOf([orderOf(123, { number: '0000000123', ...order }), orderOf(124)]),
    quote: async code => quoteOf(code, quote),
    findSymbol: async code => {
      if (noList) throw new DeskError('unavailable', 'no list', { what: 'symbols' });
      return { kind: 'one', instrument: instrumentOf(code, '삼성전자', { kind }) };
    },
  });
  return openDesk({ desk, roles: ['view', 'trade'] });
}

const offered = async (scene: Scene, text = '/amend 123') =>
  buttonsOf(replyOf(await room(scene).type(text))).map(b => b.label);

describe('/amend with a price', () => {
  test.each([
    ['/amend 123 71000', '123', { kind: 'at', won: 71_000n }, undefined],
    [
      '/정정 #0000000123 7.1만 5주',
      '0000000123',
      { kind: 'at', won: 71_000n },
      { kind: 'shares', shares: 5n },
    ],
    ['/amend 123 시장가 50%', '123', { kind: 'market' }, { kind: 'percent', percent: 50 }],
  ])('%s proposes just that and reads nothing', async (text, number, price, size) => {
    const desk = handMadeDesk();
    const asking = openDesk({ desk, roles: ['trade'] });
    expect(replyOf(await asking.type(text)).card).toBe('ticket1');
    expect(asking.proposals).toEqual([{ kind: 'amend', account: ACCOUNT, number, price, size }]);
    expect(desk.asked).toEqual([]);
  });
});

describe('/amend without a price', () => {
  test('shows the order and the prices to press, and proposes nothing yet', async () => {
    const asking = room();
    const reply = replyOf(await asking.type('/amend 123'));
    const text = textOf(reply);
    expect(reply.title).toBe('정정 · 삼성전자 005930 #123 · 가족 (****7788-01)');
    expect(text).toContain('주문가: 70,000원');
    expect(text).toContain('잔량: 6주');
    expect(text).toContain('현재가: 71,900원');
    expect(text).toContain('이렇게 쓰세요: /amend 123 71900');
    expect(buttonsOf(reply).map(b => b.label)).toEqual([
      '현재가 71,900원',
      '한 호가 위 72,000원',
      '한 호가 아래 71,800원',
      '시장가',
      '다른 가격…',
    ]);
    expect(asking.proposals).toEqual([]);
  });

  test('proposes the price that is pressed, in a message of its own', async () => {
    const asking = room();
    const card = replyOf(await asking.type('/amend #123'));
    const ticket = await asking.press(buttonNamed(card, '한 호가 위 72,000원').id);
    expect(ticket).toMatchObject({ placement: 'new', reply: { card: 'ticket1' } });
    await asking.press(buttonNamed(card, '시장가').id);
    const base = { kind: 'amend', account: ACCOUNT, number: '123', size: undefined };
    expect(asking.proposals).toEqual([
      { ...base, price: { kind: 'at', won: 72_000n } },
      { ...base, price: { kind: 'market' } },
    ]);
  });

  test('keeps a quantity given with it', async () => {
    const asking = room();
    const card = replyOf(await asking.type('/amend 123 5주'));
    expect(textOf(card)).toContain('/amend 123 71900 5');
    await asking.press(buttonNamed(card, '현재가 71,900원').id);
    expect(asking.proposals).toMatchObject([{ size: { kind: 'shares', shares: 5n } }]);
  });

  test('asks for any other price, and keeps the quantity that is not given anew', async () => {
    const asking = room();
    const card = replyOf(await asking.type('/amend 123 5주'));
    const { id } = buttonNamed(card, '다른 가격…');
    const press = (given: Readonly<Record<string, string>>) =>
      asking.dispatcher.handle(asking.inbound({ kind: 'press', buttonId: id, given }));
    await press({ price: '7.15만', quantity: '' });
    await press({ price: '시장가', quantity: '2주' });
    expect(asking.proposals).toMatchObject([
      { number: '123', price: { kind: 'at', won: 71_500n }, size: { kind: 'shares', shares: 5n } },
      { number: '123', price: { kind: 'market' }, size: { kind: 'shares', shares: 2n } },
    ]);
  });

  test('steps by the unit of the price below where the last price is a border', async () => {
    const border = { price: 50_000n, tick: 100n, upperLimit: 60_000n, lowerLimit: 40_000n };
    expect(await offered({ quote: border })).toContain('한 호가 아래 49,950원');
    expect(await offered({ quote: { ...border, tick: 5n }, kind: 'etf' })).toContain('한 호가 아래 49,995원');
  });

  test.each<[string, Scene, string[]]>([
    [
      'its own price',
      { order: { price: 71_900n } },
      ['한 호가 위 72,000원', '한 호가 아래 71,800원', '시장가'],
    ],
    [
      'a price above the upper limit',
      { quote: { upperLimit: 71_900n } },
      ['현재가 71,900원', '한 호가 아래 71,800원', '시장가'],
    ],
    [
      'a price below the lower limit',
      { quote: { lowerLimit: 71_900n } },
      ['현재가 71,900원', '한 호가 위 72,000원', '시장가'],
    ],
    [
      'a step below the lowest price',
      { quote: { price: 1n, tick: 1n, upperLimit: 2n, lowerLimit: 1n } },
      ['현재가 1원', '한 호가 위 2원', '시장가'],
    ],
    ['the steps while nobody knows the kind of issue', { noList: true }, ['현재가 71,900원', '시장가']],
    [
      'the market price of an order that has it',
      { order: { price: 0n, type: 'market', typeName: '시장가' } },
      ['현재가 71,900원', '한 호가 위 72,000원', '한 호가 아래 71,800원'],
    ],
    [
      'the market price on NXT, which has none',
      { order: { exchange: 'NXT' } },
      ['현재가 71,900원', '한 호가 위 72,000원', '한 호가 아래 71,800원'],
    ],
  ])('leaves out %s', async (_what, scene, labels) => {
    expect(await offered(scene)).toEqual([...labels, '다른 가격…']);
  });

  test.each([
    ['there is no such order', '/amend 999', {}],
    ['the order is filled', '/amend 123', { order: { state: 'filled', remaining: 0n } } as const],
    ['the row only cancels another order', '/amend 123', { order: { act: 'cancel' } } as const],
  ])('says so when %s', async (_what, text, scene) => {
    const asking = room(scene);
    const reply = replyOf(await asking.type(text));
    expect(reply.title).toContain('찾지 못했습니다');
    expect(buttonsOf(reply)).toEqual([]);
    expect(asking.proposals).toEqual([]);
  });

  test('is English when the language is', async () => {
    const desk = handMadeDesk();
    const asking = openDesk({ desk, roles: ['trade'], language: 'en' });
    const text = textOf(replyOf(await asking.type('/amend 1')), 'en');
    expect(text).toContain('[Last price 71,900]');
    expect(text.replace(/삼성전자|가족/g, '')).not.toMatch(/[가-힣]/);
  });
});
