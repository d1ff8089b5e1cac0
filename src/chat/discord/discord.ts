import { setMaxListeners } from 'node:events';
import {
  type ChatPlatform,
  type Clock,
  type Command,
  DeskError,
  type Dispatcher,
  type Language,
  type Log,
  type PlatformStatus,
  type Secret,
} from '../../core/index.js';
import { createTasks, keepConnected, type ReportTrouble, type Session } from '../connection/index.js';
import { createSpeaker, type Speaker } from './answer.js';
import { openClient } from './client.js';
import { createDelivered } from './delivered.js';
import { publishCommands } from './publish.js';
import { createReception } from './reception.js';
import { commandPayloads } from './register.js';

/** Discord looks for a nonce among the messages "of the past few minutes": the least that this can mean. */
const SAME_NONCE_MS = 120_000;

export interface DiscordOptions {
  readonly token: Secret;
  /** Listed guilds; they get the commands, and every other is left. Who may do what is the dispatcher's to say. */
  readonly guildIds: readonly string[];
  readonly alertChannelId?: string | undefined;
  /** Another server than discord.com, as `http://127.0.0.1:1234/api`. */
  readonly apiBase?: string | undefined;
  readonly commands: readonly Command[];
  readonly dispatcher: Dispatcher;
  /** Called with the status each time that it is another one. */
  changed(status: PlatformStatus): void;
  readonly language: Language;
  readonly clock: Clock;
  readonly log: Log;
}

/** Discord as a chat platform, through the gateway. */
export function createDiscord(options: DiscordOptions): ChatPlatform {
  const { token, guildIds, alertChannelId, dispatcher, language, clock, log } = options;
  const payloads = commandPayloads(options.commands, language);
  let live: Speaker | undefined;
  const isNew = createDelivered(clock);
  const leaving = new Set<string>();
  const ownChannels = new Map<string, string>();

  /** Whoever added the bot to a guild that is not listed is told nothing there. */
  async function leave(guildId: string, speaker: Speaker): Promise<void> {
    if (leaving.has(guildId)) return;
    leaving.add(guildId);
    try {
      await speaker.leave(guildId);
      log('warn', 'discord.left', { guild: guildId });
    } finally {
      leaving.delete(guildId);
    }
  }

  async function connect(signal: AbortSignal, report: ReportTrouble): Promise<Session> {
    const { apiBase } = options;
    const client = await openClient({ token: token.reveal(), apiBase, language, clock, log, signal, report });
    const { rest, applicationId } = client;
    const tasks = createTasks('discord', clock, log);
    const speaking = new AbortController();
    // As many may wait for another try as there are people to answer.
    setMaxListeners(0, speaking.signal);
    const using = { rest, applicationId, language, clock, log, signal: speaking.signal };
    const speaker = createSpeaker({
      ...using,
      ownChannels,
      shown: (card, where) => dispatcher.shown(card, where),
      tokenRefused: client.fail,
    });
    live = speaker;
    const reception = createReception({ dispatcher, speaker, tasks, isNew, clock, log });
    client.onInteraction(reception.take);
    for (const inbound of dispatcher.leftOver('discord')) reception.resume(inbound);
    client.onGuild(guildId => {
      if (!guildIds.includes(guildId)) tasks.run('leave', () => leave(guildId, speaker));
    });
    const stopPublishing = () => speaking.abort();
    signal.addEventListener('abort', stopPublishing, { once: true });
    for (const guildId of guildIds) {
      const error = await publishCommands(payloads, guildId, using);
      if (error?.kind === 'credentials') client.fail(error);
    }
    signal.removeEventListener('abort', stopPublishing);
    return {
      over: client.over,
      async close() {
        live = undefined;
        await tasks.finish();
        speaking.abort();
        await client.close();
      },
    };
  }

  const connection = keepConnected({ id: 'discord', connect, changed: options.changed, clock, log });

  function connected(): Speaker {
    if (live) return live;
    const why = connection.status().reason ?? 'Discord is not connected';
    throw new DeskError('unavailable', why, { posted: 'no' });
  }

  return {
    id: 'discord',
    start: connection.start,
    stop: connection.stop,
    status: connection.status,
    alertPlace: alertChannelId,
    sameKeyMs: SAME_NONCE_MS,
    post: async (to, reply, how) => connected().post(to, reply, how),
    rewrite: async (card, reply) => connected().rewrite(card, reply),
  };
}
