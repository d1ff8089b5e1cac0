import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Chat, Message, Update, User } from 'grammy/types';
import { keyboardOf, readBody, reply } from './fake-telegram-http.js';
import { checkCommands, checkKeyboard, checkText, Refusal } from './fake-telegram-rules.js';
import { updateQueue } from './fake-telegram-updates.js';

export interface TelegramCall {
  readonly method: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A message of the bot as people see it. */
export interface ShownMessage {
  readonly chatId: number;
  readonly id: number;
  text: string;
  keyboard: { text: string; callback_data: string }[][];
  payload: Readonly<Record<string, unknown>>;
  edits: number;
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
  const shown: ShownMessage[] = [];
  const answered = new Set<string>();
  const callbacks = new Set<string>();
  const updates = updateQueue();
  const faults: (Fault & { left: number })[] = [];
  let accepted = token;
  let nextMessage = 1;
  const seconds = () => Math.floor(options.now() / 1000);

  function show(payload: Record<string, unknown>, text: string): ShownMessage {
    const card: ShownMessage = {
      chatId: Number(payload['chat_id']),
      id: nextMessage,
      text,
      keyboard: keyboardOf(payload['reply_markup']),
      payload,
      edits: 0,
    };
    nextMessage += 1;
    shown.push(card);
    return card;
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
      case 'deleteWebhook':
        return true;
      case 'setMyCommands':
        checkCommands(payload['commands']);
        return true;
      case 'getUpdates':
        return updates.take(payload, request);
      case 'sendMessage':
      case 'sendPhoto': {
        const isPhoto = method === 'sendPhoto';
        const text = checkText(
          payload[isPhoto ? 'caption' : 'text'],
          payload['parse_mode'],
          isPhoto ? 1024 : 4096,
        );
        checkKeyboard(payload['reply_markup']);
        return asMessage(show(payload, text));
      }
      case 'editMessageText': {
        const card = shown.find(
          m => m.id === payload['message_id'] && m.chatId === Number(payload['chat_id']),
        );
        if (!card) throw new Refusal(400, 'Bad Request: message to edit not found');
        const text = checkText(payload['text'], payload['parse_mode'], 4096);
        checkKeyboard(payload['reply_markup']);
        const keyboard = keyboardOf(payload['reply_markup']);
        if (text === card.text && JSON.stringify(keyboard) === JSON.stringify(card.keyboard)) {
          throw new Refusal(400, 'Bad Request: message is not modified');
        }
        Object.assign(card, { text, keyboard, payload, edits: card.edits + 1 });
        return asMessage(card);
      }
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

  const asMessage = (card: ShownMessage) => ({
    message_id: card.id,
    date: seconds(),
    chat: { id: card.chatId, type: card.chatId < 0 ? 'supergroup' : 'private' },
    from: me,
    text: card.text,
  });

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
    shown,
    answered,
    get polls() {
      return updates.waiting ? 1 : 0;
    },
    say(text, from = {}, chat = PRIVATE, extra = {}) {
      const id = nextMessage;
      nextMessage += 1;
      const base = { message_id: id, date: seconds(), chat, from: { ...PERSON, ...from }, text };
      return updates.add({ message: { ...base, ...extra } });
    },
    press(card, data, from = {}) {
      const id = `callback-${callbacks.size + 1}`;
      callbacks.add(id);
      updates.add({
        callback_query: {
          id,
          from: { ...PERSON, ...from },
          chat_instance: '1',
          data,
          message: asMessage(card),
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
