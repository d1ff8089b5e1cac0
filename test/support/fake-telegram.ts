import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Chat, Message, Update, User } from 'grammy/types';
import { callbackBook } from './fake-telegram-callbacks.js';
import { fakeChat, type ShownMessage } from './fake-telegram-chat.js';
import { type Fault, faultBook, leaveUnanswered } from './fake-telegram-faults.js';
import { readBody, reply } from './fake-telegram-http.js';
import { menuBook } from './fake-telegram-menus.js';
import { rateBook } from './fake-telegram-rates.js';
import { checkCall, Refusal } from './fake-telegram-rules.js';
import { updateQueue } from './fake-telegram-updates.js';
import { fakeWebhook } from './fake-telegram-webhook.js';
import { type Plug, plugOf } from './outage.js';
import { recorded } from './platform-calls.js';

export interface TelegramCall {
  readonly method: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface FakeTelegram {
  readonly url: string;
  readonly token: string;
  readonly me: User;
  readonly calls: readonly TelegramCall[];
  readonly shown: readonly ShownMessage[];
  /** Updates that are not confirmed. */
  readonly pending: readonly Update[];
  /** What was refused because the platform forbids it, unless it was asked to fail. */
  readonly violations: string[];
  /** Ids of callbacks that were answered. */
  readonly answered: ReadonlySet<string>;
  /** Long polls now waiting. */
  readonly polls: number;
  /** A person writes; returns the update. `extra` overrides fields of the message. */
  say(text: string, from?: Partial<User>, chat?: Chat, extra?: Partial<Message>): Update;
  /** The person takes no messages of the bot any more. */
  block(userId: number): void;
  /** Takes the whole server off the net, and puts it back. */
  readonly plug: Plug;
  /** What the bot deleted, as `chat/message`. */
  readonly deleted: readonly string[];
  /** A person deletes a message of the bot. */
  remove(card: ShownMessage): void;
  press(card: ShownMessage, data: string, from?: Partial<User>): string;
  /** From now on calls that post or edit are held to the rates that the makers name. */
  enforceRates(): void;
  /** What stands at the webhook's address, as `http://127.0.0.1:1234`. */
  proxy: string;
  /** Delivers once more what the webhook did not take. */
  redeliver(): Promise<void>;
  /** Any update at all. */
  deliver(update: object): Update;
  /** After about a week of silence the next update may have any number. */
  restartIds(id: number): void;
  /** Ends the poll that waits, empty-handed. */
  wake(): void;
  accept(token: string): void;
  fail(fault: Fault): void;
  heal(): void;
  close(): Promise<void>;
}

export const PERSON: User = { id: 7001, is_bot: false, first_name: '민수' };
export const PRIVATE: Chat = { id: 7001, type: 'private', first_name: '민수' };
export const GROUP: Chat = { id: -100_500, type: 'supergroup', title: '가족' };

/** A Bot API server for one bot on loopback, as strict as the real one about what this project sends. */
export async function fakeTelegram(options: { now(): number; token?: string }): Promise<FakeTelegram> {
  const token = options.token ?? '424242:fake-token-of-the-test-bot';
  const me: User = { id: 424242, is_bot: true, first_name: 'desk', username: 'desk_bot' };
  const calls: TelegramCall[] = [];
  const callbacks = callbackBook(options.now);
  const violations: string[] = [];
  const menus = menuBook();
  const rates = rateBook(options.now);
  const updates = updateQueue();
  const faults = faultBook();
  let accepted = token;
  const seconds = () => Math.floor(options.now() / 1000);
  const chat = fakeChat(me, seconds);
  let proxy = 'http://127.0.0.1:1';
  const webhook = fakeWebhook({ queue: updates, seconds, proxy: () => proxy });

  function add(update: object): Update {
    const full = updates.add(update);
    if (webhook.isSet) void webhook.push();
    return full;
  }

  async function run(
    method: string,
    payload: Record<string, unknown>,
    request: IncomingMessage,
  ): Promise<unknown> {
    switch (method) {
      case 'getMe':
        return {
          ...me,
          can_join_groups: true,
          can_read_all_group_messages: false,
          supports_inline_queries: false,
        };
      case 'setWebhook':
        webhook.set(payload);
        void webhook.push();
        return true;
      case 'deleteWebhook':
        return webhook.remove();
      case 'getWebhookInfo':
        return webhook.info();
      case 'setMyCommands':
        return menus.set(payload);
      case 'getMyCommands':
        return menus.get(payload);
      case 'deleteMyCommands':
        return menus.remove(payload);
      case 'getUpdates':
        if (webhook.isSet) {
          throw new Refusal(409, "Conflict: can't use getUpdates method while webhook is active");
        }
        return updates.take(payload, request);
      case 'sendMessage':
        return chat.describe(chat.send('text', payload));
      case 'sendPhoto':
        return chat.describe(chat.send('photo', payload));
      case 'sendDocument':
        return chat.describe(chat.send('document', payload));
      case 'editMessageText':
        return chat.describe(chat.editText(payload));
      case 'deleteMessage':
        return chat.delete(payload);
      case 'answerCallbackQuery':
        callbacks.answer(String(payload['callback_query_id']));
        return true;
      default:
        throw new Refusal(404, 'Not Found: method not found');
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, given = '', method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url ?? '') ?? [];
    const payload = await readBody(request);
    calls.push({ method, payload });
    const fault = faults.next(method);
    if (fault?.answer === 'silence') return;
    if (fault?.answer === 'reset') {
      request.socket.destroy();
      return;
    }
    try {
      if (given !== accepted) throw new Refusal(401, 'Unauthorized');
      if (typeof fault?.answer === 'number') {
        throw new Refusal(fault.answer, fault.description ?? 'made to fail', fault.retryAfter);
      }
      if (/^(?:send|edit)/.test(method)) rates.count(Number(payload['chat_id']));
      checkCall(method, payload);
      const result = await run(method, payload, request);
      if (fault?.answer === 'held') await faults.healed();
      if (fault && fault.answer !== 'held') leaveUnanswered(fault, request, response);
      else reply(response, 200, { ok: true, result });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.isForbidden && !fault) violations.push(`${method}: ${error.message}`);
      const parameters =
        error.retryAfter === undefined ? {} : { parameters: { retry_after: error.retryAfter } };
      reply(response, error.code, {
        ok: false,
        error_code: error.code,
        description: error.message,
        ...parameters,
      });
    }
  }

  const server = createServer(recorded('telegram', (request, response) => void handle(request, response)));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const plug = plugOf(server);

  return {
    url: `http://127.0.0.1:${plug.port}`,
    token,
    me,
    calls,
    shown: chat.shown,
    deleted: chat.deleted,
    violations,
    answered: callbacks.answered,
    get pending() {
      return updates.pending(undefined);
    },
    get polls() {
      return updates.waiting ? 1 : 0;
    },
    enforceRates: rates.enforce,
    get proxy() {
      return proxy;
    },
    set proxy(address) {
      proxy = address;
    },
    redeliver: webhook.push,
    say(text, from = {}, where = PRIVATE, extra = {}) {
      const sender = { ...PERSON, ...from };
      const base = { message_id: chat.nextId(), date: seconds(), chat: where, from: sender, text };
      if (where.type === 'private') menus.meet(where.id);
      return add({ message: { ...base, ...extra } });
    },
    block: chat.block,
    plug,
    remove: chat.remove,
    press(card, data, from = {}) {
      const id = callbacks.add();
      add({
        callback_query: {
          id,
          from: { ...PERSON, ...from },
          chat_instance: '1',
          data,
          message: chat.describe(card),
        },
      });
      return id;
    },
    deliver: add,
    restartIds: updates.restartIds,
    wake: () => updates.wake(),
    accept(next) {
      accepted = next;
      updates.wake(new Refusal(401, 'Unauthorized'));
    },
    fail: fault => {
      faults.add(fault);
      if (fault.method === 'getUpdates') updates.wake();
    },
    heal: faults.clear,
    async close() {
      updates.wake();
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}
