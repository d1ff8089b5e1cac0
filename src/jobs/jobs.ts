import {
  asDeskError,
  type Clock,
  DeskError,
  type JobResult,
  type JobStatus,
  type Log,
} from '../core/index.js';
import type { Job } from './job.js';
import { type KeptJob, type KeptJobParts, keepJob } from './kept-job.js';
import { type PlanOptions, planOf } from './plan.js';

/** `timezone`: of the cron patterns. One without daylight saving: elsewhere a night's jobs are moved or doubled. */
export interface JobsOptions extends Omit<KeptJobParts, 'stop'>, PlanOptions {
  readonly clock: Clock;
  /** May throw: nothing is held up by it. */
  readonly log: Log;
}

/** Jobs that run by themselves until they are stopped. */
export interface Jobs {
  status(): readonly JobStatus[];
  /** Runs a job now, or joins the run under way; what came of it is the answer. Throws `notFound`. */
  runNow(name: string): Promise<JobResult>;
  /** Ends the schedule and aborts the runs under way. */
  stop(): void;
}

/** The clock is looked at this often, so that one that jumped ahead, or a machine that slept, is noticed. */
const LOOK_EVERY_MS = 30_000;
/** What was missed is made good this long after the start, when the rest of the program stands. */
const FIRST_LOOK_MS = 1_000;

/**
 * Starts declared jobs. Runs of one job never overlap, and none can end the process. Missed runs are not made up
 * one by one: after the machine slept, or its clock was set ahead, a job that fell due runs once, within 30 s.
 * Throws on a malformed pattern before anything is started.
 */
export function startJobs(declared: readonly Job[], options: JobsOptions): Jobs {
  const { clock } = options;
  const stopping = new AbortController();
  const stop = stopping.signal;
  const log: Log = (...line) => {
    try {
      options.log(...line);
    } catch {
      // Whoever cannot write the log any more still runs.
    }
  };
  const kept = declared.map(job => keepJob(job, planOf(job, options), { ...options, log, stop }));

  /** Looks at a job; then how long there will be nothing to look at, ms. */
  function look(job: KeptJob): number {
    try {
      job.look();
      return (job.due() ?? Number.POSITIVE_INFINITY) - clock.now();
    } catch (thrown) {
      log('error', 'job_broken', { job: job.name, message: asDeskError(thrown).message });
      return LOOK_EVERY_MS;
    }
  }

  async function keepTime(): Promise<void> {
    for (let wait = FIRST_LOOK_MS; ; ) {
      await clock.sleep(wait, stop);
      wait = Math.max(1, Math.min(LOOK_EVERY_MS, ...kept.map(look)));
    }
  }

  // It ends only by the stop, which rejects the sleep.
  keepTime().catch(() => undefined);

  return {
    status: () => kept.map(job => job.status()),
    async runNow(name) {
      const job = kept.find(candidate => candidate.name === name);
      if (job === undefined) throw new DeskError('notFound', 'no such job', { job: name });
      if (stop.aborted) throw new DeskError('cancelled', 'the jobs are stopped', { job: name });
      return (await job.run('asked')).result;
    },
    stop: () => stopping.abort(new DOMException('the jobs are stopped', 'AbortError')),
  };
}
