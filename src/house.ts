import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { COMMANDS } from '../commands/index.js';
import about from '../package.json' with { type: 'json' };
import { openAccounts } from './account-house.js';
import { withAccountLimits } from './account-limits.js';
import { startAlerting } from './alerting.js';
import type { Config } from './config.js';
import {
  type AccountRef,
  asDeskError,
  type BrokerEventSink,
  type ChatPlatform,
  type Clock,
  type Dispatcher,
  type Log,
} from './core/index.js';
import { createDispatcher, createStepUp, createStoreNews, trackUnderWay } from './desk/index.js';
import { deskReads } from './desk-reads.js';
import { type Frontage, startFrontage } from './gateway-house.js';
import { healthOf } from './job-health.js';
import type { KnownSecrets } from './known-secrets.js';
import { countLeftOver } from './left-over-count.js';
import { lifeNews } from './life-news.js';
import { createLineOpener } from './open-line.js';
import { admitPeople } from './people.js';
import { type OpenChats, openConfiguredChats } from './platforms.js';
import { settleConfig } from './settled-config.js';
import { stopTalking } from './stop-talking.js';
import { openStore, startHeartbeat } from './store/index.js';
import { createSymbols, masterDownload } from './symbols/index.js';
import { tapped, tokenNews } from './taps.js';
import { startSafeguards, startTrading } from './trading.js';
import { startUpkeep } from './upkeep.js';

/** Undoes what was started, last first; each step is tried whatever became of the others. */
export type Undo = () => void | Promise<void>;

export interface House {
  readonly dispatcher: Dispatcher;
  /** Resolves when the person at the terminal leaves; undefined where there is no terminal. */
  readonly left: Promise<void> | undefined;
}

export interface Ground {
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
  /** Hears of every token before it can be used. */
  readonly secrets: Pick<KnownSecrets, 'watch' | 'add'>;
  /** Left out: the terminal, Discord and Telegram as far as they are configured. */
  readonly openChats?: OpenChats;
}

/** Wires the rooms together. Whatever was started before a failure is on `undo`. */
export async function openHouse(ground: Ground, undo: Undo[]): Promise<House> {
  const { clock, log, secrets, openChats = openConfiguredChats } = ground;
  const { language, dataDirectory: directory } = ground.config;
  const { version } = about;
  const startedAt = clock.now();

  const storeNews = createStoreNews({ clock, language });
  const opened = await openStore({
    directory,
    key: ground.config.storeKey,
    keyFile: ground.config.storeKeyFile,
    language,
    clock,
    log,
    onRemark: storeNews.onRemark,
  });
  let front: Frontage | undefined;
  const store = {
    ...opened,
    inbox: countLeftOver(opened.inbox),
    intents: tapped(opened.intents, event => front?.gatehouse?.meters.onIntent(event)),
    outbox: tapped(opened.outbox, event => front?.gatehouse?.meters.onOutbox(event)),
  };
  const { lifeLine } = store;
  undo.push(() => store.close());
  undo.push(() => lifeLine.stopped(clock.now()));

  const lines = { store, secrets, clock, log };
  const { config, configured, missing } = await settleConfig(ground.config, {
    clock,
    probe: createLineOpener({ ...lines, config: ground.config }).probe,
    stored: store.accounts.list().accounts,
    undo: step => undo.push(step),
  });
  const { stamp } = config;
  let refs = (): readonly AccountRef[] => configured.map(({ ref }) => ref);
  const platforms: ChatPlatform[] = [];
  const alerting = startAlerting(
    { config, store, clock, log },
    {
      platforms,
      people: () => members.list(),
      accounts: () => refs(),
      announce: news => front?.news.tell(news),
    },
  );
  undo.push(() => alerting.stop());
  const { alerts } = alerting;
  const { tell } = alerts;
  const { members, access } = admitPeople({
    config,
    store,
    tell,
    clock,
    visitors: userId => front?.visitor(userId),
  });
  storeNews.begin(tell);

  const around = { config, store, alerts, clock, log };
  const safeguards = await startSafeguards({ ...around, accounts: () => refs() });
  front = await startFrontage(
    { ...around, members, tell, audit: safeguards.audit },
    { version, status: () => desk.status(), token: () => desk.tokenStatus() },
  );
  const { gatehouse } = front;
  const hearing: BrokerEventSink[] = [safeguards.onBrokerEvent, tokenNews(front.news)];
  if (gatehouse) hearing.push(gatehouse.meters.onBrokerEvent);
  const emit: BrokerEventSink = (event, from) => {
    for (const hear of hearing) hear(event, from);
  };
  const { accounts, brokers } = openAccounts({
    ...{ config, configured, store, tell, emit, clock, log },
    opener: createLineOpener({ ...lines, config }),
    isInUse: account => trade.isInUse(account),
    audit: safeguards.audit,
  });
  undo.push(() => brokers.close());
  refs = () => accounts.list().map(({ ref }) => ref);
  const stepUp = createStepUp({
    ...{ members, clock, language, tell, random: randomBytes },
    store: store.stepUp,
    audit: safeguards.audit,
    policy: config.stepUp,
  });
  const limits = withAccountLimits(config.limits, accounts);
  const symbols = createSymbols({
    download: masterDownload(config.reach.masterUrl),
    cacheFile: join(directory, 'symbols.json'),
    clock,
    log,
  });
  const trade = startTrading(around, safeguards, {
    ...{ brokers, accounts, limits, members, stepUp, symbols, platforms },
  });
  undo.push(() => trade.stop());

  const desk = deskReads({
    ...{ version, brokers, accounts, limits, symbols, platforms, startedAt, config },
    halts: safeguards.halts,
    trade,
    jobs: () => upkeep.jobs.status(),
    alerts: alerts.status,
    disk: () => upkeep.selfCheck.last()?.disk,
    remarks: store.remarks,
  });
  const upkeep = startUpkeep(
    { config, store, alerting, safeguards, clock, log },
    { brokers, accounts, symbols, trade, reads: desk },
  );
  undo.push(() => upkeep.stop());
  hearing.push(upkeep.selfCheck.onBrokerEvent);

  const dispatcher = trackUnderWay(
    createDispatcher({
      commands: COMMANDS,
      access,
      members,
      inbox: store.inbox,
      audit: safeguards.audit,
      auditReads: store.auditReads,
      desk,
      symbols,
      trade,
      halts: safeguards.halts,
      alerts,
      keys: front.keys,
      accounts,
      preferences: store.preferences,
      stepUp,
      activity: store.activity,
      webLink: front.webLink,
      runJob: name => upkeep.jobs.runNow(name),
      clock,
      log,
      language,
      stamp,
      tell,
    }),
  );
  const chats = await openChats(config, {
    dispatcher,
    members,
    version,
    environment: ground.environment,
    changed: alerting.changed,
    clock,
    log,
  });
  platforms.push(...chats.all, ...(gatehouse ? [gatehouse.openChat(dispatcher)] : []));
  undo.push(() => stopTalking(platforms, dispatcher, brokers, clock));
  const heartbeat = startHeartbeat({
    directory,
    version,
    clock,
    log,
    health: () => healthOf(upkeep.jobs.status(), startedAt),
  });
  undo.push(() => heartbeat.stop());

  const life = new AbortController();
  if (gatehouse) {
    const rest = {
      ...{ version, brokers, accounts, stepUp, symbols, desk, dispatcher, trade, platforms },
      audit: safeguards.audit,
    };
    undo.push(await gatehouse.open({ ...rest, isStopping: () => life.signal.aborted }));
  }
  undo.push(() => life.abort());
  const words = lifeNews({
    ...{ config, version, startedAt, lifeLine, inbox: store.inbox, alerts, trade, tell, clock },
  });
  undo.push(() => words.stopping());
  const warn = (event: string) => (thrown: unknown) =>
    log('warn', event, { reason: asDeskError(thrown).message });
  symbols.load(life.signal).catch(warn('symbols not loaded'));
  void safeguards.halts.watch(life.signal);
  void store.apiKeys.watch(life.signal);
  void store.accounts.watch(life.signal);
  // A platform that cannot be reached must not keep anybody waiting, least of all the one who wants to stop.
  Promise.all(platforms.map(platform => platform.start()))
    .then(() => {
      // The terminal does not say so by itself.
      for (const platform of platforms) alerting.changed(platform.status());
      log('info', 'started', { version, stamp, startMs: Math.round(clock.now() - startedAt) });
      if (life.signal.aborted) return undefined;
      words.started(missing);
      // Not before somebody can be told that it failed.
      return upkeep.jobs.runNow('token renewal');
    })
    .catch(warn('start incomplete'));
  return { dispatcher, left: chats.console?.ended };
}
