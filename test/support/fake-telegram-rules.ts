import { readHtml } from './fake-telegram-html.js';
import type { UploadedFile } from './fake-telegram-http.js';
import { checkMarkup } from './fake-telegram-markup.js';
import { isRecord, Refusal } from './fake-telegram-refusal.js';

/** What the Bot API refuses, as far as this project could run into it. Sentences as the real server words them. */

export { readHtml } from './fake-telegram-html.js';
export { checkCommands, checkMenu } from './fake-telegram-menu-rules.js';
export { isRecord, Refusal } from './fake-telegram-refusal.js';

const bad = (why: string) => new Refusal(400, `Bad Request: ${why}`);

/** The visible text of a message or caption, if it may be sent. */
export function checkText(raw: unknown, parseMode: unknown, limit: number): string {
  if (typeof raw !== 'string') throw bad('message text is empty');
  if (parseMode !== undefined && parseMode !== 'HTML') throw bad('unsupported parse_mode');
  const { text, entities } = parseMode === 'HTML' ? readHtml(raw) : { text: raw, entities: 0 };
  if (text.trim() === '' && limit > 1024) throw bad('message text is empty');
  if (text.length > limit) throw bad(`${limit > 1024 ? 'message' : 'message caption'} is too long`);
  // The real server drops the surplus without a word; here it shows.
  if (entities > 100) throw bad('more than 100 entities');
  return text;
}

const LARGEST_FILE = 50 * 1024 * 1024;

export function checkFile({ bytes }: UploadedFile): void {
  if (bytes.length === 0) throw bad('file must be non-empty');
  if (bytes.length > LARGEST_FILE) throw new Refusal(413, 'Request Entity Too Large');
}

export function checkKeyboard(markup: unknown): void {
  checkMarkup(markup, false);
}

const COMMON = [
  'chat_id',
  'message_thread_id',
  'parse_mode',
  'disable_notification',
  'protect_content',
  'reply_parameters',
  'reply_markup',
];
/** The fields of the calls that show something; others would be passed over without a word. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  sendMessage: [...COMMON, 'text', 'entities', 'link_preview_options'],
  sendPhoto: [...COMMON, 'photo', 'caption', 'show_caption_above_media'],
  sendDocument: [...COMMON, 'document', 'caption', 'disable_content_type_detection'],
  editMessageText: ['chat_id', 'message_id', 'text', 'parse_mode', 'link_preview_options', 'reply_markup'],
  editMessageReplyMarkup: ['chat_id', 'message_id', 'reply_markup'],
  deleteMessage: ['chat_id', 'message_id'],
  answerCallbackQuery: ['callback_query_id', 'text', 'show_alert', 'url', 'cache_time'],
  setMyCommands: ['commands', 'scope', 'language_code'],
  deleteMyCommands: ['scope', 'language_code'],
  getUpdates: ['offset', 'limit', 'timeout', 'allowed_updates'],
  deleteWebhook: ['drop_pending_updates'],
  getMe: [],
};
const BOOLEANS = ['disable_notification', 'protect_content', 'show_alert', 'show_caption_above_media'];

/** A call whose fields the method knows and which are of the right kind. `files` are parts of a form. */
export function checkCall(method: string, payload: Readonly<Record<string, unknown>>): void {
  const fields = FIELDS[method];
  const isFile = (value: unknown) => isRecord(value) && Buffer.isBuffer(value['bytes']);
  const named = Object.entries(payload).filter(([, value]) => value !== undefined && value !== null);
  if (fields) {
    const unknown = named.find(([key, value]) => !fields.includes(key) && !isFile(value));
    if (unknown) throw bad(`${method} has no field ${unknown[0]}`);
  }
  for (const key of BOOLEANS) {
    if (payload[key] !== undefined && typeof payload[key] !== 'boolean') throw bad(`${key} is no Boolean`);
  }
  for (const key of ['message_id', 'message_thread_id']) {
    if (payload[key] !== undefined && !Number.isSafeInteger(payload[key])) throw bad(`${key} is no Integer`);
  }
  if (fields?.includes('chat_id')) {
    const chat = payload['chat_id'];
    const isChat = Number.isSafeInteger(chat) || (typeof chat === 'string' && /^(-?\d+|@\w+)$/.test(chat));
    if (!isChat) throw bad('chat_id is empty');
  }
  const { text } = payload;
  if (method === 'answerCallbackQuery' && typeof text === 'string' && text.length > 200) {
    throw bad('MESSAGE_TOO_LONG');
  }
  checkReply(payload['reply_parameters']);
  if (method.startsWith('edit')) checkMarkup(payload['reply_markup'], true);
}

function checkReply(reply: unknown): void {
  if (reply === undefined) return;
  if (!isRecord(reply) || !Number.isSafeInteger(reply['message_id']))
    throw bad('message to be replied not found');
  const known = ['message_id', 'chat_id', 'allow_sending_without_reply', 'quote', 'quote_parse_mode'];
  if (Object.keys(reply).some(key => !known.includes(key))) throw bad('reply_parameters with unknown fields');
}
