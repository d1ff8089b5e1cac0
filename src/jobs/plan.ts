import { Cron } from 'croner';
import { addKstDays, kstDate, startOfKstDate } from '../core/index.js';
import type { Job } from './job.js';

/** When a job is to run. Asked anew each time, for the days on which the exchange trades may become known meanwhile. */
export interface Plan {
  /** The first planned run after an instant (ms); undefined: never. */
  next(after: number): number | undefined;
  /** The last planned run up to an instant (ms), itself included; undefined: never. */
  latest(at: number): number | undefined;
}

export interface PlanOptions {
  readonly timezone: 'Asia/Seoul' | 'UTC';
  /** `YYYYMMDD`; undefined, nobody knows, counts as a day of trading. */
  isTradingDay(date: string): boolean | undefined;
}

/** Longer than any closure of the exchange; who finds no day of trading within it will not find one. */
const DAYS_SEARCHED = 60;
const SECOND_MS = 1_000;

/** Reads the pattern of a job. Throws on a malformed one. */
export function planOf(
  { cron, days }: Pick<Job, 'cron' | 'days'>,
  { timezone, isTradingDay }: PlanOptions,
): Plan {
  const pattern = new Cron(cron, { timezone, paused: true });
  const counts = (at: number) => days !== 'trading' || isTradingDay(kstDate(at)) !== false;
  // Whole seconds: a run is planned at the beginning of one, and both look past the second that they are given.
  const after = (at: number) => pattern.nextRun(new Date(at))?.getTime();
  const before = (at: number) => pattern.previousRuns(1, new Date(at))[0]?.getTime();

  function search(
    from: number,
    step: (at: number) => number | undefined,
    leave: (date: string) => number,
  ): number | undefined {
    let at = from;
    for (let days = 0; days < DAYS_SEARCHED; days += 1) {
      const found = step(at);
      if (found === undefined || counts(found)) return found;
      at = leave(kstDate(found));
    }
    return undefined;
  }

  return {
    next: from => search(from, after, date => startOf(addKstDays(date, 1)) - SECOND_MS),
    latest: at => search(Math.floor(at / SECOND_MS) * SECOND_MS + SECOND_MS, before, startOf),
  };
}

const startOf = (date: string) => startOfKstDate(date) ?? Number.NaN;
