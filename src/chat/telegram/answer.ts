import { type Api, InputFile } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { Clock, DeskError, Dispatcher, Language, Reply, ShownCard } from '../../core/index.js';
import { complaint, provesNothingPosted, telegramFault } from './faults.js';
import { createFlood, type EditEnd } from './flood.js';
import type { Question } from './forms.js';
import type { Origin } from './origin.js';
import type { Lane } from './pace.js';
import { renderTelegram, type TelegramMessage } from './render.js';

/** Where messages go: a chat, perhaps a topic in it, perhaps as the answer to a message. */
export type Destination = Pick<Origin, 'chatId' | 'threadId'> & { readonly replyTo: number | undefined };

/** One message in a chat. */
interface Spot {
  readonly chatId: number;
  readonly messageId: number;
}

/** What matters of Telegram's answer to a message. */
interface Sent {
  readonly message_id: number;
}

/**
 * The ways in which something becomes visible on Telegram. All throw DeskError when it did not. Where a living card
 * stands is reported each time; of a reply that needs several messages the first is the card.
 *
 * Repeats: an acknowledgement is never repeated. The first message of a living card, which is the way to an order, is
 * repeated only after a failure that proves that nothing was posted, so that no ticket stands in a chat twice. Everything
 * else, edits, plain replies and alerts, is repeated within bounds after every passing failure.
 */
export interface Speaker {
  send(reply: Reply, to: Destination, lane: Lane): Promise<void>;
  /** Puts the reply in the place of the card whose button was pressed; sends it anew when that cannot be. */
  replace(reply: Reply, card: number, origin: Origin): Promise<void>;
  /** The same for a card shown at any time, of which only the ids are known. Edits one message, never more. */
  rewrite(card: ShownCard, reply: Reply): Promise<void>;
  /** Asks a person, who is opened a reply box; resolves to the id of the message. */
  ask(question: Question, person: { id: number; name: string }, to: Destination): Promise<number>;
  /** A plain sentence. */
  say(text: string, to: Destination): Promise<void>;
  /** Tells the app that a press arrived. Only worth doing at once: not queued, and never tried twice. */
  acknowledge(callbackId: string): Promise<void>;
}

export function createSpeaker(
  api: Api,
  using: { language: Language; clock: Clock; signal: AbortSignal; shown: Dispatcher['shown'] },
): Speaker {
  const { language, clock, signal } = using;
  const noPreview = { link_preview_options: { is_disabled: true } };
  const flood = createFlood(clock, signal);

  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw telegramFault(error, language);
    }
  };

  /** Markup that Telegram cannot read must not cost the message: it goes once more as plain text. */
  async function withFallback<T>(
    work: (body: { text: string; parse_mode?: 'HTML' }) => Promise<T>,
    message: TelegramMessage,
  ): Promise<T> {
    try {
      return await work({ text: message.html, parse_mode: 'HTML' });
    } catch (error) {
      if (complaint(error) !== 'markup') throw error;
      return work({ text: message.plain });
    }
  }

  /** Resolves to the id of the message. */
  async function sendOne(
    message: TelegramMessage,
    to: Destination,
    how: { isPrivate: boolean; lane: Lane; again?: (error: DeskError) => boolean },
  ): Promise<number> {
    const options = {
      ...destinationOf(to),
      ...(message.keyboard.length === 0 ? {} : { reply_markup: markup(message) }),
    };
    const post = (): Promise<Sent> => {
      if (message.kind === 'document') {
        // A file is there to be kept, which `protect_content` would forbid.
        return api.sendDocument(to.chatId, new InputFile(message.data, message.name), options);
      }
      return withFallback<Sent>(({ text, ...mode }) => {
        const guarded = { ...options, ...mode, protect_content: how.isPrivate };
        return message.kind === 'text'
          ? api.sendMessage(to.chatId, text, { ...guarded, ...noPreview })
          : api.sendPhoto(to.chatId, new InputFile(message.png, 'chart.png'), { ...guarded, caption: text });
      }, message);
    };
    const sent = await flood.send({ chat: to.chatId, ...how }, () => call(post));
    return sent.message_id;
  }

  async function editOne(
    message: TelegramMessage,
    { chatId, messageId }: Spot,
    lane: Lane,
  ): Promise<EditEnd> {
    if (message.kind !== 'text') return 'uneditable';
    const edit = ({ text, ...mode }: { text: string; parse_mode?: 'HTML' }) =>
      api.editMessageText(chatId, messageId, text, { ...mode, ...noPreview, reply_markup: markup(message) });
    return flood.edit({ chat: chatId, lane }, messageId, () =>
      call(async () => {
        try {
          await withFallback(edit, message);
          return true;
        } catch (error) {
          const objection = complaint(error);
          if (objection === 'unchanged') return true;
          if (objection === 'uneditable') return false;
          throw error;
        }
      }),
    );
  }

  function report({ card }: Reply, { chatId, messageId }: Spot): void {
    if (card === undefined) return;
    using.shown(card, { platform: 'telegram', place: String(chatId), message: String(messageId) });
  }

  async function send(reply: Reply, to: Destination, lane: Lane): Promise<void> {
    const isPrivate = reply.visibility === 'private';
    for (const [i, message] of renderTelegram(reply, language).entries()) {
      const isCard = i === 0 && reply.card !== undefined;
      const how = { isPrivate, lane, ...(isCard ? { again: provesNothingPosted } : {}) };
      const messageId = await sendOne(message, to, how);
      if (i === 0) report(reply, { chatId: to.chatId, messageId });
    }
  }

  return {
    send,
    async replace(reply, card, origin) {
      const [first, ...rest] = renderTelegram(reply, language);
      if (!first) return;
      const to = { ...origin, replyTo: undefined };
      const spot = { chatId: origin.chatId, messageId: card };
      const end = await editOne(first, spot, 'answer');
      if (end === 'superseded') return;
      if (end === 'uneditable') return send(reply, to, 'answer');
      report(reply, spot);
      const isPrivate = reply.visibility === 'private';
      for (const message of rest) await sendOne(message, to, { isPrivate, lane: 'answer' });
    },
    async rewrite({ place, message }, reply) {
      const spot = { chatId: Number(place), messageId: Number(message) };
      const [first] = renderTelegram(reply, language);
      if (!first || (await editOne(first, spot, 'update')) !== 'uneditable') return;
      // As an answer to the old card the new one lands in the same topic, of which nothing else is known.
      await send(reply, { chatId: spot.chatId, threadId: undefined, replyTo: spot.messageId }, 'update');
    },
    async ask({ text, mention, placeholder }, { id, name }, to) {
      const entity = {
        type: 'text_mention' as const,
        ...mention,
        user: { id, is_bot: false, first_name: name || '…' },
      };
      const sent = await flood.send({ chat: to.chatId, lane: 'answer' }, () =>
        call(() =>
          api.sendMessage(to.chatId, text, {
            ...destinationOf(to),
            entities: [entity],
            protect_content: true,
            reply_markup: { force_reply: true, selective: true, input_field_placeholder: placeholder },
          }),
        ),
      );
      return sent.message_id;
    },
    async say(text, to) {
      await flood.send({ chat: to.chatId, lane: 'answer' }, () =>
        call(() => api.sendMessage(to.chatId, text, destinationOf(to))),
      );
    },
    acknowledge: callbackId => call(async () => void (await api.answerCallbackQuery(callbackId))),
  };
}

function destinationOf({ threadId, replyTo }: Destination) {
  return {
    ...(threadId === undefined ? {} : { message_thread_id: threadId }),
    ...(replyTo === undefined
      ? {}
      : { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }),
  };
}

function markup(message: TelegramMessage): InlineKeyboardMarkup {
  return { inline_keyboard: message.keyboard.map(row => row.map(button => ({ ...button }))) };
}
