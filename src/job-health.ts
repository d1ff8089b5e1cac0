import type { JobStatus } from './core/index.js';

/** A job that comes round at least once an hour. */
const FREQUENT_MS = 3_600_000;

/**
 * A restart may mend a frequent job that hung in this run; everything else is told to people, who know better what to
 * do. What an earlier run left behind is no reason to restart again.
 */
export function healthOf(jobs: readonly JobStatus[], startedAt: number): { healthy: boolean; why: string[] } {
  const hung = jobs.filter(
    ({ lastResult, lastRunAt = 0, nextRunAt = Infinity }) =>
      lastResult === 'overdue' && lastRunAt >= startedAt && nextRunAt - lastRunAt <= FREQUENT_MS,
  );
  return { healthy: hung.length === 0, why: hung.map(({ name }) => `job overdue: ${name}`) };
}
