import type { AccountReads, DeskStatus, Language, Notice } from '../../../src/core/index.js';
import { DeskError } from '../../../src/core/index.js';
import type { ReportSources } from '../../../src/desk/reports/gather.js';
import { createReports } from '../../../src/desk/reports/reports.js';
import { manualClock } from '../../support/clock.js';
import { ACCOUNT, balanceOf, kst, listOf, read, TOKEN } from './fixtures.js';

export type Status = Pick<DeskStatus, 'broker' | 'lines' | 'jobs' | 'platforms' | 'halts' | 'unsettled'>;

export const WELL: Status = {
  broker: {
    lastGoodCallAt: kst('2026-11-23T08:45:10'),
    limiter: { perSecond: 1, waiting: 0, inFlight: 0 },
    rateRefusals: 0,
    maintenanceSince: undefined,
  },
  lines: [],
  jobs: [{ name: 'calendar', deadlineMs: 1, lastRunAt: 1, lastResult: 'ok', nextRunAt: 2 }],
  platforms: [{ id: 'telegram', state: 'connected', reason: undefined }],
  halts: [],
  unsettled: 0,
};

interface World extends Partial<Omit<ReportSources, 'clock' | 'reads'>> {
  readonly reads?: Partial<AccountReads>;
  readonly at?: string;
  /** How long it is waited for by the desk's clock, ms. */
  readonly waitMs?: number;
  readonly language?: Language;
}

/** Runs one of the two reports in this world; what was told of it. */
export async function report(which: 'morningBrief' | 'dailyReport', world: World = {}) {
  const { at, waitMs = 31_000, language = 'ko', reads, ...sources } = world;
  const clock = manualClock(
    kst(at ?? (which === 'morningBrief' ? '2026-11-23T08:50:00' : '2026-11-23T15:40:00')),
  );
  const told: Notice[] = [];
  const reports = createReports({
    clock,
    accounts: () => [ACCOUNT],
    reads: {
      balance: async () => balanceOf(),
      orders: async () => listOf([]),
      openOrders: async () => listOf([]),
      ...reads,
    },
    kindOf: () => 'stock',
    knownDays: () => new Map(),
    alwaysOpen: false,
    status: () => WELL,
    tokenStatus: () => TOKEN,
    openAlerts: () => [],
    letters: () => [],
    ...sources,
    tell: notice => told.push(notice),
    language,
  });
  const done = reports[which](new AbortController().signal);
  done.catch(() => undefined);
  for (let spent = 0; spent < waitMs; spent += 31_000) await clock.advance(31_000);
  await done;
  const [notice] = told;
  if (notice === undefined || told.length > 1) throw new Error(`told ${told.length} times`);
  return { notice, text: read(notice.draft, language), tone: notice.draft.tone };
}

export const down = () => Promise.reject(new DeskError('unavailable', 'no answer'));
export const refused = () => Promise.reject(new DeskError('credentials', 'bad key'));
