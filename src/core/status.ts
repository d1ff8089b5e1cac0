import type { AccountRef, Stamp } from './account.js';
import type { ExecutionStatus } from './execution.js';
import type { Halt } from './halt.js';
import type { PlatformId } from './principal.js';
import type { TokenStatus } from './token.js';
import type { DiskRoom } from './upkeep.js';

/** What `/status` shows. Times are ms since the epoch. */
export interface DeskStatus {
  version: string;
  stamp: Stamp;
  startedAt: number;
  accounts: readonly AccountRef[];
  /** Of the first account. */
  broker: BrokerStatus;
  /** Of every account whose line was opened. */
  lines: readonly LineStatus[];
  jobs: readonly JobStatus[];
  platforms: readonly PlatformStatus[];
  halts: readonly Halt[];
  /** Orders whose outcome is not known yet. */
  unsettled: number;
  symbols: { count: number; loadedAt: number | undefined };
  alerts: AlertStatus;
  executions: ExecutionStatus;
  /** undefined: not looked at yet. */
  disk: DiskRoom | undefined;
  /** Things the operator should know: a store set aside, an alert that reached nobody. */
  remarks: readonly string[];
}

export interface AlertStatus {
  /** Letters that some destination does not show yet. */
  waiting: number;
  oldestAt: number | undefined;
  /** How many no destination shows although a minute has passed; those that somebody confirmed aside. */
  nobody: number;
  /** Critical alerts that nobody has acknowledged. */
  unacknowledged: number;
}

export interface BrokerStatus {
  /** Last answer of the broker that was not a failure. */
  lastGoodCallAt: number | undefined;
  limiter: { perSecond: number; waiting: number; inFlight: number };
  rateRefusals: number;
  /** Since when the broker's answers look like maintenance, ms; undefined when they do not. */
  maintenanceSince: number | undefined;
}

/** One account's line to its broker. */
export interface LineStatus {
  account: AccountRef;
  broker: BrokerStatus;
  token: TokenStatus;
  executions: ExecutionStatus;
}

export type JobResult = 'ok' | 'failed' | 'overdue';

export interface JobStatus {
  name: string;
  /** How long a run may take, ms. */
  deadlineMs: number;
  /** Of this run of the program or an earlier one. */
  lastRunAt: number | undefined;
  lastResult: JobResult | undefined;
  nextRunAt: number | undefined;
}

export interface PlatformStatus {
  id: PlatformId;
  state: 'starting' | 'connected' | 'lost' | 'stopped';
  /** Why it is lost, in words without secrets. */
  reason: string | undefined;
}
