import {
  type AccountRef,
  type Balance,
  cellText,
  type Draft,
  type Language,
  type OrderList,
  type Position,
  type TokenStatus,
  type VenueOrder,
} from '../../../src/core/index.js';

export const kst = (text: string) => Date.parse(`${text}+09:00`);

export const ACCOUNT: AccountRef = {
  broker: 'kis',
  mode: 'live',
  number: '12345678',
  product: '01',
  alias: '가족',
};

export function positionOf(over: Partial<Position> = {}): Position {
  return {
    code: '005930',
    name: '삼성전자',
    quantity: 10n,
    sellable: 10n,
    averagePrice: 70_000,
    price: 72_000n,
    cost: 700_000n,
    value: 720_000n,
    profit: 20_000n,
    profitRate: 2.857,
    ...over,
  };
}

export function balanceOf(over: Partial<Balance> = {}): Balance {
  return {
    account: ACCOUNT,
    asOf: 0,
    cash: 5_000_000n,
    cashNextDay: 5_000_000n,
    cashAfterSettlement: 4_280_000n,
    stockValue: 720_000n,
    total: 5_000_000n,
    cost: 700_000n,
    profit: 20_000n,
    profitRate: 2.857,
    dayChange: -100_000n,
    positions: [positionOf()],
    ...over,
  };
}

export function orderOf(over: Partial<VenueOrder> = {}): VenueOrder {
  return {
    date: '20261123',
    time: '100000',
    number: '0000117001',
    originalNumber: '',
    branch: '06010',
    act: 'new',
    side: 'buy',
    code: '005930',
    name: '삼성전자',
    typeName: '지정가',
    type: 'limit',
    exchange: 'KRX',
    quantity: 10n,
    price: 71_000n,
    filled: 0n,
    averageFill: 0,
    remaining: 10n,
    state: 'open',
    ...over,
  };
}

export const listOf = (orders: readonly VenueOrder[], complete = true): OrderList => ({
  asOf: 0,
  orders,
  complete,
  totals: undefined,
});

export const TOKEN: TokenStatus = {
  fingerprint: '3fa91c02',
  state: 'fresh',
  issuedAt: kst('2026-11-23T07:00:00'),
  expiresAt: kst('2026-11-24T07:00:00'),
  generation: 4,
  renewAt: kst('2026-11-24T05:00:00'),
  coolingUntil: undefined,
  lastError: undefined,
};

/** A draft as one would read it, a line per field. */
export function read({ title, blocks, footer }: Draft, language: Language): string {
  const lines = blocks.flatMap(block => {
    switch (block.kind) {
      case 'text':
        return [block.text];
      case 'notice':
        return [`! ${block.text}`];
      case 'fields':
        return block.fields.map(({ label, value }) => `${label}: ${cellText(value, language)}`);
      case 'divider':
        return ['---'];
      default:
        return [`?? ${block.kind}`];
    }
  });
  return [`# ${title}`, ...lines, `(${footer})`].join('\n');
}
