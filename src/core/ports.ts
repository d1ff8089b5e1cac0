import type { AccountRef, Balance, BuyingPower } from './account.js';
import type { Executions } from './execution.js';
import type { ShownCard } from './intent.js';
import type { Shares, Won } from './money.js';
import type {
  AmendRequest,
  CancelRequest,
  OrderList,
  OrderRequest,
  OrderType,
  SendOutcome,
} from './order.js';
import type { Destination } from './outbox.js';
import type { PlatformId } from './principal.js';
import type { Candle, CandlePeriod, MarketDay, OrderBook, Quote, StockInfo } from './quote.js';
import type { ReadProxy } from './read-proxy.js';
import type { Reply } from './reply.js';
import type { BrokerStatus, PlatformStatus } from './status.js';
import type { TokenControl } from './token.js';
import type { TradeAct } from './trade.js';

/** Reads: retried on 5xx and network faults, never changing anything. All throw DeskError. */
export interface MarketReads {
  quote(code: string, signal?: AbortSignal): Promise<Quote>;
  orderBook(code: string, signal?: AbortSignal): Promise<OrderBook>;
  /** The last 30 days, weeks or months, newest first, prices adjusted. */
  dailyPrices(code: string, period: 'D' | 'W' | 'M', signal?: AbortSignal): Promise<readonly Candle[]>;
  /** `from`..`to` inclusive (`YYYYMMDD`), newest first, prices adjusted; walks back over pages. */
  candles(
    code: string,
    range: { period: CandlePeriod; from: string; to: string },
    signal?: AbortSignal,
  ): Promise<readonly Candle[]>;
  /** Today's one-minute candles up to `until` (`HHMMSS` KST), newest first, at most `count`. */
  minuteCandles(
    code: string,
    range: { until: string; count: number },
    signal?: AbortSignal,
  ): Promise<readonly Candle[]>;
  stockInfo(code: string, signal?: AbortSignal): Promise<StockInfo>;
  /** Exchange days from `from` (`YYYYMMDD`) on. `notOffered` on paper: ask the calendar table instead. */
  marketDays(from: string, signal?: AbortSignal): Promise<readonly MarketDay[]>;
}

export interface AccountReads {
  balance(account: AccountRef, signal?: AbortSignal): Promise<Balance>;
  buyingPower(
    account: AccountRef,
    order: { code: string; price: Won; type: OrderType },
    signal?: AbortSignal,
  ): Promise<BuyingPower>;
  sellable(account: AccountRef, code: string, signal?: AbortSignal): Promise<Shares>;
  orders(account: AccountRef, range: { from: string; to: string }, signal?: AbortSignal): Promise<OrderList>;
  openOrders(account: AccountRef, signal?: AbortSignal): Promise<OrderList>;
}

/**
 * The dangerous port: only `desk/confirmations` may hold it. Each call sends at most once and resolves to what is
 * known; it rejects only for a request that is malformed before anything was sent. An aborted `signal` keeps what has
 * not left from leaving (`notSent`), repeated attempts too; on what has left it has no effect.
 */
export interface Trading {
  /** Gets ready what the send will need (the hash key), so that the press need not wait. Never rejects. */
  prepare(act: TradeAct): Promise<void>;
  place(order: OrderRequest, signal?: AbortSignal): Promise<SendOutcome>;
  amend(request: AmendRequest, signal?: AbortSignal): Promise<SendOutcome>;
  cancel(request: CancelRequest, signal?: AbortSignal): Promise<SendOutcome>;
}

/** A broker as program.ts sees it. */
export interface Broker {
  readonly market: MarketReads;
  readonly accounts: AccountReads;
  readonly trading: Trading;
  readonly tokens: TokenControl;
  /** The keys that open real-time connections. */
  readonly approvals: TokenControl;
  readonly proxy: ReadProxy;
  readonly executions: Executions;
  status(): BrokerStatus;
  /** Ends timers and connections; calls under way are cut off. */
  close(): void;
}

/**
 * The brokers of all accounts, each opened when it is first needed and closed with the desk. Whatever names an account is
 * held against the desk's own list, broker and environment too: a request for one account never travels on another's line.
 */
export interface Brokers {
  /**
   * Throws `denied` (`need`: `account`) for an account that the desk does not have, or that is closed; `unavailable` before
   * its broker's part of the program is there, which `ready` sees to.
   */
  of(account: AccountRef): Broker;
  ready(account: AccountRef): Promise<Broker>;
  /** Those that were opened, in the order of the list. */
  opened(): readonly { readonly account: AccountRef; readonly broker: Broker }[];
  /** Of any account: each call goes to the line of the account it names. */
  readonly accounts: AccountReads;
  readonly trading: Trading;
  /** Notices of every line that was opened. */
  readonly executions: Executions;
  /** Quotes for whoever names no account: those of the first account's broker. */
  readonly market: MarketReads;
  /** Renews whatever token falls due, of every account, a few at a time. Rejects when one failed; the others are done. */
  renewDue(signal: AbortSignal): Promise<void>;
}

/** A chat platform as program.ts sees it. */
export interface ChatPlatform {
  readonly id: PlatformId;
  /** Resolves when it listens. A platform that cannot start keeps trying by itself and says so in its status. */
  start(): Promise<void>;
  stop(): Promise<void>;
  status(): PlatformStatus;
  /** The id of the channel or chat that the configuration names for alerts; undefined when it names none. */
  readonly alertPlace: string | undefined;
  /** For how long a repeat under the same key surely gives back what is there already, ms; 0 where keys mean nothing. */
  readonly sameKeyMs: number;
  /**
   * Posts a message of the bot's own: one attempt, ended by its own deadline of at most 15 s. Resolves to where it
   * stands, undefined when that cannot be edited later. Rejects with DeskError: `unavailable`, `timeout`,
   * `rateLimited` (`detail.retryAfterMs`), `credentials`, `refused` (Discord or Telegram will never take it like this),
   * `notOffered` (no way to that destination). `detail.posted: 'no'` proves that nothing stands there; without it
   * nobody knows.
   */
  post(
    to: Destination,
    reply: Reply,
    how: {
      /** The same in every attempt and every run: at most 22 characters of base64url. */
      readonly key: string;
      readonly silent: boolean;
      /** A last attempt at what was refused: its words alone, without tables, buttons and markup. */
      readonly plain: boolean;
    },
  ): Promise<ShownCard | undefined>;
  /** Puts a new text in the place of a card shown earlier, also in an earlier run. Rejects when it did not get there. */
  rewrite(card: ShownCard, reply: Reply): Promise<void>;
}
