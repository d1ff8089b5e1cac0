import type { Clock, DeskError, JobResult, JobRuns, JobStatus, Log } from '../core/index.js';
import type { Job, Occasion } from './job.js';
import type { Plan } from './plan.js';
import { type RunOutcome, runOnce } from './run.js';

export interface KeptJobParts {
  readonly clock: Clock;
  /** Must not throw. */
  readonly log: Log;
  readonly runs: JobRuns;
  /** When the program was last seen alive before this start, ms; undefined: it never ran on these data. */
  readonly lastSeenAt: number | undefined;
  readonly stop: AbortSignal;
  /** Hears of every run but those that the stop cut off. `status` is the one after it. */
  onResult(status: JobStatus, result: JobResult, reason: DeskError | undefined): void;
}

/** A declared job with what is known of its runs. */
export interface KeptJob {
  readonly name: string;
  /** Runs the job if it has fallen due. */
  look(): void;
  /** When there is next something to look at, ms. */
  due(): number | undefined;
  run(occasion: Occasion): Promise<RunOutcome>;
  status(): JobStatus;
}

/** A clock set back by less than this repeats nothing; by more, and the plan starts anew from there. */
const SMALL_STEP_MS = 10 * 60_000;

export function keepJob(job: Job, plan: Plan, parts: KeptJobParts): KeptJob {
  const { clock, log, runs, stop } = parts;
  const { name, deadlineMs, makeGood } = job;
  let last: { readonly at: number; readonly result: JobResult | undefined } | undefined = runs.last(name);
  let running: Promise<RunOutcome> | undefined;
  /** What was planned up to here has had its run, or will not get one. */
  let handled = clock.now();
  if (makeGood !== undefined) handled = Math.min(handled, last?.at ?? parts.lastSeenAt ?? handled);

  const due = () => plan.next(handled);

  async function start(occasion: Occasion): Promise<RunOutcome> {
    const at = clock.now();
    last = { at, result: last?.result };
    try {
      const outcome = await runOnce(job, occasion, { clock, log, stop });
      last = { at, result: outcome.result };
      // What a stop cut off has not run: the next start makes it good.
      if (!stop.aborted || outcome.result === 'ok') note(at, outcome);
      return outcome;
    } finally {
      running = undefined;
    }
  }

  function note(at: number, { result, reason }: RunOutcome): void {
    runs.note(name, at, result).catch(() => log('warn', 'job_not_noted', { job: name }));
    try {
      parts.onResult(status(), result, reason);
    } catch {
      log('error', 'job_result_not_told', { job: name });
    }
  }

  function run(occasion: Occasion): Promise<RunOutcome> {
    running ??= start(occasion);
    return running;
  }

  function status(): JobStatus {
    return {
      name,
      deadlineMs,
      lastRunAt: last?.at,
      lastResult: last?.result,
      nextRunAt: stop.aborted ? undefined : plan.next(Math.max(handled, clock.now())),
    };
  }

  return {
    name,
    due,
    run,
    status,
    look() {
      const now = clock.now();
      if (now < handled - SMALL_STEP_MS) handled = now;
      const first = due();
      if (first === undefined || first > now) return;
      const planned = plan.latest(now) ?? first;
      handled = now;
      if (makeGood !== undefined && now - planned > makeGood) {
        log('warn', 'job_missed', { job: name, lateMs: now - planned });
      } else if (running === undefined) {
        void run('planned');
      } else {
        log('warn', 'job_skipped', { job: name });
      }
    },
  };
}
