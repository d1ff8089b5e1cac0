import type { JobResult } from './status.js';

/** When jobs ran last, so that a restart knows what was missed. */
export interface JobRuns {
  /** From memory; undefined: never. */
  last(name: string): { readonly at: number; readonly result: JobResult } | undefined;
  /** Never rejects: at worst a job is made good once more. */
  note(name: string, at: number, result: JobResult): Promise<void>;
}

/** How the run before this one ended. */
export interface LifeLine {
  readonly before:
    | { readonly startedAt: number; readonly stoppedAt: number | undefined; readonly lastSeenAt: number }
    | undefined;
  /** Notes that this run is still alive; about once a minute. Never rejects. */
  seen(at: number): Promise<void>;
  /** Notes that it ended in good order. Never rejects. */
  stopped(at: number): Promise<void>;
}

/** With less than this free, bytes, the journals may soon be full: people are told. */
export const DISK_LOW_BYTES = 200_000_000;

/** Room on the disk that holds the data directory. */
export interface DiskRoom {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** Days on which the exchange is closed, as the broker last told; they take precedence over the built-in table. */
export interface KnownDays {
  /** `YYYYMMDD` to whether the exchange is open; from memory. */
  all(): ReadonlyMap<string, boolean>;
  /** Adds to what is known. Durable when it resolves. Throws `storage`. */
  learn(days: ReadonlyMap<string, boolean>): Promise<void>;
}
