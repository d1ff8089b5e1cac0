import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Chat, Message, Update, User } from 'grammy/types';
import { fakeChat, type ShownMessage } from './fake-telegram-chat.js';
import { readBody, reply } from './fake-telegram-http.js';
import { checkCommands, Refusal } from './fake-telegram-rules.js';
import { updateQueue } from './fake-telegram-updates.js';

export interface TelegramCall {
  readonly method: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface Fault {
  readonly method: string;
  /** An HTTP status with the Bot API's usual description, or a connection that is cut before the answer. */
  readonly answer: number | 'reset';
  readonly description?: string;
  readonly retryAfter?: number;
  /** How many calls fail; until `heal()` when left out. */
  readonly times?: number;
}

export interface FakeTelegram {
  readonly url: string;
  readonly token: string;
  readonly me: User;
  readonly calls: readonly TelegramCall[];
  readonly shown: readonly ShownMessage[];
  /** Ids of callbacks that were answered. */
  readonly answered: ReadonlySet<string>;
  /** Long polls now waiting. */
  readonly polls: number;
  /** A person writes; returns the update. `extra` overrides fields of the message. */
  say(text: string, from?: Partial<User>, chat?: Chat, extra?: Partial<Message>): Update;
  /** A person deletes a message of the bot. */
  remove(card: ShownMessage): void;
  press(card: ShownMessage, data: string, from?: Partial<User>): string;
  /** Any update at all. */
  deliver(update: object): Update;
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
  const answered = new Set<string>();
  const callbacks = new Set<string>();
  const updates = updateQueue();
  const faults: (Fault & { left: number })[] = [];
  let accepted = token;
  const seconds = () => Math.floor(options.now() / 1000);
  const chat = fakeChat(me, seconds);

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
      case 'deleteWebhook':
        return true;
      case 'setMyCommands':
        checkCommands(payload['commands']);
        return true;
      case 'getUpdates':
        return updates.take(payload, request);
      case 'sendMessage':
        return chat.describe(chat.send('text', payload));
      case 'sendPhoto':
        return chat.describe(chat.send('photo', payload));
      case 'sendDocument':
        return chat.describe(chat.send('document', payload));
      case 'editMessageText':
        return chat.describe(chat.editText(payload));
      case 'answerCallbackQuery': {
        const id = String(payload['callback_query_id']);
        if (!callbacks.has(id)) {
          throw new Refusal(
            400,
            'Bad Request: query is too old and response timeout expired or query ID is invalid',
          );
        }
        answered.add(id);
        return true;
      }
      default:
        throw new Refusal(404, 'Not Found: method not found');
    }
  }

  function faultFor(method: string): Fault | undefined {
    const fault = faults.find(f => f.method === method && f.left > 0);
    if (fault) fault.left -= 1;
    return fault;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, given = '', method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url ?? '') ?? [];
    const payload = await readBody(request);
    calls.push({ method, payload });
    const fault = faultFor(method);
    if (fault?.answer === 'reset') {
      request.socket.destroy();
      return;
    }
    try {
      if (given !== accepted) throw new Refusal(401, 'Unauthorized');
      if (fault) throw new Refusal(fault.answer, fault.description ?? 'made to fail', fault.retryAfter);
      reply(response, 200, { ok: true, result: await run(method, payload, request) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
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

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (!isAddress(address)) throw new Error('no port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    token,
    me,
    calls,
    shown: chat.shown,
    answered,
    get polls() {
      return updates.waiting ? 1 : 0;
    },
    say(text, from = {}, where = PRIVATE, extra = {}) {
      const sender = { ...PERSON, ...from };
      const base = { message_id: chat.nextId(), date: seconds(), chat: where, from: sender, text };
      return updates.add({ message: { ...base, ...extra } });
    },
    remove: chat.remove,
    press(card, data, from = {}) {
      const id = `callback-${callbacks.size + 1}`;
      callbacks.add(id);
      updates.add({
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
    deliver: updates.add,
    accept(next) {
      accepted = next;
      updates.wake(new Refusal(401, 'Unauthorized'));
    },
    fail: fault => {
      faults.push({ ...fault, left: fault.times ?? Number.POSITIVE_INFINITY });
      if (fault.method === 'getUpdates') updates.wake();
    },
    heal: () => void faults.splice(0),
    async close() {
      updates.wake();
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
