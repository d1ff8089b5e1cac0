import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { COMMANDS } from '../../commands/index.js';
import { createBrokerPool } from '../../src/broker-pool.js';
import type { Config } from '../../src/config.js';
import {
  type AccountRef,
  type AuditReads,
  type AuditTrail,
  type Broker,
  type Brokers,
  type Clock,
  DeskError,
  type Dispatcher,
  type Executions,
  type IntentEvent,
  type Log,
  type LogFields,
  type OnceStore,
  type StepUpStore,
  type Tell,
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
import { createStepUp } from '../../src/desk/step-up/step-up.js';
import { deskReads } from '../../src/desk-reads.js';
import { openStore } from '../../src/store/index.js';
import { createSymbols, masterDownload } from '../../src/symbols/index.js';
import { startSafeguards, startTrading } from '../../src/trading.js';
import { givenAccounts } from './given-accounts.js';
import { memoryAlerts } from './memory-alerts.js';
import { type MemoryKeys, memoryKeys } from './memory-keys.js';
import { type ListedPerson, memberOf } from './memory-members.js';
import { notingActivity } from './memory-preferences.js';
import { memoryStepUp } from './memory-step-up.js';
import { announced, anyAccount, type TradeLines } from './trade-lines.js';
import type { TradeScreen } from './trade-screen.js';

/** One run of the desk. */
export interface RunningDesk {
  /** Of the account that everybody uses now. */
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
  readonly lines: TradeLines;
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
  /** Who has a second factor; left out, nobody. */
  readonly factors?: StepUpStore;
  /** The account of everybody. */
  account(): AccountRef;
  beforeSend(): Promise<void>;
  journalled(events: readonly IntentEvent[]): void;
  /** An error was logged. */
  trouble(event: string, fields: LogFields): void;
}): Promise<RunningDesk> {
  const { config, lines, clock, screen } = options;
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
  const safeguards = await startSafeguards({ ...around, accounts: () => [options.account()] });
  const { halts, audit, onBrokerEvent: emit } = safeguards;
  const accounts = anyAccount(options.account);
  const pool = createBrokerPool({
    prepare: async () => {},
    onForeign: () => undefined,
    accounts,
    keysAt: () => 0,
    open: lines.begin({ vault: store.vault, clock, log }),
    emit,
    clock,
    log,
  });
  const brokers: Brokers = {
    ...pool,
    trading: announced(pool.trading, options.beforeSend),
    executions: options.executions ?? pool.executions,
  };
  const symbols = createSymbols({
    download: masterDownload(config.reach.masterUrl),
    cacheFile: join(directory, 'symbols.json'),
    clock,
    log,
  });
  await symbols.load();
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
  const stepUp = createStepUp({
    store: options.factors ?? memoryStepUp(),
    members,
    clock,
    language,
    tell,
    audit,
    random: randomBytes,
    policy: config.stepUp,
  });
  const trade = startTrading(around, safeguards, {
    ...{ brokers, accounts, members, stepUp, symbols, platforms },
    limits: config.limits,
  });
  const reads = deskReads({
    version: 'test',
    brokers,
    accounts,
    limits: config.limits,
    symbols,
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
      desk: reads,
      accounts: givenAccounts(reads),
      preferences: store.preferences,
      stepUp,
      activity: notingActivity(),
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
    get broker() {
      return pool.of(options.account());
    },
    dispatcher,
    members,
    trade,
    halts,
    keys,
    once: store.once,
    audit,
    auditReads: store.auditReads,
    async stop() {
      pool.close();
      await dispatcher.settled();
      await trade.stop();
      await store.close();
    },
  };
}
