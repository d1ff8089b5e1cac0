import { type Api, InputFile } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { Clock, Dispatcher, Language, Reply, ShownCard } from '../../core/index.js';
import { createInOrder, patiently } from '../connection/index.js';
import { complaint, telegramFault } from './faults.js';
import type { Origin } from './inbound.js';
import { renderTelegram, type TelegramMessage } from './render.js';

/** Where messages go: a chat, perhaps a topic in it, perhaps as the answer to a message. */
export type Destination = Pick<Origin, 'chatId' | 'threadId'> & { readonly replyTo: number | undefined };

/** One message in a chat. */
type Spot = Pick<Origin, 'chatId' | 'messageId'>;

/** What matters of Telegram's answer to a message. */
interface Sent {
  readonly message_id: number;
}

/**
 * The ways in which a Reply becomes visible on Telegram. All throw DeskError when it did not. Where a living card
 * stands is reported each time; of a reply that needs several messages the first is the card.
 */
export interface Speaker {
  send(reply: Reply, to: Destination): Promise<void>;
  /** Puts the reply in the place of the card whose button was pressed; sends it anew when that cannot be. */
  replace(reply: Reply, origin: Origin): Promise<void>;
  /** The same for a card shown at any time, of which only the ids are known. Edits one message, never more. */
  rewrite(card: ShownCard, reply: Reply): Promise<void>;
  /** Tells the app that a press arrived. Only worth doing at once, so never tried twice. */
  acknowledge(callbackId: string): Promise<void>;
}

export function createSpeaker(
  api: Api,
  using: { language: Language; clock: Clock; signal: AbortSignal; shown: Dispatcher['shown'] },
): Speaker {
  const { language, clock, signal } = using;
  const noPreview = { link_preview_options: { is_disabled: true } };
  const inOrder = createInOrder();

  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw telegramFault(error, language);
    }
  };
  const keepCalling = <T>(work: () => Promise<T>) => patiently(() => call(work), clock, signal);

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
  async function sendOne(message: TelegramMessage, to: Destination, isPrivate: boolean): Promise<number> {
    const options = {
      ...(to.threadId === undefined ? {} : { message_thread_id: to.threadId }),
      ...(to.replyTo === undefined
        ? {}
        : { reply_parameters: { message_id: to.replyTo, allow_sending_without_reply: true } }),
      ...(message.keyboard.length === 0 ? {} : { reply_markup: markup(message) }),
    };
    const sent = await keepCalling((): Promise<Sent> => {
      if (message.kind === 'document') {
        // A file is there to be kept, which `protect_content` would forbid.
        return api.sendDocument(to.chatId, new InputFile(message.data, message.name), options);
      }
      return withFallback<Sent>(({ text, ...mode }) => {
        const guarded = { ...options, ...mode, protect_content: isPrivate };
        return message.kind === 'text'
          ? api.sendMessage(to.chatId, text, { ...guarded, ...noPreview })
          : api.sendPhoto(to.chatId, new InputFile(message.png, 'chart.png'), { ...guarded, caption: text });
      }, message);
    });
    return sent.message_id;
  }

  /** False when the message cannot be edited, or not any more. */
  async function editOne(message: TelegramMessage, { chatId, messageId }: Spot): Promise<boolean> {
    if (message.kind !== 'text') return false;
    const edit = () =>
      withFallback(
        ({ text, ...mode }) =>
          api.editMessageText(chatId, messageId, text, {
            ...mode,
            ...noPreview,
            reply_markup: markup(message),
          }),
        message,
      );
    return inOrder(`${chatId}/${messageId}`, () =>
      keepCalling(async () => {
        try {
          await edit();
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

  async function send(reply: Reply, to: Destination): Promise<void> {
    for (const [i, message] of renderTelegram(reply, language).entries()) {
      const messageId = await sendOne(message, to, reply.visibility === 'private');
      if (i === 0) report(reply, { chatId: to.chatId, messageId });
    }
  }

  return {
    send,
    async replace(reply, origin) {
      const [first, ...rest] = renderTelegram(reply, language);
      if (!first) return;
      const to = { ...origin, replyTo: undefined };
      if (!(await editOne(first, origin))) return send(reply, to);
      report(reply, origin);
      for (const message of rest) await sendOne(message, to, reply.visibility === 'private');
    },
    async rewrite({ place, message }, reply) {
      const spot = { chatId: Number(place), messageId: Number(message) };
      const [first] = renderTelegram(reply, language);
      if (!first || (await editOne(first, spot))) return;
      // As an answer to the old card the new one lands in the same topic, of which nothing else is known.
      await send(reply, { chatId: spot.chatId, threadId: undefined, replyTo: spot.messageId });
    },
    acknowledge: callbackId => call(async () => void (await api.answerCallbackQuery(callbackId))),
  };
}

function markup(message: TelegramMessage): InlineKeyboardMarkup {
  return { inline_keyboard: message.keyboard.map(row => row.map(button => ({ ...button }))) };
}
