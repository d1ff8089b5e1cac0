/** A piece of work that repeats by itself. */
export interface Job {
  readonly name: string;
  /** Cron pattern, read in the jobs' time zone. */
  readonly cron: string;
  /** How long one run may take, ms. Then its signal is aborted and the run counts as overdue. */
  readonly deadlineMs: number;
  /** May fail: a failure is logged and shown in the status, and the next run comes as planned. */
  run(signal: AbortSignal): Promise<void>;
}
