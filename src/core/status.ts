import type { AccountRef, Stamp } from './account.js';
import type { Halt } from './halt.js';
import type { PlatformId } from './principal.js';

/** What `/status` shows. Times are ms since the epoch. */
export interface DeskStatus {
  version: string;
  stamp: Stamp;
  startedAt: number;
  accounts: readonly AccountRef[];
  broker: BrokerStatus;
  jobs: readonly JobStatus[];
  platforms: readonly PlatformStatus[];
  halts: readonly Halt[];
  /** Orders whose outcome is not known yet. */
  unsettled: number;
  symbols: { count: number; loadedAt: number | undefined };
  /** Things the operator should know: a store set aside, an alert that reached nobody. */
  remarks: readonly string[];
}

export interface BrokerStatus {
  /** Last answer of the broker that was not a failure. */
  lastGoodCallAt: number | undefined;
  limiter: { perSecond: number; waiting: number; inFlight: number };
  rateRefusals: number;
}

export interface JobStatus {
  name: string;
  lastRunAt: number | undefined;
  lastResult: 'ok' | 'failed' | 'overdue' | undefined;
  nextRunAt: number | undefined;
}

export interface PlatformStatus {
  id: PlatformId;
  state: 'starting' | 'connected' | 'lost' | 'stopped';
  /** Why it is lost, in words without secrets. */
  reason: string | undefined;
}
