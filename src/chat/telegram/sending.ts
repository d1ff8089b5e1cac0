import { type Api, InputFile } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { Language } from '../../core/index.js';
import { forGrammy } from './abort.js';
import { complaint, telegramFault } from './faults.js';
import type { Origin } from './origin.js';
import type { TelegramMessage } from './render.js';

/** Where messages go: a chat, perhaps a topic in it, perhaps as the answer to a message. */
export type Destination = Pick<Origin, 'chatId' | 'threadId'> & { readonly replyTo: number | undefined };

/** One message in a chat. */
export interface Spot {
  readonly chatId: number;
  readonly messageId: number;
}

/** What matters of Telegram's answer to a message. */
interface Sent {
  readonly message_id: number;
}

type Words = { readonly text: string; readonly parse_mode?: 'HTML' };

/** Messages as calls, each made at once and once. Whatever fails is a DeskError. */
export interface Sending {
  call<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves to the id of the message. */
  post(
    message: TelegramMessage,
    to: Destination,
    how: { isPrivate: boolean; silent?: boolean; signal?: AbortSignal },
  ): Promise<number>;
  /** One that is gone already counts. */
  remove(spot: Spot): Promise<void>;
  /** False when it cannot be edited. */
  edit(message: Extract<TelegramMessage, { kind: 'text' }>, spot: Spot): Promise<boolean>;
}

export const NO_PREVIEW = { link_preview_options: { is_disabled: true } };

export function createSending(api: Api, language: Language): Sending {
  const call: Sending['call'] = async work => {
    try {
      return await work();
    } catch (error) {
      throw telegramFault(error, language);
    }
  };

  /** Markup that Telegram cannot read must not cost the message: it goes once more as plain text. */
  async function withFallback<T>(
    work: (words: Words) => Promise<T>,
    { html, plain }: Pick<TelegramMessage, 'html' | 'plain'>,
  ): Promise<T> {
    try {
      return await work({ text: html, parse_mode: 'HTML' });
    } catch (error) {
      if (complaint(error) !== 'markup') throw error;
      return work({ text: plain });
    }
  }

  async function postOne(
    message: TelegramMessage,
    to: Destination,
    { isPrivate, silent = false, signal }: Parameters<Sending['post']>[2],
  ): Promise<Sent> {
    const options = {
      ...destinationOf(to),
      ...(silent ? { disable_notification: true } : {}),
      ...(message.keyboard.length === 0 ? {} : { reply_markup: markup(message) }),
    };
    const cut = signal && forGrammy(signal);
    switch (message.kind) {
      case 'document':
        // A file is there to be kept, which `protect_content` would forbid.
        return api.sendDocument(to.chatId, new InputFile(message.data, message.name), options, cut);
      case 'words':
        return api.sendMessage(
          to.chatId,
          message.plain,
          { ...options, ...NO_PREVIEW, protect_content: isPrivate },
          cut,
        );
      default:
        return withFallback<Sent>(({ text, ...mode }) => {
          const guarded = { ...options, ...mode, protect_content: isPrivate };
          return message.kind === 'text'
            ? api.sendMessage(to.chatId, text, { ...guarded, ...NO_PREVIEW }, cut)
            : api.sendPhoto(
                to.chatId,
                new InputFile(message.png, 'chart.png'),
                { ...guarded, caption: text },
                cut,
              );
        }, message);
    }
  }

  return {
    call,
    post: (message, to, how) => call(async () => (await postOne(message, to, how)).message_id),
    remove: ({ chatId, messageId }) =>
      call(async () => {
        try {
          await api.deleteMessage(chatId, messageId);
        } catch (error) {
          if (complaint(error) !== 'gone') throw error;
        }
      }),
    edit: (message, { chatId, messageId }) =>
      call(async () => {
        try {
          await withFallback(
            ({ text, ...mode }) =>
              api.editMessageText(chatId, messageId, text, {
                ...mode,
                ...NO_PREVIEW,
                reply_markup: markup(message),
              }),
            message,
          );
          return true;
        } catch (error) {
          const objection = complaint(error);
          if (objection === 'unchanged') return true;
          if (objection === 'uneditable') return false;
          throw error;
        }
      }),
  };
}

export function destinationOf({ threadId, replyTo }: Destination) {
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
