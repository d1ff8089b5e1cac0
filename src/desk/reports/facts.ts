import type {
  AccountRef,
  Balance,
  BrokerStatus,
  DeskErrorKind,
  InstrumentKind,
  LineStatus,
  OpenAlert,
  OrderList,
  PlatformId,
  TokenStatus,
} from '../../core/index.js';
import type { LateOpening } from '../../market/index.js';

/** What was read, or why it could not be. */
export type Part<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'failed'; readonly why: DeskErrorKind };

export interface AccountFacts {
  readonly account: AccountRef;
  readonly balance: Part<Balance>;
  /** In the morning those that are open, in the evening all of today. */
  readonly orders: Part<OrderList>;
}

/** An account of which only the balance is asked. */
export type OtherFacts = Pick<AccountFacts, 'account' | 'balance'>;

/** A day of the exchange. Dates are `YYYYMMDD`, times ms. */
export interface DayFacts {
  readonly at: number;
  readonly date: string;
  /** `always`: the demo's exchange never closes. `unknown`: a weekday of a year that no table has. */
  readonly market: 'open' | 'closed' | 'unknown' | 'always';
  /** Of the regular session, if there is one today. */
  readonly opensAt: number;
  readonly closesAt: number;
  readonly late: LateOpening | undefined;
  readonly nextTradingDay: string;
}

/** How the service itself fares. */
export interface ServiceFacts {
  /** Where there are several, they say what `token` and `broker` say of the first. */
  readonly lines: readonly LineStatus[];
  readonly token: TokenStatus;
  readonly broker: BrokerStatus;
  readonly platformsLost: readonly PlatformId[];
  /** Names of jobs whose last run failed or hung. */
  readonly jobsTroubled: readonly string[];
  readonly halts: number;
  readonly unsettled: number;
}

export interface MorningFacts {
  readonly day: DayFacts;
  /** Weekdays of the next weeks on which the exchange is closed; what is celebrated, in Korean, where it is known. */
  readonly holidays: readonly { readonly date: string; readonly name: string | undefined }[];
  readonly accounts: readonly AccountFacts[];
  /** Beyond those that are told of one by one. */
  readonly others: readonly OtherFacts[];
  readonly service: ServiceFacts;
  readonly openAlerts: readonly OpenAlert[];
}

export interface EveningFacts {
  readonly day: DayFacts;
  readonly accounts: readonly AccountFacts[];
  /** Beyond those that are told of one by one. */
  readonly others: readonly OtherFacts[];
  /** Of the issues in the orders, as far as they are known. */
  readonly kinds: ReadonlyMap<string, InstrumentKind>;
  readonly service: ServiceFacts;
  readonly openAlerts: readonly OpenAlert[];
  /** Told today, reports and starts left out. */
  readonly alertsToday: number;
}
