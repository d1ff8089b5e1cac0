import { Client, Events, GatewayIntentBits, type Interaction, Options, type REST } from 'discord.js';
import { type Clock, DeskError, type Language, type Log } from '../../core/index.js';
import type { ReportTrouble, Session } from '../connection/index.js';
import { createCalls } from './calls.js';
import { discordFault, gatewayClosed } from './faults.js';
import { createGateway } from './gateway.js';

const CALL_MS = 10_000;
const LOGIN_MS = 30_000;
/** How long the library may try to resume a dropped connection before we begin anew. */
const RESUME_MS = 60_000;
/** The library holds interactions back until it knows all guilds, which is not needed to answer: do not wait long. */
const GUILDS_MS = 500;

/**
 * Everything that an answer needs comes with the interaction, so nothing is cached, apart from guilds, their channels,
 * roles and overwrites, which the library cannot do without.
 */
const NOTHING_KEPT = {
  ApplicationCommandManager: 0,
  ApplicationEmojiManager: 0,
  AutoModerationRuleManager: 0,
  BaseGuildEmojiManager: 0,
  EntitlementManager: 0,
  GuildBanManager: 0,
  GuildEmojiManager: 0,
  GuildInviteManager: 0,
  GuildMemberManager: 0,
  GuildScheduledEventManager: 0,
  GuildStickerManager: 0,
  MessageManager: 0,
  PresenceManager: 0,
  ReactionManager: 0,
  ReactionUserManager: 0,
  StageInstanceManager: 0,
  ThreadManager: 0,
  ThreadMemberManager: 0,
  UserManager: 0,
  VoiceStateManager: 0,
};

export interface ClientSession extends Session {
  readonly rest: REST;
  readonly applicationId: string;
  onInteraction(take: (interaction: Interaction) => void): void;
  /** Tells every guild that the bot is in, and every one that it comes to be in; some more than once. */
  onGuild(take: (guildId: string) => void): void;
  /**
   * Ends the session for a reason that showed elsewhere. After a call refused with 401 nothing else helps: the library
   * forgets its token and never speaks again.
   */
  fail(error: DeskError): void;
}

/** Logs in and resolves when interactions can arrive; throws DeskError when that fails or takes over 30 s. */
export async function openClient(options: {
  token: string;
  apiBase: string | undefined;
  language: Language;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  report: ReportTrouble;
}): Promise<ClientSession> {
  const { token, apiBase, language, clock, log, signal, report } = options;
  const say = (ko: string, en: string) => (language === 'ko' ? ko : en);
  const closing = new AbortController();
  const calls = createCalls();
  const gateway = createGateway(thrown =>
    log('error', 'discord.unreadable', { fault: thrown instanceof Error ? thrown.name : 'not an error' }),
  );
  const client = new Client({
    // Interactions would come without any; this one tells when somebody adds the bot to a guild.
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    enforceNonce: true,
    makeCache: Options.cacheWithLimits(NOTHING_KEPT),
    waitGuildTimeout: GUILDS_MS,
    ws: gateway.options,
    rest: {
      ...(apiBase === undefined ? {} : { api: apiBase }),
      // Waiting and trying again is decided by `patiently`, on our clock and within bounds.
      retries: 0,
      // The library would count answers to interactions towards Discord's 50 calls a second, which Discord does not.
      globalRequestsPerSecond: Number.POSITIVE_INFINITY,
      rejectOnRateLimit: () => true,
      timeout: CALL_MS,
      makeRequest: calls.makeRequest,
    },
  });

  let connected = false;
  let troubled = false;
  const { promise: over, settle: fail } = settled<DeskError>();
  const resumed = () => {
    connected = true;
    if (troubled && !closing.signal.aborted) report(undefined);
    troubled = false;
  };
  const ready = new Promise<void>(resolve => {
    client.once(Events.ClientReady, () => {
      connected = true;
      resolve();
    });
  });
  client.on(Events.ShardReady, resumed);
  client.on(Events.ShardResume, resumed);
  client.on(Events.ShardDisconnect, ({ code }) => {
    connected = false;
    fail(gatewayClosed(code, language));
  });
  client.on(Events.Invalidated, () => fail(gatewayClosed(4009, language)));
  client.on(Events.ShardReconnecting, () => {
    if (connected) void limitResuming();
    connected = false;
  });
  // Without a listener these would end the process; what they mean arrives through the events above.
  client.on(Events.Error, () => undefined);
  client.on(Events.ShardError, () => undefined);

  async function limitResuming(): Promise<void> {
    troubled = true;
    report(say('디스코드 연결이 끊겨 다시 잇는 중', 'connection to Discord dropped, resuming'));
    await clock.sleep(RESUME_MS, closing.signal).catch(() => undefined);
    if (!connected)
      fail(
        new DeskError('unavailable', say('디스코드에 다시 연결하지 못함', 'could not reconnect to Discord')),
      );
  }

  async function tooLate(given: AbortSignal): Promise<never> {
    await clock.sleep(LOGIN_MS, given);
    throw new DeskError(
      'timeout',
      say('디스코드가 로그인에 답하지 않음', 'Discord does not answer the log-in'),
    );
  }

  async function close(): Promise<void> {
    closing.abort();
    gateway.retire();
    if (connected) await client.destroy();
    calls.abort();
  }

  const waiting = new AbortController();
  const giveUp = () => waiting.abort();
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    await Promise.race([client.login(token).then(() => ready), tooLate(waiting.signal)]);
  } catch (error) {
    await close();
    throw discordFault(error, language);
  } finally {
    signal.removeEventListener('abort', giveUp);
    giveUp();
  }
  return {
    over,
    close,
    fail,
    rest: client.rest,
    applicationId: client.application?.id ?? '',
    onInteraction: take => void client.on(Events.InteractionCreate, take),
    onGuild(take) {
      const takeAll = () => {
        for (const id of client.guilds.cache.keys()) take(id);
      };
      client.on(Events.GuildCreate, ({ id }) => take(id));
      // What a new log-in lists is announced by no event of its own.
      client.on(Events.ShardReady, takeAll);
      takeAll();
    },
  };
}

function settled<T>(): { promise: Promise<T>; settle(value: T): void } {
  let settle: (value: T) => void = () => undefined;
  const promise = new Promise<T>(resolve => {
    settle = resolve;
  });
  return { promise, settle: value => settle(value) };
}
