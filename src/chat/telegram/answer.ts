import type { Api } from 'grammy';
import {
  type Clock,
  DeskError,
  type Dispatcher,
  type Language,
  type Log,
  type Reply,
  type ShownCard,
} from '../../core/index.js';
import { patiently } from '../connection/index.js';
import { provesNothingPosted } from './faults.js';
import { createFlood, type EditEnd } from './flood.js';
import type { Question } from './forms.js';
import { createLetters, type Letters } from './letter.js';
import type { Origin } from './origin.js';
import type { Lane } from './pace.js';
import { renderTelegram, type TelegramMessage } from './render.js';
import { createSending, type Destination, destinationOf, type Spot } from './sending.js';

/**
 * The ways in which something becomes visible on Telegram. All throw DeskError when it did not. Where a living card
 * stands is reported each time; of a reply that needs several messages the first is the card.
 *
 * Repeats: an acknowledgement is never repeated. The first message of a living card, which is the way to an order, is
 * repeated only after a failure that proves that nothing was posted, so that no ticket stands in a chat twice. Edits and
 * plain replies are repeated within bounds after every passing failure; what is said unasked has its own rule (`Letters`).
 */
export interface Speaker {
  send(reply: Reply, to: Destination, lane: Lane): Promise<void>;
  /** One attempt at what the bot says unasked, as `ChatPlatform` promises. */
  readonly post: Letters;
  /** Puts the reply in the place of the card whose button was pressed; sends it anew when that cannot be. */
  replace(reply: Reply, card: number, origin: Origin): Promise<void>;
  /**
   * The same for a card shown at any time, of which only the ids are known. Edits one message, never more. Only a living
   * card is sent anew: of a notice that somebody deleted each change would be another message.
   */
  rewrite(card: ShownCard, reply: Reply): Promise<void>;
  /** Asks a person, who is opened a reply box; resolves to the id of the message. */
  ask(question: Question, person: { id: number; name: string }, to: Destination): Promise<number>;
  /** A plain sentence. */
  say(text: string, to: Destination): Promise<void>;
  /** Deletes a message of the bot, or in a private chat one of the person; one that is gone already counts as deleted. */
  remove(spot: Spot): Promise<void>;
  /**
   * Tells the app that a press arrived, with a word for the presser alone. Only worth doing at once: not queued, and
   * never tried twice.
   */
  acknowledge(callbackId: string, text?: string): Promise<void>;
}

export function createSpeaker(
  api: Api,
  using: {
    language: Language;
    clock: Clock;
    log: Log;
    signal: AbortSignal;
    shown: Dispatcher['shown'];
  },
): Speaker {
  const { language, clock, log, signal } = using;
  const flood = createFlood(clock, signal);
  const sending = createSending(api, language);
  const { call } = sending;

  /** Resolves to the id of the message. */
  const sendOne = (
    message: TelegramMessage,
    to: Destination,
    { isPrivate, ...slot }: { isPrivate: boolean; lane: Lane; again?: (error: DeskError) => boolean },
  ): Promise<number> =>
    flood.send({ chat: to.chatId, ...slot }, () => sending.post(message, to, { isPrivate }));

  async function editOne(message: TelegramMessage, spot: Spot, lane: Lane): Promise<EditEnd> {
    if (message.kind !== 'text') return 'uneditable';
    return flood.edit({ chat: spot.chatId, lane }, spot.messageId, () => sending.edit(message, spot));
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
    post: createLetters({ sending, flood, language, clock, log }),
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
      if (reply.card === undefined) throw new DeskError('refused', 'the message cannot be edited');
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
    // Nothing appears by it, so it waits for no turn.
    remove: spot => patiently(() => sending.remove(spot), clock, signal),
    acknowledge: (callbackId, text) =>
      call(
        async () =>
          void (await api.answerCallbackQuery(callbackId, text === undefined ? undefined : { text })),
      ),
  };
}
