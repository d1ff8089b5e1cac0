import { asDeskError, type Clock, type DeskError, type JobResult, type Log } from '../core/index.js';
import type { Job, Occasion } from './job.js';

/** What came of one run. */
export interface RunOutcome {
  readonly result: JobResult;
  /** Why it failed. */
  readonly reason: DeskError | undefined;
}

/** What a run needs besides its job. `stop` ends it. */
export interface RunSetting {
  readonly clock: Clock;
  readonly log: Log;
  readonly stop: AbortSignal;
}

/**
 * Runs a job once, at most for its deadline or until `stop`. A job that ignores its signal is left behind and what
 * becomes of it later is ignored, so that it cannot hold up the next run. Never rejects.
 */
export async function runOnce(
  job: Job,
  occasion: Occasion,
  { clock, log, stop }: RunSetting,
): Promise<RunOutcome> {
  const deadline = new AbortController();
  const finished = new AbortController();
  const failed = (thrown: unknown): RunOutcome => ({ result: 'failed', reason: asDeskError(thrown) });
  const work = (async () => job.run(AbortSignal.any([stop, deadline.signal]), occasion))().then(
    (): RunOutcome => ({ result: 'ok', reason: undefined }),
    failed,
  );
  const timeUp = clock
    .sleep(job.deadlineMs, AbortSignal.any([stop, finished.signal]))
    .then((): RunOutcome => ({ result: 'overdue', reason: undefined }), failed);

  const outcome = await Promise.race([work, timeUp]);
  finished.abort();
  if (outcome.result === 'overdue') {
    deadline.abort(new DOMException('the deadline of the job passed', 'TimeoutError'));
    log('error', 'job_overdue', { job: job.name, deadlineMs: job.deadlineMs });
  } else if (outcome.reason !== undefined) {
    const { kind, message } = outcome.reason;
    log(stop.aborted ? 'info' : 'error', 'job_failed', { job: job.name, kind, message });
  }
  return outcome;
}
