import type { Message, Update, User } from 'grammy/types';
import type { Inbound, InboundContent, Place } from '../../core/index.js';

/** Where an answer goes, in Telegram's terms. */
export interface Origin {
  readonly chatId: number;
  /** The message asked with, or the card whose button was pressed. */
  readonly messageId: number;
  /** The topic of a forum group. */
  readonly threadId: number | undefined;
  /** Set for a press: what must be answered at once. */
  readonly callbackId: string | undefined;
}

export interface Received {
  readonly inbound: Inbound;
  readonly origin: Origin;
}

/**
 * An update as an Inbound, or undefined when it is none of our business: edits, channels, anonymous admins,
 * forwards, inline bots, other bots, and words in a group that are not addressed to this bot.
 *
 * Telegram does not say when a button was pressed. `pressedAfter` (ms) is the latest instant known to lie before
 * it; a press counts from then, or from the card's own date if that is later, so that one kept back for hours
 * cannot pass for new.
 */
export function receive(update: Update, botName: string, pressedAfter: number): Received | undefined {
  if (update.message) return fromMessage(update.message, botName);
  if (update.callback_query) return fromPress(update.callback_query, pressedAfter);
  return undefined;
}

function fromMessage(message: Message, botName: string): Received | undefined {
  const { from, chat, text } = message;
  const place = placeOf(message);
  if (!place || !text || !from || from.is_bot) return undefined;
  if (message.sender_chat || message.via_bot || message.forward_origin || message.edit_date) return undefined;
  const content = addressed(text, place, botName);
  if (!content) return undefined;
  return {
    inbound: {
      platform: 'telegram',
      eventId: `message:${chat.id}:${message.message_id}`,
      who: personOf(from),
      where: place,
      sentAt: message.date * 1000,
      content,
    },
    origin: originOf(message, undefined),
  };
}

function fromPress(press: NonNullable<Update['callback_query']>, pressedAfter: number): Received | undefined {
  const { message, data, from } = press;
  if (!message || data === undefined || from.is_bot) return undefined;
  const place = placeOf(message);
  if (!place) return undefined;
  const shownAt =
    'edit_date' in message && message.edit_date !== undefined ? message.edit_date : message.date;
  return {
    inbound: {
      platform: 'telegram',
      eventId: `press:${press.id}`,
      who: personOf(from),
      where: place,
      sentAt: Math.max(pressedAfter, shownAt * 1000),
      content: { kind: 'press', buttonId: data },
    },
    origin: originOf(message, press.id),
  };
}

/** In private every text is for us; in a group only a slash command that names no other bot. */
function addressed(text: string, place: Place, botName: string): InboundContent | undefined {
  const match = /^(\/[^\s@]+)@(\S+)/.exec(text);
  if (match && match[2]?.toLowerCase() !== botName.toLowerCase()) return undefined;
  if (place.kind === 'group' && !text.startsWith('/')) return undefined;
  return { kind: 'text', text: match ? `${match[1]}${text.slice(match[0].length)}` : text };
}

function placeOf({ chat }: Pick<Message, 'chat'>): Place | undefined {
  const id = String(chat.id);
  switch (chat.type) {
    case 'private':
      return { platform: 'telegram', id, group: undefined, kind: 'private' };
    case 'group':
    case 'supergroup':
      return { platform: 'telegram', id, group: id, kind: 'group' };
    default:
      return undefined;
  }
}

function originOf(
  message: Pick<Message, 'chat' | 'message_id'> & { message_thread_id?: number; is_topic_message?: boolean },
  callbackId: string | undefined,
): Origin {
  const threadId = message.is_topic_message ? message.message_thread_id : undefined;
  return { chatId: message.chat.id, messageId: message.message_id, threadId, callbackId };
}

function personOf(user: User): Inbound['who'] {
  return { userId: String(user.id), name: [user.first_name, user.last_name].filter(Boolean).join(' ') };
}
