import { Bot } from 'grammy';
import {
  type ChatPlatform,
  type Clock,
  type Command,
  DeskError,
  type Dispatcher,
  type Language,
  type Log,
  type Secret,
} from '../../core/index.js';
import { createTasks, keepConnected, type Session } from '../connection/index.js';
import { forGrammy } from './abort.js';
import { createSpeaker } from './answer.js';
import { telegramFault } from './faults.js';
import { type Received, receive } from './inbound.js';
import { createPoller } from './poll.js';
import { registerMenus } from './register.js';

/** A hung connection is given up after this; a long poll takes up to 30 s of it. */
const CALL_SECONDS = 45;

export interface TelegramOptions {
  readonly token: Secret;
  /** Listed groups; they get the command menu. Who may do what is the dispatcher's to say. */
  readonly chatIds: readonly string[];
  readonly alertChatId?: string | undefined;
  /** Another server than api.telegram.org, without a slash at the end. */
  readonly apiRoot?: string | undefined;
  readonly commands: readonly Command[];
  readonly dispatcher: Dispatcher;
  readonly language: Language;
  readonly clock: Clock;
  readonly log: Log;
}

/** Telegram as a chat platform, by long polling. */
export function createTelegram(options: TelegramOptions): ChatPlatform {
  const { token, alertChatId, apiRoot, dispatcher, language, clock, log } = options;
  const bot = new Bot(token.reveal(), {
    client: { timeoutSeconds: CALL_SECONDS, ...(apiRoot === undefined ? {} : { apiRoot }) },
  });
  const poller = createPoller(bot, clock);
  const stopping = new AbortController();
  const speaker = createSpeaker(bot.api, {
    language,
    clock,
    signal: stopping.signal,
    shown: (card, where) => dispatcher.shown(card, where),
  });
  let tasks = createTasks('telegram', clock, log);

  // An update that nobody foresaw is passed over; thrown further it would be asked for again, for ever.
  const guarded = bot.errorBoundary(({ error }) => {
    log('error', 'telegram.updateSkipped', { message: telegramFault(error, language).message });
  });
  guarded.use(context => {
    const received = receive(context.update, context.me.username, poller.pressedAfter());
    if (received) tasks.run(received.inbound.content.kind, () => answer(received));
  });

  /**
   * A press that could not be acknowledged is not acted on: the person sees it fail and can press again. The
   * acknowledgement is the only word that Telegram would show to the presser alone, and it is spent before the answer is
   * known; so private words come as a message in the chat, kept from being forwarded.
   */
  async function answer({ inbound, origin }: Received): Promise<void> {
    if (origin.callbackId !== undefined) await speaker.acknowledge(origin.callbackId);
    const outcome = await dispatcher.handle(inbound);
    if (outcome.kind !== 'reply') return;
    if (outcome.placement === 'replace' && origin.callbackId !== undefined) {
      await speaker.replace(outcome.reply, origin);
    } else {
      await speaker.send(outcome.reply, { ...origin, replyTo: origin.messageId });
    }
  }

  async function connect(signal: AbortSignal): Promise<Session> {
    const polling = new AbortController();
    const ends = AbortSignal.any([signal, polling.signal]);
    try {
      bot.botInfo = await bot.api.getMe(forGrammy(signal));
      await bot.api.deleteWebhook({}, forGrammy(signal));
      await registerMenus(bot.api, options, signal);
      tasks = createTasks('telegram', clock, log);
      await poller.poll(0, signal);
    } catch (error) {
      throw telegramFault(error, language);
    }
    const polled = poller.pollOn(ends);
    return {
      over: polled.then(error => telegramFault(error, language)),
      async close() {
        polling.abort();
        await polled;
        await tasks.finish();
      },
    };
  }

  const connection = keepConnected({ id: 'telegram', connect, clock, log });
  return {
    id: 'telegram',
    start: connection.start,
    async stop() {
      await connection.stop();
      stopping.abort();
    },
    status: connection.status,
    async push(reply) {
      if (alertChatId === undefined) throw new DeskError('notOffered', 'no alert chat is configured');
      await speaker.send(reply, { chatId: Number(alertChatId), threadId: undefined, replyTo: undefined });
    },
    async rewrite(card, reply) {
      const { state, reason } = connection.status();
      if (state !== 'connected') throw new DeskError('unavailable', reason ?? 'Telegram is not connected');
      await speaker.rewrite(card, reply);
    },
  };
}
