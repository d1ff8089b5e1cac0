import type { Shares, Won } from './money.js';

export type BrokerId = 'kis' | 'kiwoom';

/** What differs between brokers for whoever hands in keys. */
export const BROKER_TRAITS: Readonly<
  Record<BrokerId, { readonly keysTellAccount: boolean; readonly hasHtsId: boolean }>
> = {
  kis: { keysTellAccount: false, hasHtsId: true },
  kiwoom: { keysTellAccount: true, hasHtsId: false },
};

/** Which exchange a request reaches: real money or the broker's practice server. Never mixed in one value. */
export type TradingMode = 'live' | 'paper';

/** What every card says about where it came from: 실전, 모의, or 데모 (our own simulator). */
export type Stamp = 'live' | 'paper' | 'demo';

/** Told apart at a glance: a coloured disc stands before the name of an account wherever there is one. */
export const ACCOUNT_COLOURS = [
  'red',
  'orange',
  'yellow',
  'green',
  'blue',
  'purple',
  'brown',
  'white',
] as const;
export type AccountColour = (typeof ACCOUNT_COLOURS)[number];

/**
 * One brokerage account. `number` has 8 digits, `product` 2; `alias` is what people call it. No two accounts of a desk
 * have the same number and product, whatever their brokers, nor the same alias.
 */
export interface AccountRef {
  broker: BrokerId;
  mode: TradingMode;
  number: string;
  product: string;
  alias: string;
  /** Not part of what the account is. */
  colour?: AccountColour;
}

/** Whether both name the same account of the same broker and environment; names and colours aside. */
export function sameAccount(a: AccountRef, b: AccountRef): boolean {
  return a.broker === b.broker && a.mode === b.mode && a.number === b.number && a.product === b.product;
}

/** The only form in which an account number may be shown: `****1234-01`. */
export function maskAccount(account: Pick<AccountRef, 'number' | 'product'>): string {
  return `****${account.number.slice(-4)}-${account.product}`;
}

/** `12345678-01`: how limits, halts and intents name an account. Never shown to people. */
export function accountKey({ number, product }: Pick<AccountRef, 'number' | 'product'>): string {
  return `${number}-${product}`;
}

const DISCS: Readonly<Record<AccountColour, string>> = {
  red: '🔴',
  orange: '🟠',
  yellow: '🟡',
  green: '🟢',
  blue: '🔵',
  purple: '🟣',
  brown: '🟤',
  white: '⚪',
};

/** `🟢 가족 (****1234-01)`: how people read of an account. */
export function accountLabel(account: AccountRef): string {
  const disc = account.colour === undefined ? '' : `${DISCS[account.colour]} `;
  return account.alias === ''
    ? `${disc}${maskAccount(account)}`
    : `${disc}${account.alias} (${maskAccount(account)})`;
}

/** What a card about this account says of its environment; `desk` is the stamp of the whole desk. */
export function stampOf({ mode }: AccountRef, desk: Stamp): Stamp {
  return desk === 'demo' ? 'demo' : mode;
}

export interface Position {
  code: string;
  name: string;
  quantity: Shares;
  /** Shares that may be sold now: holdings less open sell orders. */
  sellable: Shares;
  /** Average purchase price in won; brokers give up to four decimals. For display. */
  averagePrice: number;
  price: Won;
  cost: Won;
  value: Won;
  profit: Won;
  /** Unrealised profit in percent of cost. */
  profitRate: number;
}

export interface Balance {
  account: AccountRef;
  /** When the broker answered, ms. */
  asOf: number;
  /** 예수금 (D), D+1 and D+2 (D+2 moves at once with every fill). */
  cash: Won;
  cashNextDay: Won;
  cashAfterSettlement: Won;
  stockValue: Won;
  /** 총평가금액 = stock value + D+2 cash. */
  total: Won;
  cost: Won;
  profit: Won;
  profitRate: number;
  /** Change of the total against yesterday's close, won. */
  dayChange: Won;
  positions: readonly Position[];
}

export interface BuyingPower {
  /** 주문가능현금 */
  cash: Won;
  /** Price the broker used to compute the quantity: for a market order the upper limit price. */
  pricedAt: Won;
  /** Without credit (미수 없는 매수금액, 수량). */
  amount: Won;
  quantity: Shares;
}
