import { Cron } from 'croner';
import { asDeskError, type Clock, DeskError, type JobStatus, type Log } from '../core/index.js';
import type { Job } from './job.js';
import { type RunResult, runOnce } from './run.js';

export interface JobsOptions {
  clock: Clock;
  log: Log;
  /** Of the cron patterns. One without daylight saving: elsewhere a night's jobs are moved or doubled. */
  timezone: 'Asia/Seoul' | 'UTC';
}

/** Jobs that run by themselves until they are stopped. */
export interface Jobs {
  status(): readonly JobStatus[];
  /** Runs a job now, or joins the run under way; what came of it is the answer. Throws `notFound`. */
  runNow(name: string): Promise<RunResult>;
  /** Ends the schedule and aborts the runs under way. */
  stop(): void;
}

/**
 * Starts declared jobs. Runs of one job never overlap, and none can end the process. Missed runs are not made up
 * one by one: after the machine slept, or its clock was set ahead, a job that fell due runs once, within 30 s.
 * Throws on a malformed pattern before anything is started.
 */
export function startJobs(declared: readonly Job[], options: JobsOptions): Jobs {
  const { clock, log, timezone } = options;
  const stopping = new AbortController();
  const scheduled = declared.map(job => schedule(job));
  for (const { cron, run } of scheduled) cron.schedule(async () => void (await run()));

  function schedule(job: Job) {
    let running: Promise<RunResult> | undefined;
    let lastRunAt: number | undefined;
    let lastResult: RunResult | undefined;
    const cron = new Cron(job.cron, {
      timezone,
      protect: () => log('warn', 'job_skipped', { job: job.name }),
      catch: thrown => log('error', 'job_broken', { job: job.name, message: asDeskError(thrown).message }),
    });

    async function start(): Promise<RunResult> {
      lastRunAt = clock.now();
      try {
        lastResult = await runOnce(job, clock, log, stopping.signal);
        return lastResult;
      } finally {
        running = undefined;
      }
    }

    return {
      cron,
      name: job.name,
      run: () => (running ??= start()),
      status: (): JobStatus => ({
        name: job.name,
        lastRunAt,
        lastResult,
        nextRunAt: cron.isStopped() ? undefined : cron.nextRun()?.getTime(),
      }),
    };
  }

  return {
    status: () => scheduled.map(entry => entry.status()),
    async runNow(name) {
      const entry = scheduled.find(candidate => candidate.name === name);
      if (entry === undefined) throw new DeskError('notFound', 'no such job', { job: name });
      if (stopping.signal.aborted) throw new DeskError('cancelled', 'the jobs are stopped', { job: name });
      return entry.run();
    },
    stop() {
      for (const { cron } of scheduled) cron.stop();
      stopping.abort(new DOMException('the jobs are stopped', 'AbortError'));
    },
  };
}
