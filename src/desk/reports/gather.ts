import {
  type AccountReads,
  type AccountRef,
  addKstDays,
  asDeskError,
  type Clock,
  type DeskStatus,
  type InstrumentKind,
  kstDate,
  type OpenAlert,
  type OrderList,
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
import { withDeadline } from '../deadline.js';
import type { LetterState } from '../outbox/outbox-port.js';
import type { AccountFacts, DayFacts, EveningFacts, MorningFacts, Part, ServiceFacts } from './facts.js';

/** Where the facts of a report come from. */
export interface ReportSources {
  readonly clock: Clock;
  readonly accounts: readonly AccountRef[];
  readonly reads: Pick<AccountReads, 'balance' | 'orders' | 'openOrders'>;
  /** undefined: not in today's list of issues. */
  kindOf(code: string): InstrumentKind | undefined;
  knownDays(): KnownDates;
  /** The demo's exchange is open at every hour. */
  readonly alwaysOpen: boolean;
  status(): Pick<DeskStatus, 'broker' | 'jobs' | 'platforms' | 'halts' | 'unsettled'>;
  tokenStatus(): TokenStatus;
  /** Alerts that nobody has confirmed, or that reached nobody; oldest first. */
  openAlerts(): readonly OpenAlert[];
  /** Everything told lately. */
  letters(): Iterable<Pick<LetterState, 'letter'>>;
}

/** One read; what is not there by then is said to be missing, and the rest is shown. */
const READ_DEADLINE_MS = 30_000;
/** As far ahead as the broker tells, and a little more. */
const HOLIDAYS_AHEAD_DAYS = 31;

export async function gatherMorning(sources: ReportSources, signal: AbortSignal): Promise<MorningFacts> {
  const accounts = await readAccounts(sources, signal, (account, until) =>
    sources.reads.openOrders(account, until),
  );
  const day = dayOf(sources);
  return {
    day,
    holidays: holidaysAfter(day.date, sources.knownDays()),
    accounts,
    service: serviceOf(sources),
    openAlerts: sources.openAlerts(),
  };
}

export async function gatherEvening(sources: ReportSources, signal: AbortSignal): Promise<EveningFacts> {
  const today = kstDate(sources.clock.now());
  const accounts = await readAccounts(sources, signal, (account, until) =>
    sources.reads.orders(account, { from: today, to: today }, until),
  );
  const midnight = startOfKstDate(today) ?? Number.NaN;
  return {
    day: dayOf(sources),
    accounts,
    kinds: kindsOf(accounts, sources),
    service: serviceOf(sources),
    openAlerts: sources.openAlerts(),
    alertsToday: [...sources.letters()].filter(
      ({ letter: { at, about } }) => at >= midnight && about.kind !== 'report' && about.kind !== 'life',
    ).length,
  };
}

function readAccounts(
  { accounts, reads, clock }: ReportSources,
  signal: AbortSignal,
  listOrders: (account: AccountRef, until: AbortSignal) => Promise<OrderList>,
): Promise<readonly AccountFacts[]> {
  async function part<T>(read: (until: AbortSignal) => Promise<T>): Promise<Part<T>> {
    try {
      const value = await withDeadline(clock, READ_DEADLINE_MS, late =>
        read(AbortSignal.any([signal, late])),
      );
      return { kind: 'read', value };
    } catch (thrown) {
      signal.throwIfAborted();
      return { kind: 'failed', why: asDeskError(thrown).kind };
    }
  }
  return Promise.all(
    accounts.map(async account => {
      const [balance, orders] = await Promise.all([
        part(until => reads.balance(account, until)),
        part(until => listOrders(account, until)),
      ]);
      return { account, balance, orders };
    }),
  );
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
  const { broker, jobs, platforms, halts, unsettled } = status();
  return {
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
