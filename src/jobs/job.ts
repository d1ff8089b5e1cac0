/** A piece of work that repeats by itself. */
export interface Job {
  readonly name: string;
  /** Cron pattern, read in the jobs' time zone. */
  readonly cron: string;
  /** `trading`: left out on days (KST) on which the exchange is known to be closed; by hand it runs on any day. */
  readonly days?: 'trading';
  /**
   * For how long a run that was missed is still worth making good, ms. With it a run that fell due while the program was
   * down is made good at the start, and one that the machine slept through only while it is no older than this. Without
   * it the start makes nothing good, and what was slept through is made good however old it is.
   */
  readonly makeGood?: number;
  /** How long one run may take, ms. Then its signal is aborted and the run counts as overdue. */
  readonly deadlineMs: number;
  /** May fail: a failure is logged and shown in the status, and the next run comes as planned. */
  run(signal: AbortSignal, occasion: Occasion): Promise<void>;
}

/** Whether the plan or a person asks for a run. */
export type Occasion = 'planned' | 'asked';
