import type {
  AccountEntries,
  AccountList,
  AccountRef,
  Activity,
  AuditReads,
  AuditTrail,
  Bilingual,
  Clock,
  Command,
  DeskError,
  DeskReads,
  Dispatcher,
  Instrument,
  KeyCheck,
  Language,
  Log,
  MarketReads,
  NewsWire,
  ProxiedService,
  ReadProxy,
  RemoteOrders,
  Shelf,
  Stamp,
  StepUp,
  Tell,
  TokenControl,
  Usage,
  WebChat,
} from '../core/index.js';

/** How the gateway is reached, as the configuration says. */
export interface GatewaySettings {
  readonly host: string;
  readonly port: number;
  /** Where people and programs find it, without a slash at the end. */
  readonly url: string;
  /** PEM, read already. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly corsOrigins: readonly string[];
  /** False: whoever calls from this computer without a key may look and control. */
  readonly requireKey: boolean;
}

/** Whether the desk can do its work now; `reasons` are fixed words such as `token`, `platform:discord`, `stopping`. */
export interface Readiness {
  readonly ready: boolean;
  readonly reasons: readonly string[];
}

/** What the metrics show of what happens; each returns at once. */
export interface Meters {
  /** The text of `GET /metrics`, and its content type. */
  exposition(): Promise<{ readonly text: string; readonly type: string }>;
  /** One answer of the gateway. `endpoint` is method and pattern. */
  answered(endpoint: string, status: number, ms: number): void;
}

/** What programs may use of one account's line to its broker. */
export interface ProgramLine {
  readonly tokens: TokenControl;
  /** The key of its WebSocket sessions. */
  readonly approvals: TokenControl;
  /** Reads, as far as the broker's are offered, and reports of dead tokens. */
  readonly proxy: ReadProxy;
}

/** All that the gateway reaches. It holds no broker and no store; what orders is behind `orders` and `dispatcher`. */
export interface GatewayParts {
  readonly settings: GatewaySettings;
  readonly version: string;
  readonly stamp: Stamp;
  readonly language: Language;
  readonly keys: KeyCheck;
  readonly accounts: AccountList;
  readonly entries: Pick<AccountEntries, 'replaceKeys'>;
  readonly stepUp: Pick<StepUp, 'require'>;
  /** Throws `denied` (`need`: `account`) for an account that the desk does not have, or that is closed. */
  lineOf(account: AccountRef): ProgramLine;
  readonly desk: DeskReads;
  readonly market: MarketReads;
  /** Issues that fit, best first, at once from the list in memory. */
  searchSymbols(query: string, limit: number): readonly Instrument[];
  /** What programs may read of KIS, in every environment of which the desk has an account. */
  readonly proxied: readonly ProxiedService[];
  readonly orders: RemoteOrders;
  readonly dispatcher: Dispatcher;
  /** THE allow-list, in the order of `/help`. */
  readonly commands: readonly Command[];
  readonly shelf: Shelf;
  readonly usage: Usage;
  readonly activity: Pick<Activity, 'read'>;
  readonly audit: AuditTrail;
  readonly auditReads: AuditReads;
  readonly news: NewsWire;
  readonly web: WebChat;
  readonly meters: Meters;
  readonly tell: Tell;
  readiness(): Readiness;
  /** A failure in the words that people read: what happened, whether anything was ordered, what to do. */
  explain(error: DeskError, reference: string): Bilingual;
  newReference(): string;
  /** Compiled modules of the page in the browser. */
  readonly pageDirectory: string;
  readonly clock: Clock;
  readonly log: Log;
  random(bytes: number): Uint8Array;
}
