import type { Config, KisConfig } from './config.js';
import {
  type AlertStatus,
  type Broker,
  type ChatPlatform,
  type DeskReads,
  type DiskRoom,
  type HaltControl,
  type JobStatus,
  mayUse,
} from './core/index.js';
import type { Symbols } from './symbols/index.js';

/** Where the answers come from. */
export interface DeskParts {
  readonly version: string;
  readonly broker: Broker;
  readonly symbols: Symbols;
  readonly kis: KisConfig;
  jobs(): readonly JobStatus[];
  alerts(): AlertStatus;
  /** undefined: not looked at yet. */
  disk(): DiskRoom | undefined;
  readonly platforms: readonly ChatPlatform[];
  readonly startedAt: number;
  readonly config: Config;
  readonly halts: Pick<HaltControl, 'list'>;
  readonly trade: { unsettled(): number };
  remarks(): readonly string[];
}

/** What commands may ask, and nothing that sends: the broker's Trading port stays outside. */
export function deskReads({
  version,
  broker,
  symbols,
  kis,
  jobs,
  alerts,
  disk,
  platforms,
  startedAt,
  config,
  halts,
  trade,
  remarks,
}: DeskParts): DeskReads {
  return {
    accountsOf: who => [kis.account].filter(account => mayUse(who, account)),
    allAccounts: () => [kis.account],
    balance: (account, signal) => broker.accounts.balance(account, signal),
    quote: (code, signal) => broker.market.quote(code, signal),
    findSymbol: (query, signal) => symbols.find(query, signal),
    orders: (account, range, signal) => broker.accounts.orders(account, range, signal),
    openOrders: (account, signal) => broker.accounts.openOrders(account, signal),
    tokenStatus: () => broker.tokens.status(),
    renewToken: signal => broker.tokens.forceRenew(signal),
    status: () => ({
      version,
      stamp: config.stamp,
      startedAt,
      accounts: [kis.account],
      broker: broker.status(),
      jobs: jobs(),
      platforms: platforms.map(platform => platform.status()),
      halts: halts.list(),
      unsettled: trade.unsettled(),
      symbols: symbols.status(),
      alerts: alerts(),
      executions: broker.executions.status(),
      disk: disk(),
      remarks: remarks(),
    }),
  };
}
