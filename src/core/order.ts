import type { AccountRef } from './account.js';
import type { Shares, Won } from './money.js';

export type Side = 'buy' | 'sell';
export const EXCHANGES = ['KRX', 'NXT', 'SOR'] as const;
export type Exchange = (typeof EXCHANGES)[number];

/**
 * THE list of order types: KIS's ORD_DVSN codes by name. `market/order-types` says where each is allowed,
 * `market/order-hours` when. Whatever reads one back, from the disk or from a program, knows all of them.
 */
export const ORDER_TYPE_NAMES = [
  'limit',
  'market',
  'conditional',
  'best',
  'top',
  'preOpenClose',
  'postClose',
  'limitIoc',
  'limitFok',
  'marketIoc',
  'marketFok',
  'bestIoc',
  'bestFok',
  'mid',
  'midIoc',
  'midFok',
  'preMarketLimit',
  'preMarketBest',
  'preMarketTop',
  'afterLimit',
  'afterIoc',
  'afterFok',
  'afterBest',
  'afterBestIoc',
  'afterBestFok',
  'afterTop',
] as const;

export type OrderType = (typeof ORDER_TYPE_NAMES)[number];

/** An order as it goes to a venue. `price` is 0n for types without one. */
export interface OrderRequest {
  account: AccountRef;
  side: Side;
  code: string;
  quantity: Shares;
  price: Won;
  type: OrderType;
  exchange: Exchange;
}

/**
 * How a venue names an order. `number` is opaque text: compare with `sameOrderNumber`. `branch` is what the venue wants to
 * hear besides: at KIS the branch office, at Kiwoom the code.
 */
export interface VenueOrderRef {
  number: string;
  branch: string;
}

/** Order numbers come padded with zeros or blanks in some answers and bare in others. */
export function sameOrderNumber(a: string, b: string): boolean {
  const bare = (n: string) => n.trim().replace(/^0+/, '');
  return bare(a) === bare(b);
}

export interface AmendRequest {
  account: AccountRef;
  order: VenueOrderRef;
  type: OrderType;
  /** New price; 0n for types without one. */
  price: Won;
  /** `all`: the whole remainder. */
  quantity: Shares | 'all';
  exchange: Exchange;
}

export interface CancelRequest {
  account: AccountRef;
  order: VenueOrderRef;
  quantity: Shares | 'all';
  exchange: Exchange;
}

/**
 * What is known after an order left for the venue. Only `notSent` and `refused` prove that nothing was ordered;
 * `unknown` is an outcome, never an error to retry.
 */
export type SendOutcome =
  | { kind: 'accepted'; order: VenueOrderRef; at: number }
  | { kind: 'refused'; code: string; message: string }
  | { kind: 'notSent'; reason: string }
  | { kind: 'unknown'; reason: string };

export type OrderState = 'open' | 'partlyFilled' | 'filled' | 'cancelled' | 'rejected';

/** One row of the venue's order list. */
export interface VenueOrder {
  /** `YYYYMMDD` and `HHMMSS`, KST. */
  date: string;
  time: string;
  number: string;
  /** Number of the order that this one amends or cancels; '' for a new order. */
  originalNumber: string;
  branch: string;
  /** What the row does: a row of its own for every amendment and cancellation. */
  act: 'new' | 'amend' | 'cancel';
  side: Side;
  code: string;
  name: string;
  typeName: string;
  /** undefined where the venue does not tell, or names a type that this program never sends. */
  type: OrderType | undefined;
  exchange: Exchange | undefined;
  quantity: Shares;
  price: Won;
  filled: Shares;
  averageFill: number;
  remaining: Shares;
  state: OrderState;
}

export interface OrderList {
  asOf: number;
  orders: readonly VenueOrder[];
  /**
   * False when the venue's totals show orders that its rows do not: KIS's paper server was seen to answer so.
   * Then nothing may be concluded from a missing row.
   */
  complete: boolean;
  /** Shares of all orders and fills of the range by the venue's own count; undefined where it gives none. */
  totals: { ordered: Shares; filled: Shares } | undefined;
}
