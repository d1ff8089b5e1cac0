import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { COMMANDS } from '../commands/index.js';
import about from '../package.json' with { type: 'json' };
import { createKis } from './brokers/kis/index.js';
import type { ConsoleChat } from './chat/console/index.js';
import { type Config, type KisConfig, readConfig } from './config.js';
import { asDeskError, type Broker, type ChatPlatform, type Log, systemClock } from './core/index.js';
import { startDemo } from './demo.js';
import {
  createAlerts,
  createDispatcher,
  createPlatformNews,
  type TrackedDispatcher,
  trackUnderWay,
} from './desk/index.js';
import { deskReads } from './desk-reads.js';
import { declareJobs } from './job-list.js';
import { startJobs } from './jobs/index.js';
import { createLog } from './log.js';
import { admitPeople } from './people.js';
import { consoleChatOf, remotePlatforms } from './platforms.js';
import { crashGuard, describeFaults, EXIT, sharesTerminal, stopSignal } from './process.js';
import { openStore, storageAdvice } from './store/index.js';
import { createSymbols, masterDownload } from './symbols/index.js';
import { startSafeguards, startTrading } from './trading.js';

/** How long a stop waits for commands under way, ms. */
const STOP_GRACE_MS = 3_000;

type Environment = Readonly<Record<string, string | undefined>>;

/** Undoes what was started, last first; each step is tried whatever became of the others. */
type Undo = () => void | Promise<void>;

/** The whole life of the program: configuration, start, until it is asked to stop, stop. Sets the exit code. */
export async function runProgram(environment: Environment): Promise<void> {
  const read = readConfig(environment);
  if (!read.ok) {
    process.stderr.write(describeFaults(read.faults));
    process.exitCode = EXIT.config;
    return;
  }
  const log = createLog(read.config.logLevel ?? (read.config.console && sharesTerminal() ? 'error' : 'info'));
  crashGuard(log);
  const undo: Undo[] = [];
  const stopAsked = stopSignal(log);
  try {
    const consoleChat = await start(read.config, environment, log, undo);
    await Promise.race([stopAsked, ...(consoleChat ? [consoleChat.ended] : [])]);
  } catch (thrown) {
    const error = asDeskError(thrown);
    log('error', 'failed to start', {
      kind: error.kind,
      problem: error.detail['problem'],
      reason: error.message,
    });
    const advice = storageAdvice(error);
    process.stderr.write(`kis-chatops: ${advice ? `${advice.ko} / ${advice.en}` : error.message}\n`);
    process.exitCode = error.detail['problem'] === 'locked' ? EXIT.held : EXIT.failed;
  }
  for (const step of undo.reverse()) {
    await Promise.resolve(step()).catch((thrown: unknown) =>
      log('warn', 'stop step failed', { reason: asDeskError(thrown).message }),
    );
  }
  log('info', 'stopped');
}

/** Wires the rooms together. Whatever was started before a failure is on `undo`. */
async function start(
  config: Config,
  environment: Environment,
  log: Log,
  undo: Undo[],
): Promise<ConsoleChat | undefined> {
  const clock = systemClock;
  const startedAt = clock.now();
  const { language, stamp } = config;
  for (const name of config.unknownNames) log('warn', 'unknown variable', { name });

  const store = await openStore({
    directory: config.dataDirectory,
    key: config.storeKey,
    keyFile: config.storeKeyFile,
    language,
    clock,
    log,
  });
  undo.push(() => store.close());

  const kis = config.kis ?? (await demoExchange(config, undo));
  const platforms: ChatPlatform[] = [];
  const alerts = createAlerts({ platforms, clock, log, language, stamp, random: randomBytes });
  undo.push(() => alerts.settled());
  const around = { config, store, alerts, clock, log };
  const safeguards = await startSafeguards(around);
  const emit = safeguards.onBrokerEvent;
  const broker = createKis({ environment: kis, vault: store.vault, clock, log, emit });
  undo.push(() => broker.close());
  const symbols = createSymbols({
    download: masterDownload(kis.masterUrl),
    cacheFile: join(config.dataDirectory, 'symbols.json'),
    clock,
    log,
  });

  const trade = startTrading(around, safeguards, { broker, kis, symbols, platforms });
  undo.push(() => trade.stop());

  const jobs = startJobs(declareJobs({ broker, symbols, store, safeguards }), {
    clock,
    log,
    timezone: 'Asia/Seoul',
  });
  undo.push(() => jobs.stop());

  const desk = deskReads({
    version: about.version,
    broker,
    symbols,
    kis,
    jobs,
    platforms,
    startedAt,
    config,
    halts: safeguards.halts,
    trade,
    remarks: () => [...store.remarks(), ...alerts.remarks()],
  });
  const { members, access } = admitPeople(around);
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
      clock,
      log,
      language,
      stamp,
      tellOwner: alerts.tell,
    }),
  );

  const consoleChat = config.console
    ? consoleChatOf({ language, version: about.version, dispatcher, environment })
    : undefined;
  if (consoleChat) platforms.push(consoleChat);
  const news = createPlatformNews({ clock, language, stamp, random: randomBytes, tell: alerts.tell });
  undo.push(() => news.stop());
  platforms.push(...(await remotePlatforms(config, { dispatcher, members, news, log })));
  undo.push(() => stopTalking(platforms, dispatcher, broker));

  const life = new AbortController();
  undo.push(() => life.abort());
  const warn = (event: string) => (thrown: unknown) =>
    log('warn', event, { reason: asDeskError(thrown).message });
  symbols.load(life.signal).catch(warn('symbols not loaded'));
  // A platform that cannot be reached must not keep anybody waiting, least of all the one who wants to stop.
  const connected = Promise.all(platforms.map(platform => platform.start()));
  void safeguards.halts.watch(life.signal, connected);
  connected
    .then(() => {
      log('info', 'started', { version: about.version, stamp, startMs: Math.round(clock.now() - startedAt) });
      // Not before somebody can be told that it failed.
      return life.signal.aborted ? undefined : jobs.runNow('token renewal');
    })
    .catch(warn('start incomplete'));
  return consoleChat;
}

/** Nothing new is taken in; what is under way may finish for a moment, then its calls are cut off and it says so. */
async function stopTalking(
  platforms: readonly ChatPlatform[],
  dispatcher: TrackedDispatcher,
  broker: Broker,
): Promise<void> {
  const stopped = Promise.allSettled(platforms.map(platform => platform.stop())).then(() =>
    dispatcher.settled(),
  );
  const grace = new AbortController();
  const over = systemClock.sleep(STOP_GRACE_MS, grace.signal).then(
    () => broker.close(),
    () => undefined,
  );
  await stopped;
  grace.abort();
  await over;
}

async function demoExchange(config: Config, undo: Undo[]): Promise<KisConfig> {
  const demo = await startDemo(config.dataDirectory, config.language);
  undo.push(() => demo.stop());
  return demo.kis;
}
