import { describe, expect, test } from 'vitest';
import { renderDiscord } from '../../../src/chat/discord/render.js';
import { renderTelegram } from '../../../src/chat/telegram/render.js';
import {
  type Block,
  cellText,
  type Language,
  type Proposal,
  type VenueOrder,
} from '../../../src/core/index.js';
import { ticketBody } from '../../../src/desk/tickets/ticket-card.js';
import {
  ACCOUNT,
  amend,
  at,
  buy,
  LIVE_ACCOUNT,
  MARKET,
  OPEN_ORDER,
  rig,
  SAMSUNG,
  sell,
  shares,
} from './rig.js';

const CANCEL_ALL: Proposal = { kind: 'cancel', account: ACCOUNT, which: { kind: 'all' } };

function linesOf(block: Block, language: Language): string[] {
  switch (block.kind) {
    case 'fields':
      return block.fields.map(({ label, value }) => `${label}: ${cellText(value, language)}`);
    case 'notice':
      return [`(${block.tone}) ${block.text}`];
    case 'table':
      return block.rows.map(row => row.map(cell => cellText(cell, language)).join(' | '));
    default:
      throw new Error(`a ticket has no ${block.kind}`);
  }
}

async function card(proposal: Proposal, language: Language = 'ko', ...setting: Parameters<typeof rig>) {
  const { title, blocks } = ticketBody(await rig(...setting).make(proposal), language);
  return [title, ...blocks.flatMap(block => linesOf(block, language))];
}

describe('the card of an order', () => {
  test('to buy at a price shows all that is checked before it is confirmed', async () => {
    expect(await card(buy())).toEqual([
      '매수 · 삼성전자',
      '계좌: 가족 (****7788-01)',
      '구분: 매수 · 지정가 · KRX',
      '종목: 삼성전자 005930 · KOSPI',
      '주문: 10주 × 71,900원 = 719,000원',
      '예상 수수료·세금: 수수료 102원, 세금 없음',
      '주문가능: 10,000,000원 → 9,280,898원',
      '현재가: 71,900원 (주문가 0원, 0.00%)',
      '호가단위·가격제한: 호가단위에 맞음, 51,100원~94,900원 안',
      '장·주문유형: 정규장, 지정가 가능',
    ]);
  });

  test('to buy at the market shows what it comes to now and at most', async () => {
    const lines = await card(buy({ price: MARKET }));
    expect(lines).toContain('주문: 10주 × 시장가 = 약 719,000원 (상한가로 최대 949,000원)');
    expect(lines).toContain('주문가능: 10,000,000원 → 9,050,866원');
    expect(lines).toContain('현재가: 71,900원');
  });

  test('to sell shows the tax, what comes in and the shares before and after', async () => {
    const lines = await card(sell({ price: at(72_000n) }));
    expect(lines).toContain('예상 수수료·세금: 수수료 102원, 세금 1,440원 → 예상 입금 718,458원');
    expect(lines).toContain('매도가능: 100주 → 90주');
    expect(lines).toContain('현재가: 71,900원 (주문가 +100원, +0.14%)');
  });

  test('below the last price shows the gap with its sign', async () => {
    expect(await card(buy({ price: at(71_000n) }))).toContain('현재가: 71,900원 (주문가 -900원, -1.26%)');
  });

  test('of an issue that is warned of says so first, by quote and by list, each once', async () => {
    const instrument = { ...SAMSUNG, managed: true, warning: 'danger' } as const;
    const lines = await card(buy({ instrument }), 'ko', { quote: { warnings: ['vi', 'danger'] } });
    expect(lines[1]).toBe('(bad) 경고: 투자위험, 관리종목, 변동성완화장치(VI) 발동');
  });

  test('for real money says so in the title', async () => {
    const live = { stamp: 'live', liveTrading: true } as const;
    expect((await card(buy({ account: LIVE_ACCOUNT }), 'ko', {}, live))[0]).toBe('실전 매수 · 삼성전자');
    expect((await card(buy({ account: LIVE_ACCOUNT }), 'en', {}, live))[0]).toBe('LIVE Buy · 삼성전자');
  });

  test('that left a moment ago says that it will be asked again', async () => {
    const lines = await card(buy(), 'ko', { lastLike: Date.parse('2026-11-23T09:59:50+09:00') });
    expect(lines.at(-1)).toBe('(warning) 조금 전에 똑같은 주문을 보냈습니다. 확인하면 한 번 더 묻습니다.');
  });

  test('in English has no word of Korean but names', async () => {
    for (const proposal of [buy(), buy({ price: MARKET }), sell(), amend(), CANCEL_ALL]) {
      const text = (await card(proposal, 'en')).join('\n').replaceAll(/삼성전자|가족|지정가/g, '');
      expect(text).not.toMatch(/[가-힣]/);
    }
  });

  test('never shows the whole number of an account', async () => {
    for (const proposal of [buy(), sell(), amend(), CANCEL_ALL]) {
      expect((await card(proposal)).join('\n')).not.toContain('50107788');
    }
  });
});

describe('the card of an amendment', () => {
  test('shows the order as it is and as it will be', async () => {
    expect((await card(amend({ price: at(70_500n) }))).slice(0, 8)).toEqual([
      '매수 정정 · 삼성전자',
      '계좌: 가족 (****7788-01)',
      '구분: 매수 정정 · 지정가 · KRX',
      '종목: 삼성전자 005930 · KOSPI',
      '원주문: #12345 · 6주 · 70,000원',
      '주문: 6주 × 70,500원 = 423,000원',
      '예상 수수료·세금: 수수료 60원, 세금 없음',
      '주문가능: 10,000,000원 → 9,997,000원',
    ]);
  });

  test('of a part says what becomes of the rest', async () => {
    expect((await card(amend({ size: shares(2n) }))).at(-1)).toBe(
      '(warning) 2주만 정정하고 나머지 4주는 원주문 그대로 둡니다.',
    );
    expect((await card(amend())).join()).not.toContain('나머지');
  });
});

describe('the card of a cancellation', () => {
  test('of one order shows what is left of it', async () => {
    expect(await card(CANCEL_ALL)).toEqual([
      '매수 취소 · 삼성전자',
      '계좌: 가족 (****7788-01)',
      '구분: 매수 취소',
      '종목: 삼성전자 005930',
      '원주문: #12345 · 70,000원',
      '취소할 수량: 6주 (주문 10주, 체결 4주)',
    ]);
  });

  test('of many shows ten and says how many more', async () => {
    const orders = Array.from({ length: 13 }, (_, i): VenueOrder => ({ ...OPEN_ORDER, number: `${i + 1}` }));
    const lines = await card(CANCEL_ALL, 'ko', { open: { orders } });
    expect(lines[0]).toBe('주문 취소 · 13건');
    expect(lines.slice(2)).toHaveLength(11);
    expect(lines[2]).toBe('매수 | 삼성전자 005930 | 70,000원 | 6주');
    expect(lines.at(-1)).toBe('외 3건 |  |  | ');
    const ten = await card(CANCEL_ALL, 'ko', { open: { orders: orders.slice(0, 10) } });
    expect(ten.join()).not.toContain('외 ');
  });

  test('from a list with gaps says that there may be more', async () => {
    const lines = await card(CANCEL_ALL, 'ko', { open: { complete: false } });
    expect(lines.at(-1)).toContain('빠진 주문이 있습니다');
  });
});

test('the fullest card fits one message on both platforms', async () => {
  const instrument = { ...SAMSUNG, name: '가'.repeat(40), managed: true, liquidation: true };
  const price = { price: 999_999_000n, upperLimit: 1_299_998_000n, lowerLimit: 700_001_000n, tick: 1000n };
  const world = { quote: { ...price, warnings: ['vi', 'overheated'] as const }, cash: 10n ** 18n };
  const many = Array.from({ length: 200 }, (_, i): VenueOrder => ({ ...OPEN_ORDER, number: `${i}` }));
  const buying = buy({ instrument, size: shares(99_999_999n), price: MARKET });
  for (const [proposal, setting] of [
    [buying, world],
    [CANCEL_ALL, { open: { orders: many, complete: false } }],
  ] as const) {
    const body = ticketBody(await rig(setting).make(proposal), 'ko');
    const reply = {
      ...body,
      stamp: 'live',
      tone: 'warning',
      visibility: 'private',
      footer: '주문표 abcdefgh · 2026-11-23 10:00:00 KST',
    } as const;
    expect(renderDiscord(reply, 'ko')).toHaveLength(1);
    expect(renderTelegram(reply, 'ko')).toHaveLength(1);
  }
});
