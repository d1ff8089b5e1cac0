import { Api } from 'grammy';
import type { Update } from 'grammy/types';
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
import { forGrammy } from './abort.js';
import { createSpeaker } from './answer.js';
import { telegramFault } from './faults.js';
import { createForms } from './forms.js';
import { createHandling } from './handling.js';
import { receive } from './inbound.js';
import { createPoller } from './poll.js';
import { createMenus } from './register.js';
import { openWebhook } from './webhook.js';
import type { WebhookOptions } from './webhook-server.js';

/** A hung connection is given up after this; a long poll takes up to 30 s of it. */
const CALL_SECONDS = 45;

export interface TelegramOptions {
  readonly token: Secret;
  /** Listed groups; they get the command menu. Who may do what is the dispatcher's to say. */
  readonly chatIds: readonly string[];
  /** The members' own chats with the bot, as of now; they get the menu too. On Telegram such a chat has its person's id. */
  memberChats(): readonly string[];
  readonly alertChatId?: string | undefined;
  /** Another server than api.telegram.org, without a slash at the end. */
  readonly apiRoot?: string | undefined;
  /** Telegram calls us; without it we ask, by long polling. */
  readonly webhook?: WebhookOptions | undefined;
  readonly commands: readonly Command[];
  readonly dispatcher: Dispatcher;
  /** Called with the status each time that it is another one. */
  changed(status: PlatformStatus): void;
  readonly language: Language;
  readonly clock: Clock;
  readonly log: Log;
}

/** What has to be done with an update; `taken` as for `Handling.answer`. */
type Work = (taken: () => void) => Promise<void>;

/** Telegram as a chat platform. */
export function createTelegram(options: TelegramOptions): ChatPlatform {
  const { token, alertChatId, apiRoot, webhook, dispatcher, language, clock, log } = options;
  const api = new Api(token.reveal(), {
    timeoutSeconds: CALL_SECONDS,
    ...(apiRoot === undefined ? {} : { apiRoot }),
  });
  const stopping = new AbortController();
  const speaker = createSpeaker(api, {
    language,
    clock,
    log,
    signal: stopping.signal,
    shown: (card, where) => dispatcher.shown(card, where),
  });
  const forms = createForms(clock);
  const handling = createHandling({ dispatcher, speaker, forms, language, log });
  const menus = createMenus({ ...options, api });
  const poller = createPoller(api, take, clock);
  let tasks = createTasks('telegram', clock, log);
  let botName = '';

  /** What has to be done with an update, or undefined. One that nobody foresaw is passed over, not asked for for ever. */
  function workFor(update: Update, pressedAfter: number): Work | undefined {
    try {
      const pending = update.message && forms.pending(update.message);
      if (pending) {
        return async taken => {
          await pending;
          await workFor(update, pressedAfter)?.(taken);
        };
      }
      const reply = update.message && forms.claim(update.message);
      if (reply) return taken => handling.answerForm(reply, taken);
      const received = receive(update, botName, pressedAfter);
      return received && (taken => handling.answer(received, taken));
    } catch (error) {
      log('error', 'telegram.updateSkipped', { message: telegramFault(error, language).message });
      return undefined;
    }
  }

  /** As `TakeUpdate` promises. */
  async function take(update: Update, pressedAfter: number): Promise<boolean> {
    const work = workFor(update, pressedAfter);
    if (!work) return true;
    return new Promise(resolve => {
      let isBegun = false;
      tasks.run(update.message ? 'message' : 'press', async () => {
        isBegun = true;
        // Over is over, whichever way: what could not be answered now would not be the next time.
        await work(() => resolve(true)).finally(() => resolve(true));
        const chat = update.message?.chat.id ?? update.callback_query?.from.id;
        void menus.refresh(stopping.signal, String(chat));
      });
      if (!isBegun) resolve(false);
    });
  }

  async function connect(signal: AbortSignal, report: ReportTrouble): Promise<Session> {
    const receiving = new AbortController();
    const ends = AbortSignal.any([signal, receiving.signal]);
    try {
      botName = (await api.getMe(forGrammy(signal))).username;
      tasks = createTasks('telegram', clock, log);
      const session = webhook ? await beCalled(webhook, report, ends) : await ask(ends);
      menus.forget();
      void menus.refresh(ends);
      return {
        over: session.over,
        async close() {
          receiving.abort();
          await session.over;
          const done = tasks.finish();
          await Promise.all([done, session.close(done)]);
        },
      };
    } catch (error) {
      throw telegramFault(error, language);
    }
  }

  /** How updates come in. `close` gets what is still under way. */
  interface Intake {
    readonly over: Promise<DeskError>;
    close(underWay: Promise<void>): Promise<void>;
  }

  async function ask(signal: AbortSignal): Promise<Intake> {
    await api.deleteWebhook({}, forGrammy(signal));
    resumeLeftOver();
    await poller.poll(0, signal);
    return {
      over: poller.pollOn(signal).then(error => telegramFault(error, language)),
      close: () => Promise.resolve(),
    };
  }

  async function beCalled(hook: WebhookOptions, report: ReportTrouble, signal: AbortSignal): Promise<Intake> {
    const opened = await openWebhook({ api, webhook: hook, take, language, clock, signal });
    resumeLeftOver();
    return { over: opened.watch(report, signal), close: opened.close };
  }

  /** Before anything new, so that they keep their order as far as they can. */
  function resumeLeftOver(): void {
    for (const inbound of dispatcher.leftOver('telegram'))
      tasks.run('left over', () => handling.resume(inbound));
  }

  const { changed } = options;
  const connection = keepConnected({ id: 'telegram', connect, changed, clock, log });
  return {
    id: 'telegram',
    start: connection.start,
    async stop() {
      await connection.stop();
      stopping.abort();
    },
    status: connection.status,
    alertPlace: alertChatId,
    // Telegram knows no keys: whoever sends twice has sent twice.
    sameKeyMs: 0,
    // Messages may get through although updates do not come in, so the state of the connection is not asked.
    post: speaker.post,
    async rewrite(card, reply) {
      const { state, reason } = connection.status();
      if (state !== 'connected') throw new DeskError('unavailable', reason ?? 'Telegram is not connected');
      await speaker.rewrite(card, reply);
    },
  };
}
