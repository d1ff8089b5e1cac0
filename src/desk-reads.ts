import type { Config } from './config.js';
import {
  type AccountList,
  type AccountRef,
  type AlertStatus,
  accountKey,
  type BrokerStatus,
  type Brokers,
  type ChatPlatform,
  DeskError,
  type DeskReads,
  type DiskRoom,
  type HaltControl,
  type JobStatus,
  type LimitBook,
  type LineStatus,
  mayUse,
  sameAccount,
  type TokenStatus,
} from './core/index.js';
import type { Symbols } from './symbols/index.js';

/** Where the answers come from. */
export interface DeskParts {
  readonly version: string;
  readonly brokers: Brokers;
  readonly accounts: AccountList;
  readonly symbols: Symbols;
  jobs(): readonly JobStatus[];
  alerts(): AlertStatus;
  /** undefined: not looked at yet. */
  disk(): DiskRoom | undefined;
  readonly platforms: readonly ChatPlatform[];
  readonly startedAt: number;
  readonly config: Config;
  readonly halts: Pick<HaltControl, 'list'>;
  /** With what was set for single accounts. */
  readonly limits: LimitBook;
  readonly trade: { unsettled(): number };
  remarks(): readonly string[];
}

/** What commands may ask, and nothing that sends: the broker's Trading port stays outside. */
export function deskReads({
  version,
  brokers,
  accounts,
  symbols,
  jobs,
  alerts,
  disk,
  platforms,
  startedAt,
  config,
  halts,
  limits,
  trade,
  remarks,
}: DeskParts): DeskReads {
  const refs = () => accounts.list().map(({ ref }) => ref);
  /** The account, or the desk's first one. Throws `notOffered` on a desk without any. */
  function meant(account: AccountRef | undefined): AccountRef {
    const of = account ?? accounts.list().find(({ closed }) => closed === undefined)?.ref;
    if (!of) throw new DeskError('notOffered', 'the desk has no account', { what: 'account' });
    return of;
  }
  return {
    accountsOf: who => refs().filter(account => mayUse(who, account)),
    allAccounts: refs,
    balance: (account, signal) => brokers.accounts.balance(account, signal),
    quote: (code, signal) => brokers.market.quote(code, signal),
    findSymbol: (query, signal) => symbols.find(query, signal),
    orders: (account, range, signal) => brokers.accounts.orders(account, range, signal),
    openOrders: (account, signal) => brokers.accounts.openOrders(account, signal),
    limitsOf: account => limits.limitsFor(accountKey(account)),
    tokenStatus: account => tokenOf(brokers, meant(account)),
    renewToken: async (account, signal) => (await brokers.ready(meant(account))).tokens.forceRenew(signal),
    status: () => ({
      version,
      stamp: config.stamp,
      startedAt,
      accounts: refs(),
      broker: firstStatus(brokers),
      // Of very many accounts a long list, and few of those who ask for the status look at it.
      get lines() {
        return linesOf(brokers);
      },
      jobs: jobs(),
      platforms: platforms.map(platform => platform.status()),
      halts: halts.list(),
      unsettled: trade.unsettled(),
      symbols: symbols.status(),
      alerts: alerts(),
      executions: brokers.executions.status(),
      disk: disk(),
      remarks: remarks(),
    }),
  };
}

/** Of the first line that was opened; before there is one, nothing has happened yet. */
function firstStatus(brokers: Brokers): BrokerStatus {
  const [first] = brokers.opened();
  if (first) return first.broker.status();
  return {
    lastGoodCallAt: undefined,
    limiter: { perSecond: 0, waiting: 0, inFlight: 0 },
    rateRefusals: 0,
    maintenanceSince: undefined,
  };
}

/** Of a line that was opened; before that nothing is known of its token. */
function tokenOf(brokers: Brokers, account: AccountRef): TokenStatus {
  const line = brokers.opened().find(one => sameAccount(one.account, account));
  if (line) return line.broker.tokens.status();
  return {
    fingerprint: undefined,
    state: 'none',
    issuedAt: undefined,
    expiresAt: undefined,
    generation: 0,
    renewAt: undefined,
    coolingUntil: undefined,
    lastError: undefined,
  };
}

const linesOf = (brokers: Brokers): readonly LineStatus[] =>
  brokers.opened().map(({ account, broker }) => ({
    account,
    broker: broker.status(),
    token: broker.tokens.status(),
    executions: broker.executions.status(),
  }));
