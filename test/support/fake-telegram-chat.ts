import type { User } from 'grammy/types';
import { isUpload, keyboardOf, type UploadedFile } from './fake-telegram-http.js';
import { checkFile, checkKeyboard, checkText, Refusal } from './fake-telegram-rules.js';

/** A message of the bot as people see it. */
export interface ShownMessage {
  readonly chatId: number;
  readonly id: number;
  readonly kind: 'text' | 'photo' | 'document';
  /** Of a picture or a document, the caption. */
  text: string;
  keyboard: { text: string; callback_data: string }[][];
  payload: Readonly<Record<string, unknown>>;
  readonly file: UploadedFile | undefined;
  edits: number;
  /** When it was sent and when edited last, by the server's clock, in seconds. */
  readonly sentAt: number;
  editedAt: number | undefined;
}

export interface FakeChat {
  readonly shown: readonly ShownMessage[];
  /** Ids are counted over messages of both sides. */
  nextId(): number;
  send(kind: ShownMessage['kind'], payload: Readonly<Record<string, unknown>>): ShownMessage;
  editText(payload: Readonly<Record<string, unknown>>): ShownMessage;
  remove(message: ShownMessage): void;
  /** A bot deletes its own messages anywhere, and those of people in private chats. */
  delete(payload: Readonly<Record<string, unknown>>): true;
  /** Every message that the bot deleted, as `chat/message`. */
  readonly deleted: readonly string[];
  /** The person takes no messages of the bot any more. */
  block(userId: number): void;
  /** A message as the server describes it. */
  describe(message: ShownMessage): Record<string, unknown>;
}

/** The messages of one bot in all its chats. */
export function fakeChat(me: User, seconds: () => number): FakeChat {
  const shown: ShownMessage[] = [];
  const removed = new Set<ShownMessage>();
  const blocked = new Set<number>();
  const deleted: string[] = [];
  let lastId = 0;

  const dated = () => ({ sentAt: seconds(), editedAt: undefined });

  function nextId(): number {
    lastId += 1;
    return lastId;
  }

  /** A file comes as a part of its own, which the field of the call names. */
  function fileOf(payload: Readonly<Record<string, unknown>>, field: string): UploadedFile {
    const part = payload[String(payload[field]).replace(/^attach:\/\//, '')];
    if (!isUpload(part)) throw new Refusal(400, `Bad Request: there is no ${field} in the request`);
    checkFile(part);
    return part;
  }

  return {
    shown,
    nextId,
    block: userId => void blocked.add(userId),
    send(kind, payload) {
      if (blocked.has(Number(payload['chat_id']))) {
        throw new Refusal(403, 'Forbidden: bot was blocked by the user');
      }
      const isText = kind === 'text';
      const file = isText ? undefined : fileOf(payload, kind);
      const raw = isText ? payload['text'] : (payload['caption'] ?? '');
      const text = checkText(raw, payload['parse_mode'], isText ? 4096 : 1024);
      checkKeyboard(payload['reply_markup']);
      const chatId = Number(payload['chat_id']);
      const keyboard = keyboardOf(payload['reply_markup']);
      const message = { chatId, id: nextId(), kind, text, keyboard, payload, file, edits: 0, ...dated() };
      shown.push(message);
      return message;
    },
    editText(payload) {
      const chatId = Number(payload['chat_id']);
      const message = shown.find(m => m.id === payload['message_id'] && m.chatId === chatId);
      if (message && removed.has(message)) {
        throw new Refusal(400, 'Bad Request: message to edit not found', undefined, false);
      }
      if (!message) throw new Refusal(400, "Bad Request: message can't be edited");
      if ('force_reply' in Object(message.payload['reply_markup'])) {
        throw new Refusal(400, "Bad Request: message can't be edited");
      }
      if (message.kind !== 'text') {
        throw new Refusal(400, 'Bad Request: there is no text in the message to edit');
      }
      const text = checkText(payload['text'], payload['parse_mode'], 4096);
      checkKeyboard(payload['reply_markup']);
      const keyboard = keyboardOf(payload['reply_markup']);
      if (text === message.text && JSON.stringify(keyboard) === JSON.stringify(message.keyboard)) {
        // Two views of one card may be the same; then nothing is lost.
        throw new Refusal(400, 'Bad Request: message is not modified', undefined, false);
      }
      return Object.assign(message, {
        text,
        keyboard,
        payload,
        edits: message.edits + 1,
        editedAt: seconds(),
      });
    },
    remove: message => void removed.add(message),
    deleted,
    delete(payload) {
      const [chatId, id] = [Number(payload['chat_id']), Number(payload['message_id'])];
      const own = shown.find(message => message.id === id && message.chatId === chatId);
      const key = `${chatId}/${id}`;
      if ((own && removed.has(own)) || deleted.includes(key) || id > lastId) {
        throw new Refusal(400, 'Bad Request: message to delete not found', undefined, false);
      }
      if (!own && chatId < 0) throw new Refusal(400, "Bad Request: message can't be deleted");
      if (own) removed.add(own);
      deleted.push(key);
      return true;
    },
    describe: message => ({
      message_id: message.id,
      date: message.sentAt,
      ...(message.editedAt === undefined ? {} : { edit_date: message.editedAt }),
      chat: { id: message.chatId, type: message.chatId < 0 ? 'supergroup' : 'private' },
      from: me,
      ...(message.payload['message_thread_id'] === undefined
        ? {}
        : { message_thread_id: message.payload['message_thread_id'], is_topic_message: true }),
      [message.kind === 'text' ? 'text' : 'caption']: message.text,
    }),
  };
}
