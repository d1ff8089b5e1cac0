import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../commands/index.js';
import { DeskError } from '../../src/core/index.js';
import { ORDER_TYPES } from '../../src/market/index.js';
import {
  ACCOUNT,
  buttonNamed,
  buttonsOf,
  handMadeDesk,
  INSTRUMENTS,
  openDesk,
  replyOf,
  textOf,
} from '../support/desk.js';

const [SAMSUNG] = INSTRUMENTS;
const trading = (over: Parameters<typeof openDesk>[0] = {}) =>
  openDesk({ roles: ['view', 'trade'], ...over });

/** What `propose` is asked for beyond the issue and the account. */
const wish = (over: object = {}) => ({
  kind: 'place',
  account: ACCOUNT,
  side: 'buy',
  instrument: SAMSUNG,
  size: { kind: 'shares', shares: 10n },
  price: undefined,
  type: undefined,
  exchange: undefined,
  ...over,
});

describe('/buy and /sell', () => {
  test.each([
    ['/buy 삼성전자 10주 71000', { price: { kind: 'at', won: 71_000n } }],
    ['/buy 005930 10', {}],
    ['/매수 삼성전자 10주 7.1만', { price: { kind: 'at', won: 71_000n } }],
    ['삼성전자 10주 7.1만 매수', { price: { kind: 'at', won: 71_000n } }],
    ['삼성전자 10주 시장가 매도', { side: 'sell', price: { kind: 'market' } }],
    ['/sell 삼성전자 전량', { side: 'sell', size: { kind: 'all' } }],
    [
      '/sell 삼성전자 50% 시장가',
      { side: 'sell', size: { kind: 'percent', percent: 50 }, price: { kind: 'market' } },
    ],
    ['/buy 삼성전자 100만원', { size: { kind: 'amount', won: 1_000_000n } }],
    [
      '/buy 삼성전자 10주 71000 limitFok nxt',
      { price: { kind: 'at', won: 71_000n }, type: 'limitFok', exchange: 'NXT' },
    ],
    ['/buy 삼성전자 10주 장전시간외', { type: 'preOpenClose' }],
    [
      '/buy "삼성전자" 10주 71,000원 조건부지정가 KRX',
      { price: { kind: 'at', won: 71_000n }, type: 'conditional', exchange: 'KRX' },
    ],
  ])('%s proposes just that', async (text, over) => {
    const room = trading();
    const reply = replyOf(await room.type(text));
    expect(room.proposals).toEqual([wish(over)]);
    expect(reply).toMatchObject({ title: '주문표', card: 'ticket1', visibility: 'public' });
  });

  test('takes named options as it takes words', async () => {
    const room = trading();
    const options = { symbol: '삼성전자', quantity: '10주', price: '71,000', exchange: 'SOR' };
    await room.dispatcher.handle(room.inbound({ kind: 'command', name: 'buy', options }));
    expect(room.proposals).toEqual([wish({ price: { kind: 'at', won: 71_000n }, exchange: 'SOR' })]);
  });

  test('that fits several issues proposes nothing and offers them; the chosen one keeps the rest', async () => {
    const room = trading();
    const choice = replyOf(await room.type('/sell 삼성 1.5억원 7.1만 limitIoc NXT'));
    expect(room.proposals).toEqual([]);
    expect(buttonsOf(choice).map(b => b.label)).toEqual(['삼성전자 005930', '삼성전자우 005935']);
    expect(textOf(choice)).toContain('예: /sell 005930 150000000원 71000 limitIoc NXT');
    const ticket = await room.press(buttonNamed(choice, '삼성전자우 005935').id);
    expect(room.proposals).toEqual([
      wish({
        side: 'sell',
        instrument: INSTRUMENTS[1],
        size: { kind: 'amount', won: 150_000_000n },
        price: { kind: 'at', won: 71_000n },
        type: 'limitIoc',
        exchange: 'NXT',
      }),
    ]);
    expect(ticket).toMatchObject({ placement: 'new', reply: { card: 'ticket1' } });
  });

  test('of nothing listed proposes nothing', async () => {
    for (const text of ['/buy 없는회사 10주', '/buy 999999 10주', '없는회사 10주 매수']) {
      const room = trading();
      expect(textOf(replyOf(await room.type(text)))).toContain('맞는 종목을 찾지 못했습니다');
      expect(room.proposals).toEqual([]);
    }
  });

  test('without a list of issues proposes nothing, not even by code', async () => {
    const desk = handMadeDesk({
      findSymbol: async () => {
        throw new DeskError('unavailable', 'no list', { what: 'symbols' });
      },
    });
    const room = trading({ desk });
    expect(replyOf(await room.type('/buy 005930 10')).title).toContain('종목 목록');
    expect(room.proposals).toEqual([]);
  });

  test.each([
    ['/buy 삼성전자 1e3', '“1e3” 부분을 수량으로 읽을 수 없어 아무것도 주문하지 않았습니다', '100만원'],
    ['/buy SK 하이닉스 10주', '“하이닉스” 부분을 수량으로 읽을 수 없어', '따옴표'],
    ['/buy 삼성전자 10주 71.5', '“71.5” 부분을 가격으로 읽을 수 없어 아무것도 주문하지 않았습니다', '시장가'],
    ['/buy 삼성전자', '빠진 것이 있습니다: 수량', '/help buy'],
    ['/buy 삼성전자 10주 71000 limit KRX 더', '“더” 부분은 쓸 곳이 없습니다', '/help buy'],
  ])('%s says what is wrong and what to type', async (text, problem, hint) => {
    const room = trading();
    const told = textOf(replyOf(await room.type(text)));
    expect(told).toContain(problem);
    expect(told).toContain(hint);
    expect(room.proposals).toEqual([]);
  });

  test('needs the trade role', async () => {
    const room = openDesk({ roles: ['view', 'approve', 'admin'] });
    expect(textOf(replyOf(await room.type('삼성전자 10주 매수')))).toContain('거래 권한');
    expect(room.proposals).toEqual([]);
  });

  test('offers every order type but the one that the price says, and no more than Discord lists', () => {
    for (const name of ['buy', 'sell']) {
      const spec = COMMANDS.find(c => c.name === name)?.args.find(a => a.name === 'type');
      const values = spec?.choices?.map(choice => choice.value) ?? [];
      expect([...values, 'market'].toSorted()).toEqual(Object.keys(ORDER_TYPES).toSorted());
      expect(values.length).toBeLessThanOrEqual(25);
    }
  });
});
