import { type Api, InputFile } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { Clock, Language, Reply } from '../../core/index.js';
import { patiently } from '../connection/index.js';
import { complaint, telegramFault } from './faults.js';
import type { Origin } from './inbound.js';
import { renderTelegram, type TelegramMessage } from './render.js';

/** Where messages go: a chat, perhaps a topic in it, perhaps as the answer to a message. */
export type Destination = Pick<Origin, 'chatId' | 'threadId'> & { readonly replyTo: number | undefined };

/** The ways in which a Reply becomes visible on Telegram. All throw DeskError when it did not. */
export interface Speaker {
  send(reply: Reply, to: Destination): Promise<void>;
  /** Puts the reply in the place of the card whose button was pressed; sends it anew when that cannot be. */
  replace(reply: Reply, origin: Origin): Promise<void>;
  /** Tells the app that a press arrived. Only worth doing at once, so never tried twice. */
  acknowledge(callbackId: string): Promise<void>;
}

export function createSpeaker(api: Api, language: Language, clock: Clock, signal: AbortSignal): Speaker {
  const noPreview = { link_preview_options: { is_disabled: true } };

  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw telegramFault(error, language);
    }
  };

  /** Markup that Telegram cannot read must not cost the message: it goes once more as plain text. */
  async function withFallback(
    work: (body: { text: string; parse_mode?: 'HTML' }) => Promise<unknown>,
    message: TelegramMessage,
  ) {
    try {
      await work({ text: message.html, parse_mode: 'HTML' });
    } catch (error) {
      if (complaint(error) !== 'markup') throw error;
      await work({ text: message.plain });
    }
  }

  const sendOne = (message: TelegramMessage, to: Destination, isPrivate: boolean) =>
    patiently(
      () =>
        call(() =>
          withFallback(async ({ text, ...mode }) => {
            const options = {
              ...mode,
              protect_content: isPrivate,
              ...(to.threadId === undefined ? {} : { message_thread_id: to.threadId }),
              ...(to.replyTo === undefined
                ? {}
                : { reply_parameters: { message_id: to.replyTo, allow_sending_without_reply: true } }),
              ...(message.keyboard.length === 0 ? {} : { reply_markup: markup(message) }),
            };
            if (message.kind === 'text') {
              await api.sendMessage(to.chatId, text, { ...options, ...noPreview });
            } else {
              const photo = new InputFile(message.png, 'chart.png');
              await api.sendPhoto(to.chatId, photo, { ...options, caption: text });
            }
          }, message),
        ),
      clock,
      signal,
    );

  /** False when the card cannot be edited any more. */
  const editOne = (message: TelegramMessage, origin: Origin): Promise<boolean> =>
    patiently(
      () =>
        call(async () => {
          try {
            await withFallback(async ({ text, ...mode }) => {
              const options = { ...mode, ...noPreview, reply_markup: markup(message) };
              await api.editMessageText(origin.chatId, origin.messageId, text, options);
            }, message);
            return true;
          } catch (error) {
            const objection = complaint(error);
            if (objection === 'unchanged') return true;
            if (objection === 'uneditable') return false;
            throw error;
          }
        }),
      clock,
      signal,
    );

  async function sendAll(messages: readonly TelegramMessage[], to: Destination, isPrivate: boolean) {
    for (const message of messages) await sendOne(message, to, isPrivate);
  }

  return {
    send: (reply, to) => sendAll(renderTelegram(reply, language), to, reply.visibility === 'private'),
    async replace(reply, origin) {
      const [first, ...rest] = renderTelegram(reply, language);
      if (!first) return;
      const edited = first.kind === 'text' && (await editOne(first, origin));
      const to = { ...origin, replyTo: undefined };
      await sendAll(edited ? rest : [first, ...rest], to, reply.visibility === 'private');
    },
    acknowledge: callbackId => call(async () => void (await api.answerCallbackQuery(callbackId))),
  };
}

function markup(message: TelegramMessage): InlineKeyboardMarkup {
  return { inline_keyboard: message.keyboard.map(row => row.map(button => ({ ...button }))) };
}
