import { oneOfEach } from './account-house.js';
import type { Alerting } from './alerting.js';
import type { Config } from './config.js';
import type { AccountList, AccountReads, Brokers, Clock, DeskReads, Log } from './core/index.js';
import {
  createJobNotices,
  createReports,
  createSelfCheck,
  refreshCalendar,
  type SelfCheck,
  type TradeDesk,
} from './desk/index.js';
import { declareJobs } from './job-list.js';
import { type Jobs, startJobs } from './jobs/index.js';
import { isTradingDay, krxSession } from './market/index.js';
import type { Store } from './store/index.js';
import type { Symbols } from './symbols/index.js';
import type { Safeguards } from './trading.js';
import { watchVitals } from './vitals.js';

const ALIVE_EVERY_MS = 60_000;

export interface Upkeep {
  readonly jobs: Jobs;
  readonly selfCheck: SelfCheck;
  stop(): void;
}

/** What the service does for itself: its jobs, its look at the machine, and the note that it is alive. */
export function startUpkeep(
  around: {
    readonly config: Config;
    readonly store: Store;
    readonly alerting: Alerting;
    readonly safeguards: Safeguards;
    readonly clock: Clock;
    readonly log: Log;
  },
  of: {
    readonly brokers: Brokers;
    readonly accounts: AccountList;
    readonly symbols: Symbols;
    readonly trade: Pick<TradeDesk, 'settle'>;
    readonly reads: Pick<DeskReads, 'status' | 'tokenStatus'>;
  },
): Upkeep {
  const { config, store, safeguards, clock, log } = around;
  const { alerts, outbox } = around.alerting;
  const { brokers, accounts, symbols, trade, reads } = of;
  const {
    language,
    reach: { alwaysOpen },
  } = config;
  const { status, tokenStatus } = reads;
  const { tell } = alerts;
  const vitals = watchVitals();
  const knownDays = () => store.knownDays.all();
  const selfCheck = createSelfCheck({
    clock,
    language,
    tell,
    diskRoom: store.diskRoom,
    vitals: vitals.read,
    status,
    market: brokers.market,
  });
  const reports = createReports({
    clock,
    language,
    tell,
    accounts: () => accounts.list().map(({ ref }) => ref),
    reads: plainReads(brokers),
    kindOf: code => symbols.byCode(code)?.kind,
    knownDays,
    alwaysOpen,
    status,
    tokenStatus,
    openAlerts: alerts.open,
    letters: outbox.letters,
  });
  const declared = declareJobs({
    renewToken: signal => brokers.renewDue(signal),
    settleOrders: trade.settle,
    refreshSymbols: () => symbols.refresh(),
    refreshCalendar: async signal =>
      refreshCalendar(
        {
          markets: await Promise.all(
            oneOfEach(accounts).map(async account => (await brokers.ready(account)).market),
          ),
          days: store.knownDays,
          clock,
        },
        signal,
      ),
    morningBrief: reports.morningBrief,
    dailyReport: reports.dailyReport,
    async checkAudit(signal) {
      const verdict = await store.auditReads.verify(signal);
      if (verdict.kind === 'broken') safeguards.autoHalt.note({ kind: 'auditBroken', about: verdict.file });
    },
    tidy: store.tidy,
    checkSelf: selfCheck.look,
    isOpen: () => alwaysOpen || krxSession(clock.now(), knownDays()) !== 'closed',
  });
  const jobs = startJobs(declared, {
    clock,
    log,
    timezone: 'Asia/Seoul',
    runs: store.jobRuns,
    lastSeenAt: store.lifeLine.before?.lastSeenAt,
    isTradingDay: date => isTradingDay(date, knownDays()),
    onResult: createJobNotices({ tell, clock, language }).onResult,
  });
  const life = new AbortController();
  void noteAlive(store, clock, life.signal);
  return {
    jobs,
    selfCheck,
    stop() {
      life.abort();
      jobs.stop();
      vitals.stop();
    },
  };
}

async function noteAlive({ lifeLine }: Store, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await lifeLine.seen(clock.now());
    // Rejects only when it is over.
    await clock.sleep(ALIVE_EVERY_MS, signal).catch(() => undefined);
  }
}

/** Of any account, without listening to its fills from then on as `brokers.accounts` does. */
function plainReads(brokers: Brokers): Pick<AccountReads, 'balance' | 'orders' | 'openOrders'> {
  return {
    balance: async (account, signal) => (await brokers.ready(account)).accounts.balance(account, signal),
    orders: async (account, range, signal) =>
      (await brokers.ready(account)).accounts.orders(account, range, signal),
    openOrders: async (account, signal) =>
      (await brokers.ready(account)).accounts.openOrders(account, signal),
  };
}
