import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { COMMANDS } from '../../commands/index.js';
import { createKis } from '../../src/brokers/kis/index.js';
import type { Config, KisConfig } from '../../src/config.js';
import {
  type AccountRef,
  type AuditReads,
  type AuditTrail,
  type Broker,
  type Clock,
  DeskError,
  type Dispatcher,
  type Executions,
  type IntentEvent,
  type Log,
  type LogFields,
  type OnceStore,
  type Tell,
  type Trading,
} from '../../src/core/index.js';
import {
  type AccessRules,
  createAccess,
  createDispatcher,
  createKeys,
  createMembers,
  type Halts,
  type Keys,
  type Members,
  type TradeDesk,
  trackUnderWay,
} from '../../src/desk/index.js';
import { deskReads } from '../../src/desk-reads.js';
import { openStore } from '../../src/store/index.js';
import { createSymbols, masterDownload } from '../../src/symbols/index.js';
import { startSafeguards, startTrading } from '../../src/trading.js';
import { memoryAlerts } from './memory-alerts.js';
import { type MemoryKeys, memoryKeys } from './memory-keys.js';
import { type ListedPerson, memberOf } from './memory-members.js';
import type { TradeScreen } from './trade-screen.js';

/** One run of the desk. */
export interface RunningDesk {
  readonly broker: Broker;
  readonly dispatcher: Dispatcher;
  readonly members: Members;
  readonly trade: TradeDesk;
  readonly halts: Halts;
  readonly keys: Keys;
  readonly once: OnceStore;
  readonly audit: AuditTrail;
  readonly auditReads: AuditReads;
  stop(): Promise<void>;
}

/**
 * Wires the parts together as the program does, without its platforms, its jobs, the care of its alerts and its watch for
 * the HALT file.
 */
export async function openTradeDesk(options: {
  readonly config: Config;
  readonly kis: KisConfig;
  /** In the store from the first run on. */
  readonly people: readonly ListedPerson[];
  /** Whoever sits at the terminal; left out, nobody does. */
  readonly operator?: { readonly name: string };
  /** Left out: one guild and one group. */
  readonly places?: AccessRules['places'];
  readonly clock: Clock;
  readonly screen: Pick<TradeScreen, 'platforms'>;
  /** Keys of programs, over all runs; left out, there are none. */
  readonly keyStore?: MemoryKeys;
  /** What the desk says unasked; left out, nobody listens. */
  readonly tell?: Tell;
  /** In the place of the venue's own notices. */
  readonly executions?: Executions;
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

  const tell: Tell = options.tell ?? (() => undefined);
  const alerts = { tell, onEvent: () => undefined };
  const around = { config, store, alerts, clock, log };
  const safeguards = await startSafeguards(around);
  const { halts, audit, onBrokerEvent: emit } = safeguards;
  const kisBroker = createKis({ environment: kis, vault: store.vault, clock, log, emit });
  const broker = {
    ...kisBroker,
    trading: announced(kisBroker.trading, options.beforeSend),
    executions: options.executions ?? kisBroker.executions,
  };
  const symbols = createSymbols({
    download: masterDownload(kis.masterUrl),
    cacheFile: join(directory, 'symbols.json'),
    clock,
    log,
  });
  await symbols.load();
  const trade = startTrading(around, safeguards, { broker, kis, symbols, platforms });
  const reads = deskReads({
    version: 'test',
    broker,
    symbols,
    kis,
    jobs: () => [],
    alerts: () => ({ waiting: 0, oldestAt: undefined, nobody: 0, unacknowledged: 0 }),
    disk: () => undefined,
    platforms,
    startedAt: clock.now(),
    config,
    halts,
    trade,
    remarks: store.remarks,
  });
  if (store.members.list().length === 0) {
    await store.members.update(() => options.people.map(person => memberOf(person)));
  }
  const members = createMembers({
    store: store.members,
    admins: [],
    operator: options.operator?.name,
    clock,
    language,
    random: randomBytes,
    tell,
  });
  const keys = createKeys({
    store: options.keyStore ?? memoryKeys(),
    configured: [],
    members,
    stamp,
    clock,
    random: randomBytes,
    language,
    tell,
  });
  const dispatcher = trackUnderWay(
    createDispatcher({
      commands: COMMANDS,
      access: createAccess({
        members,
        visitors: userId => keys.principalOf(userId.replace('key:', '')),
        places: options.places ?? { discord: ['500'], telegram: ['-100500'] },
      }),
      members,
      inbox: store.inbox,
      audit,
      auditReads: store.auditReads,
      desk: {
        ...reads,
        accountsOf: who => reads.accountsOf(who).map(() => options.account()),
        allAccounts: () => [options.account()],
      },
      symbols,
      trade,
      halts,
      clock,
      log,
      language,
      stamp,
      tell,
      alerts: memoryAlerts(),
      keys,
      webLink: () => {
        throw new DeskError('notOffered', 'no gateway');
      },
      runJob: async () => 'ok',
    }),
  );

  return {
    broker,
    dispatcher,
    members,
    trade,
    halts,
    keys,
    once: store.once,
    audit,
    auditReads: store.auditReads,
    async stop() {
      broker.close();
      await dispatcher.settled();
      await trade.stop();
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
