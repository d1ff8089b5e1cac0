import type { Job } from './jobs/index.js';

/** What the jobs do, as plain functions. Each may reject, which its job then tells. */
export interface JobActs {
  /** Every account's, where it falls due. */
  renewToken(signal: AbortSignal): Promise<unknown>;
  /** Looks for orders of unknown outcome in the venue's lists, beside their own schedule. */
  settleOrders(): Promise<void>;
  refreshSymbols(): Promise<void>;
  refreshCalendar(signal: AbortSignal): Promise<void>;
  morningBrief(signal: AbortSignal): Promise<void>;
  dailyReport(signal: AbortSignal): Promise<void>;
  checkAudit(signal: AbortSignal): Promise<void>;
  tidy(): Promise<void>;
  /** `askBroker`: with a small read, to see whether the broker answers. */
  checkSelf(signal: AbortSignal, how: { readonly askBroker: boolean }): Promise<unknown>;
  /** Whether the exchange trades right now. */
  isOpen(): boolean;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What happens by the clock, in KST. People know the jobs by `core/job-words`. */
export function declareJobs(acts: JobActs): readonly Job[] {
  return [
    {
      name: 'token renewal',
      cron: '*/30 * * * *',
      makeGood: 30 * MINUTE_MS,
      // A thousand tokens, a few at a time.
      deadlineMs: 10 * MINUTE_MS,
      run: async signal => void (await acts.renewToken(signal)),
    },
    {
      name: 'settlement',
      cron: '*/10 * * * *',
      makeGood: 10 * MINUTE_MS,
      deadlineMs: 2 * MINUTE_MS,
      run: () => acts.settleOrders(),
    },
    {
      name: 'symbol master',
      cron: '40 7 * * *',
      days: 'trading',
      makeGood: 12 * HOUR_MS,
      deadlineMs: 2 * MINUTE_MS,
      run: () => acts.refreshSymbols(),
    },
    {
      // On every weekday: a holiday that was told by mistake must not keep itself from being corrected.
      name: 'calendar',
      cron: '50 7 * * 1-5',
      makeGood: 12 * HOUR_MS,
      deadlineMs: MINUTE_MS,
      run: signal => acts.refreshCalendar(signal),
    },
    {
      name: 'morning brief',
      cron: '50 8 * * *',
      days: 'trading',
      makeGood: 2 * HOUR_MS,
      deadlineMs: 5 * MINUTE_MS,
      run: signal => acts.morningBrief(signal),
    },
    {
      name: 'daily report',
      cron: '40 15 * * *',
      days: 'trading',
      makeGood: 6 * HOUR_MS,
      deadlineMs: 5 * MINUTE_MS,
      run: signal => acts.dailyReport(signal),
    },
    {
      name: 'audit check',
      cron: '10 6 * * *',
      deadlineMs: 10 * MINUTE_MS,
      run: signal => acts.checkAudit(signal),
    },
    { name: 'compaction', cron: '30 5 * * *', deadlineMs: 5 * MINUTE_MS, run: () => acts.tidy() },
    {
      name: 'self check',
      cron: '*/5 * * * *',
      deadlineMs: MINUTE_MS / 2,
      run: async (signal, occasion) => {
        await acts.checkSelf(signal, { askBroker: occasion === 'asked' || acts.isOpen() });
      },
    },
  ];
}
