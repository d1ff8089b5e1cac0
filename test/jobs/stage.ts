import { onTestFinished } from 'vitest';
import type { JobResult, Log } from '../../src/core/index.js';
import { type Job, startJobs } from '../../src/jobs/index.js';
import { isTradingDay } from '../../src/market/index.js';
import { manualClock } from '../support/clock.js';
import { memoryRuns } from '../support/job-runs.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const kst = (text: string) => Date.parse(`${text}+09:00`);

/** A Monday on which the exchange trades. */
export const START = kst('2026-11-23T10:05:00');

export type PartialJob = Partial<Job> & Pick<Job, 'run'>;

interface StageOptions {
  readonly at?: number;
  readonly runs?: ReturnType<typeof memoryRuns>;
  readonly lastSeenAt?: number;
  readonly timezone?: 'Asia/Seoul' | 'UTC';
  readonly log?: Log;
  isTradingDay?(date: string): boolean | undefined;
  onResult?(name: string, result: JobResult): void;
}

/** Jobs on a clock that a test moves, with all that they told. */
export function stage(declared: readonly PartialJob[], options: StageOptions = {}) {
  const clock = manualClock(options.at ?? START);
  const events: string[] = [];
  const told: string[] = [];
  const runs = options.runs ?? memoryRuns();
  const jobs = startJobs(
    declared.map((job, n) => ({ name: `job-${n}`, cron: '*/30 * * * *', deadlineMs: MINUTE, ...job })),
    {
      clock,
      runs,
      timezone: options.timezone ?? 'Asia/Seoul',
      lastSeenAt: options.lastSeenAt,
      log: options.log ?? ((_, event, fields) => events.push(`${event} ${fields?.['job']}`)),
      isTradingDay: options.isTradingDay ?? (date => isTradingDay(date)),
      onResult({ name }, result, reason) {
        told.push([name, result, ...(reason ? [reason.kind] : [])].join(' '));
        options.onResult?.(name, result);
      },
    },
  );
  onTestFinished(() => jobs.stop());
  return { clock, jobs, events, told, runs };
}

/** A job that notes when it ran. */
export function noting(clock: () => number, job: Partial<Job> = {}): PartialJob & { readonly at: number[] } {
  const at: number[] = [];
  return { ...job, at, run: async () => void at.push(clock()) };
}

export const forever = () => new Promise<void>(() => undefined);
