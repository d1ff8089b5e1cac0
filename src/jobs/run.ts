import { asDeskError, type Clock, type JobStatus, type Log } from '../core/index.js';
import type { Job } from './job.js';

export type RunResult = NonNullable<JobStatus['lastResult']>;

/**
 * Runs a job once, at most for its deadline or until `stop`. A job that ignores its signal is left behind and what
 * becomes of it later is ignored, so that it cannot hold up the next run. Never rejects.
 */
export async function runOnce(job: Job, clock: Clock, log: Log, stop: AbortSignal): Promise<RunResult> {
  const deadline = new AbortController();
  const finished = new AbortController();
  const work: Promise<{ result: RunResult; error?: unknown }> = (async () =>
    job.run(AbortSignal.any([stop, deadline.signal])))().then(
    () => ({ result: 'ok' }),
    (error: unknown) => ({ result: 'failed', error }),
  );
  const timeUp: typeof work = clock.sleep(job.deadlineMs, AbortSignal.any([stop, finished.signal])).then(
    () => ({ result: 'overdue' }),
    (error: unknown) => ({ result: 'failed', error }),
  );

  const { result, error } = await Promise.race([work, timeUp]);
  finished.abort();
  if (result === 'overdue') {
    deadline.abort(new DOMException('the deadline of the job passed', 'TimeoutError'));
    log('error', 'job_overdue', { job: job.name, deadlineMs: job.deadlineMs });
  } else if (result === 'failed') {
    const { kind, message } = asDeskError(error);
    log(stop.aborted ? 'info' : 'error', 'job_failed', { job: job.name, kind, message });
  }
  return result;
}
