import type { Message, Update, User } from 'grammy/types';
import type { Inbound, InboundContent, Place } from '../../core/index.js';
import { type Origin, writeOrigin } from './origin.js';

export interface Received {
  readonly inbound: Inbound;
  readonly origin: Origin;
  /** Set for a press: what must be answered at once. */
  readonly callbackId: string | undefined;
}

/** A text that a person wrote just now, in a place that could be ours. */
export interface Written {
  readonly message: Message;
  readonly from: User;
  readonly place: Place;
  readonly text: string;
}

/**
 * An update as an Inbound, or undefined when it is none of our business: whatever `readWritten` turns away, presses
 * under messages of others, and words in a group that are not addressed to this bot.
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

/**
 * Undefined for everything that no person wrote just now in person: bots, anonymous admins and channels that speak as
 * a group, inline bots, forwards, edits, scheduled and automatic messages, business and guest chats, channels, service
 * messages, pictures.
 */
export function readWritten(message: Message): Written | undefined {
  const { from, text } = message;
  const place = placeOf(message);
  if (!place || !text || !from || from.is_bot) return undefined;
  if (message.sender_chat || message.via_bot || message.forward_origin || message.edit_date) return undefined;
  if (message.is_automatic_forward || message.is_from_offline) return undefined;
  if (message.business_connection_id || message.sender_business_bot || 'guest_query_id' in message) {
    return undefined;
  }
  return { message, from, place, text };
}

function fromMessage(message: Message, botName: string): Received | undefined {
  const written = readWritten(message);
  const content = written && addressed(written.text, written.place, botName);
  return content && receivedFrom(written, content, originUnder(message, undefined));
}

/** What a person wrote, as an event of its own that means `content`. */
export function receivedFrom(
  { message, from, place }: Written,
  content: InboundContent,
  origin: Origin,
): Received {
  return {
    inbound: {
      platform: 'telegram',
      eventId: `message:${message.chat.id}:${message.message_id}`,
      who: personOf(from),
      where: place,
      sentAt: message.date * 1000,
      content,
      origin: writeOrigin(origin),
    },
    origin,
    callbackId: undefined,
  };
}

function fromPress(press: NonNullable<Update['callback_query']>, pressedAfter: number): Received | undefined {
  const { message, data, from } = press;
  if (!message || data === undefined || from.is_bot) return undefined;
  const place = placeOf(message);
  if (!place || ('business_connection_id' in message && message.business_connection_id)) return undefined;
  const shownAt =
    'edit_date' in message && message.edit_date !== undefined ? message.edit_date : message.date;
  const origin = originUnder(message, message.message_id);
  return {
    inbound: {
      platform: 'telegram',
      eventId: `press:${press.id}`,
      who: personOf(from),
      where: place,
      sentAt: Math.max(pressedAfter, shownAt * 1000),
      content: { kind: 'press', buttonId: data },
      origin: writeOrigin(origin),
    },
    origin,
    callbackId: press.id,
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

function originUnder(
  message: Pick<Message, 'chat' | 'message_id'> & { message_thread_id?: number; is_topic_message?: boolean },
  card: number | undefined,
): Origin {
  const threadId = message.is_topic_message ? message.message_thread_id : undefined;
  return { chatId: message.chat.id, threadId, replyTo: message.message_id, card };
}

function personOf(user: User): Inbound['who'] {
  return { userId: String(user.id), name: [user.first_name, user.last_name].filter(Boolean).join(' ') };
}
