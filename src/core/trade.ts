import type { AccountRef } from './account.js';
import type { Shares, Won } from './money.js';
import type { AmendRequest, CancelRequest, Exchange, OrderRequest, OrderType, VenueOrder } from './order.js';
import type { Instrument } from './symbol.js';

/** How much, as a person says it: `10주`, `전량`, `50%`, `100만원`. */
export type Size =
  | { readonly kind: 'shares'; readonly shares: Shares }
  | { readonly kind: 'all' }
  /** 1..100 of the buying power, or of the shares that may be sold. */
  | { readonly kind: 'percent'; readonly percent: number }
  /** An amount in won, fees aside. */
  | { readonly kind: 'amount'; readonly won: Won };

/** At what price: `71000`, or `시장가`. */
export type PriceWish = { readonly kind: 'at'; readonly won: Won } | { readonly kind: 'market' };

/** What a command asks the desk to make a ticket of. Nothing in it is decided yet. */
export type Proposal =
  | {
      readonly kind: 'place';
      readonly account: AccountRef;
      readonly side: 'buy' | 'sell';
      readonly instrument: Instrument;
      readonly size: Size;
      /** Left out: the market price. */
      readonly price: PriceWish | undefined;
      /** Left out: what goes with the price and the session. */
      readonly type: OrderType | undefined;
      readonly exchange: Exchange | undefined;
    }
  | {
      readonly kind: 'amend';
      readonly account: AccountRef;
      /** The venue's number of the open order. */
      readonly number: string;
      readonly price: PriceWish;
      /** Left out: the whole remainder. */
      readonly size: Size | undefined;
    }
  | { readonly kind: 'cancel'; readonly account: AccountRef; readonly which: CancelWish };

export type CancelWish =
  | { readonly kind: 'one'; readonly number: string }
  | { readonly kind: 'symbol'; readonly instrument: Instrument }
  | { readonly kind: 'all' };

/** One thing that a person confirms and that is sent at most once. Frozen with the ticket, to the byte. */
export type TradeAct =
  | { readonly kind: 'place'; readonly order: Readonly<OrderRequest> }
  | { readonly kind: 'amend'; readonly request: Readonly<AmendRequest>; readonly original: VenueOrder }
  | { readonly kind: 'cancel'; readonly request: Readonly<CancelRequest>; readonly original: VenueOrder };

/** What the venue's list of the day said just before an order left. */
export interface Snapshot {
  readonly at: number;
  /** Numbers of the orders that were there already. */
  readonly numbers: readonly string[];
  readonly complete: boolean;
  /** The list's own totals in shares, where the venue gives any. */
  readonly totals: { readonly ordered: Shares; readonly filled: Shares } | undefined;
  /** Shares of the issue that were held while the ticket was read; only asked for where the list may have gaps. */
  readonly holding: Shares | undefined;
}
