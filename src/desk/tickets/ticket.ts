import type {
  AccountReads,
  AccountRef,
  BuyingPower,
  Clock,
  Instrument,
  LimitBook,
  MarketReads,
  OrderRequest,
  Principal,
  Proposal,
  Quote,
  Shares,
  Stamp,
  TradeAct,
  VenueOrder,
  Won,
} from '../../core/index.js';
import type { DayBook } from '../risk/day-book.js';
import type { WeighedOrder } from '../risk/limits.js';

/** What a ticket proposes, and all that it was judged by. Frozen to the last field: what is confirmed is what leaves. */
export interface TicketContent {
  /** One, or several where more than one order is cancelled. */
  readonly acts: readonly TradeAct[];
  /** What each act counts against the limits of the day, won: 0n for cancels, the growth for an amendment. */
  readonly values: readonly Won[];
  /** Last prices by code that it was judged by; none for cancels. */
  readonly prices: ReadonlyMap<string, Won>;
  /** When the broker told the price, ms; undefined for cancels. */
  readonly quotedAt: number | undefined;
  /** The same order left within the limit's seconds: it needs a second, different confirmation. */
  readonly repeat: boolean;
  /** ms */
  readonly madeAt: number;
  /** Of its account. */
  readonly stamp: Stamp;
  readonly facts: TicketFacts;
}

export type TicketFacts = OrderFacts | CancelFacts;

/** An order, new or amended, in the state in which it will stand at the venue. */
export interface OrderFacts {
  readonly kind: 'order';
  readonly order: Readonly<OrderRequest>;
  readonly instrument: Instrument;
  readonly quote: Quote;
  /** The open order that is amended; undefined: a new one. */
  readonly original: VenueOrder | undefined;
  readonly means: Means;
  readonly weighed: WeighedOrder;
}

export interface CancelFacts {
  readonly kind: 'cancel';
  readonly account: AccountRef;
  readonly orders: readonly VenueOrder[];
  /** False: the venue's list has gaps, so there may be more open orders than these. */
  readonly complete: boolean;
}

/** What the account could do when the ticket was made; undefined: not asked for, as the order does not need it. */
export interface Means {
  readonly power: BuyingPower | undefined;
  readonly sellable: Shares | undefined;
  /** The account against yesterday's close, won; only read for a limit on the day's loss. */
  readonly dayChange: Won | undefined;
}

/** What was read again at the press. undefined: the ticket's own quote still serves, or none is needed. */
export interface Fresh {
  readonly quote: Quote | undefined;
}

export interface TicketParts {
  /** The quotes of this account's own broker. */
  marketOf(account: AccountRef): Pick<MarketReads, 'quote'>;
  readonly accounts: Pick<AccountReads, 'balance' | 'buyingPower' | 'sellable' | 'openOrders'>;
  /** The issue behind a code, from today's list; an order of an issue that is not in it is not amended. */
  instrumentOf(code: string): Instrument | undefined;
  readonly limits: LimitBook;
  readonly clock: Clock;
  /** Of the whole desk; see stampOf. */
  readonly stamp: Stamp;
  /** Whether the desk has this very account, its broker and environment too. */
  hasAccount(account: AccountRef): boolean;
  /** Without it accounts with real money are only read: nothing is placed, amended or cancelled. */
  readonly liveTrading: boolean;
  /** The demo's exchange is open at every hour. */
  readonly alwaysOpen: boolean;
  /** What the broker told of the exchange's days (`KnownDays.all`); without it the table alone counts. */
  knownDays?(): ReadonlyMap<string, boolean>;
}

/**
 * Makes tickets and judges them again at the press. Sends nothing. Reads at most, for the paper server answers one
 * call a second in all: a buy 2 (quote, buying power), a sell 2 (quote, sellable), an amendment 2 (open orders, quote)
 * and 3 when a buy may cost more than before, a cancel 1 (open orders); the balance comes on top for buys under a
 * limit on the day's loss. At the press 1 (quote), or none.
 */
export interface TicketMaker {
  /**
   * Throws DeskError: `impossible`, `limit`, `unsettled`, `denied` (`need`: `live`), `notFound` (`what`: `order`), and
   * whatever a read throws. What cannot be read makes no ticket.
   */
  make(proposal: Proposal, who: Principal, day: DayBook, signal: AbortSignal): Promise<TicketContent>;
  /** Reads the quote again unless the one at hand is fresh; nothing for cancels. Throws what the read throws. */
  refresh(content: TicketContent, signal: AbortSignal): Promise<Fresh>;
  /**
   * Everything again at the press but cash and holdings, which the broker judges. Synchronous, so that it can stand in
   * one tick with the claim; call it before the claim, which counts in `day`. Throws as `make` does, and `unavailable`
   * when the quote is older than five seconds. Otherwise a person must look at a new ticket, because the last price is
   * further away than the limits' drift (`moved`), or because the same order has left since the ticket was made
   * (`repeat`).
   */
  judgeAgain(
    content: TicketContent,
    fresh: Fresh,
    who: Principal,
    day: DayBook,
    now: number,
  ): 'same' | 'moved' | 'repeat';
  /** What it takes besides a confirmation by this person, by the limits as of now. */
  demands(content: TicketContent, who: Principal): Demands;
}

/** What a ticket takes besides its requester's confirmation. */
export interface Demands {
  /** How many others have to agree; 0: nobody. */
  readonly approvers: number;
  /** Orders worth more than this need them, won. */
  readonly approveAbove: Won | undefined;
  /** How long it waits when it goes ahead without them, minutes; undefined: it cannot. */
  readonly breakGlassMinutes: number | undefined;
  /** A second factor of whoever sends it. */
  readonly code: boolean;
}
