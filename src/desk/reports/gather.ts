import {
  addKstDays,
  type DeskStatus,
  type InstrumentKind,
  kstDate,
  type OpenAlert,
  startOfKstDate,
  type TokenStatus,
} from '../../core/index.js';
import {
  holidayName,
  isTradingDay,
  isWeekend,
  type KnownDates,
  krxSessions,
  lateOpening,
  nextTradingDay,
} from '../../market/index.js';
import type { LetterState } from '../outbox/outbox-port.js';
import type { AccountFacts, DayFacts, EveningFacts, MorningFacts, ServiceFacts } from './facts.js';
import { type AccountSources, readAccounts } from './read-accounts.js';

/** Where the facts of a report come from. */
export interface ReportSources extends AccountSources {
  /** undefined: not in today's list of issues. */
  kindOf(code: string): InstrumentKind | undefined;
  knownDays(): KnownDates;
  /** The demo's exchange is open at every hour. */
  readonly alwaysOpen: boolean;
  status(): Pick<DeskStatus, 'broker' | 'lines' | 'jobs' | 'platforms' | 'halts' | 'unsettled'>;
  tokenStatus(): TokenStatus;
  /** Alerts that nobody has confirmed, or that reached nobody; oldest first. */
  openAlerts(): readonly OpenAlert[];
  /** Everything told lately. */
  letters(): Iterable<Pick<LetterState, 'letter'>>;
}

/** As far ahead as the broker tells, and a little more. */
const HOLIDAYS_AHEAD_DAYS = 31;

export async function gatherMorning(sources: ReportSources, signal: AbortSignal): Promise<MorningFacts> {
  const read = await readAccounts(sources, signal, (account, until) =>
    sources.reads.openOrders(account, until),
  );
  const day = dayOf(sources);
  return {
    day,
    holidays: holidaysAfter(day.date, sources.knownDays()),
    ...read,
    service: serviceOf(sources),
    openAlerts: sources.openAlerts(),
  };
}

export async function gatherEvening(sources: ReportSources, signal: AbortSignal): Promise<EveningFacts> {
  const today = kstDate(sources.clock.now());
  const read = await readAccounts(sources, signal, (account, until) =>
    sources.reads.orders(account, { from: today, to: today }, until),
  );
  const midnight = startOfKstDate(today) ?? Number.NaN;
  return {
    day: dayOf(sources),
    ...read,
    kinds: kindsOf(read.accounts, sources),
    service: serviceOf(sources),
    openAlerts: sources.openAlerts(),
    alertsToday: [...sources.letters()].filter(
      ({ letter: { at, about } }) => at >= midnight && about.kind !== 'report' && about.kind !== 'life',
    ).length,
  };
}

function dayOf({ clock, knownDays, alwaysOpen }: ReportSources): DayFacts {
  const at = clock.now();
  const date = kstDate(at);
  const known = knownDays();
  const trading = isTradingDay(date, known);
  const sessions = krxSessions(date);
  return {
    at,
    date,
    market: alwaysOpen ? 'always' : trading === undefined ? 'unknown' : trading ? 'open' : 'closed',
    opensAt: sessions.find(({ session }) => session === 'continuous')?.from ?? at,
    closesAt: sessions.find(({ session }) => session === 'closingAuction')?.to ?? at,
    late: lateOpening(date),
    nextTradingDay: alwaysOpen ? addKstDays(date, 1) : nextTradingDay(date, known),
  };
}

function holidaysAfter(date: string, known: KnownDates): MorningFacts['holidays'] {
  return Array.from({ length: HOLIDAYS_AHEAD_DAYS }, (_, n) => addKstDays(date, n + 1))
    .filter(day => !isWeekend(day) && isTradingDay(day, known) === false)
    .map(day => ({ date: day, name: holidayName(day) }));
}

function serviceOf({ status, tokenStatus }: ReportSources): ServiceFacts {
  const { broker, lines, jobs, platforms, halts, unsettled } = status();
  return {
    lines,
    token: tokenStatus(),
    broker,
    platformsLost: platforms.filter(({ state }) => state === 'lost').map(({ id }) => id),
    jobsTroubled: jobs
      .filter(({ lastResult }) => lastResult === 'failed' || lastResult === 'overdue')
      .map(({ name }) => name),
    halts: halts.length,
    unsettled,
  };
}

function kindsOf(
  accounts: readonly AccountFacts[],
  { kindOf }: ReportSources,
): ReadonlyMap<string, InstrumentKind> {
  const kinds = new Map<string, InstrumentKind>();
  for (const { orders } of accounts) {
    if (orders.kind === 'failed') continue;
    for (const { code } of orders.value.orders) {
      const kind = kindOf(code);
      if (kind !== undefined) kinds.set(code, kind);
    }
  }
  return kinds;
}
