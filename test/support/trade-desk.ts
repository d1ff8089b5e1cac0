import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { COMMANDS } from '../../commands/index.js';
import { createKis } from '../../src/brokers/kis/index.js';
import type { Config, KisConfig } from '../../src/config.js';
import type {
  AccountRef,
  Broker,
  Clock,
  Dispatcher,
  IntentEvent,
  Log,
  LogFields,
  Trading,
} from '../../src/core/index.js';
import {
  createAccess,
  createAlerts,
  createDispatcher,
  type Halts,
  type ListedPerson,
  type TradeDesk,
  trackUnderWay,
} from '../../src/desk/index.js';
import { deskReads } from '../../src/desk-reads.js';
import { startJobs } from '../../src/jobs/index.js';
import { openStore } from '../../src/store/index.js';
import { createSymbols, masterDownload } from '../../src/symbols/index.js';
import { startSafeguards, startTrading } from '../../src/trading.js';
import type { TradeScreen } from './trade-screen.js';

/** One run of the desk. */
export interface RunningDesk {
  readonly broker: Broker;
  readonly dispatcher: Dispatcher;
  readonly trade: TradeDesk;
  readonly halts: Halts;
  stop(): Promise<void>;
}

/** Wires the parts together as the program does, without its platforms, its jobs and its watch for the HALT file. */
export async function openTradeDesk(options: {
  readonly config: Config;
  readonly kis: KisConfig;
  readonly people: readonly ListedPerson[];
  readonly clock: Clock;
  readonly screen: TradeScreen;
  /** The account of everybody. */
  account(): AccountRef;
  beforeSend(): Promise<void>;
  journalled(events: readonly IntentEvent[]): void;
  /** An error was logged. */
  trouble(event: string, fields: LogFields): void;
}): Promise<RunningDesk> {
  const { config, kis, clock, screen } = options;
  const { language, stamp } = config;
  const { platforms } = screen;
  const log: Log = (level, event, fields = {}) => {
    if (level === 'error') options.trouble(event, fields);
  };
  const { storeKey: key, storeKeyFile: keyFile, dataDirectory: directory } = config;
  const opened = await openStore({ directory, key, keyFile, language, clock, log });
  const { intents } = opened;
  const store = {
    ...opened,
    intents: {
      ...intents,
      append(...events: readonly IntentEvent[]) {
        options.journalled(events);
        return intents.append(...events);
      },
    },
  };

  const alerts = createAlerts({ platforms, clock, log, language, stamp, random: randomBytes });
  const around = { config, store, alerts, clock, log };
  const safeguards = await startSafeguards(around);
  const { halts, audit, onBrokerEvent: emit } = safeguards;
  const kisBroker = createKis({ environment: kis, vault: store.vault, clock, log, emit });
  const broker = { ...kisBroker, trading: announced(kisBroker.trading, options.beforeSend) };
  const symbols = createSymbols({
    download: masterDownload(kis.masterUrl),
    cacheFile: join(directory, 'symbols.json'),
    clock,
    log,
  });
  await symbols.load();
  const trade = startTrading(around, safeguards, { broker, kis, symbols, platforms });
  const jobs = startJobs([], { clock, log, timezone: 'Asia/Seoul' });
  const reads = deskReads({
    version: 'test',
    broker,
    symbols,
    kis,
    jobs,
    platforms,
    startedAt: clock.now(),
    config,
    halts,
    trade,
    remarks: store.remarks,
  });
  const dispatcher = trackUnderWay(
    createDispatcher({
      commands: COMMANDS,
      access: createAccess({
        people: options.people,
        places: { discord: ['500'], telegram: ['-100500'] },
        operator: undefined,
      }),
      seen: store.seen,
      audit,
      auditReads: store.auditReads,
      desk: { ...reads, accountsOf: () => [options.account()] },
      trade,
      halts,
      clock,
      log,
      language,
      stamp,
      tellOwner: alerts.tell,
    }),
  );

  return {
    broker,
    dispatcher,
    trade,
    halts,
    async stop() {
      broker.close();
      await dispatcher.settled();
      jobs.stop();
      await trade.stop();
      await alerts.settled();
      await store.close();
    },
  };
}

/** The port as it is, with somebody who is told right before an order leaves. */
function announced({ prepare, place, amend, cancel }: Trading, tell: () => Promise<void>): Trading {
  return {
    prepare,
    place: async (order, signal) => tell().then(() => place(order, signal)),
    amend: async (request, signal) => tell().then(() => amend(request, signal)),
    cancel: async (request, signal) => tell().then(() => cancel(request, signal)),
  };
}
