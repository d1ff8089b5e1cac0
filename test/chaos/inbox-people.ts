import type { Chat, Update, User } from 'grammy/types';
import type { FakeTelegram } from '../support/fake-telegram.js';
import type { ShownMessage } from '../support/fake-telegram-chat.js';

/** Something that a person did, however often it was delivered. */
export interface Done {
  readonly kind: 'view' | 'halt' | 'order' | 'press';
  /** As the desk knows it. */
  readonly eventId: string;
  readonly text: string;
  /** The chat, and the message that an answer refers to. */
  readonly chatId: number;
  readonly messageId: number;
  deliveries: number;
}

export interface People {
  readonly done: readonly Done[];
  /** Somebody types; `kind` is for the figures. */
  type(kind: 'view' | 'halt' | 'order', text: string): Done;
  /** Whoever the card belongs to presses the button. */
  press(card: ShownMessage, label: string): Done | undefined;
  /** The same once more, under an update id of its own. */
  again(what: Done): void;
  /** How many messages the bot sent in answer to what was typed. */
  answersTo(what: Done): number;
  /** The newest of them that stands as it was sent. */
  cardFor(what: Done): ShownMessage | undefined;
}

const PEOPLE = 30;
const FIRST = 7001;

export const peopleIds = (): readonly string[] => Array.from({ length: PEOPLE }, (_, n) => String(FIRST + n));

/** So many people, each in a private chat, that none of them is told that he is too fast. */
export function peopleOn(server: FakeTelegram): People {
  const done: Done[] = [];
  const updates = new Map<Done, object>();
  let turn = 0;

  function note(what: Omit<Done, 'deliveries'>, update: object): Done {
    const one = { ...what, deliveries: 1 };
    done.push(one);
    updates.set(one, update);
    return one;
  }

  return {
    done,
    type(kind, text) {
      const id = FIRST + (turn % PEOPLE);
      turn += 1;
      const from: User = { id, is_bot: false, first_name: `person ${id}` };
      const chat: Chat = { id, type: 'private', first_name: `person ${id}` };
      const { message } = server.say(text, from, chat);
      if (!message) throw new Error('no message');
      const messageId = message.message_id;
      return note({ kind, eventId: `message:${id}:${messageId}`, text, chatId: id, messageId }, { message });
    },
    press(card, label) {
      const button = card.keyboard.flat().find(({ text }) => text === label);
      if (!button) return undefined;
      const from: User = { id: card.chatId, is_bot: false, first_name: `person ${card.chatId}` };
      const id = server.press(card, button.callback_data, from);
      const { chatId, id: messageId } = card;
      const press = { id, from, chat_instance: '1', data: button.callback_data, message: shown(card) };
      return note(
        { kind: 'press', eventId: `press:${id}`, text: label, chatId, messageId },
        { callback_query: press },
      );
    },
    again(what) {
      const update = updates.get(what);
      if (!update) throw new Error('it was never done');
      server.deliver(update);
      what.deliveries += 1;
    },
    answersTo: ({ chatId, messageId }) =>
      server.calls.filter(
        ({ method, payload }) =>
          method.startsWith('send') && payload['chat_id'] === chatId && repliedTo(payload) === messageId,
      ).length,
    // An edit leaves nothing of what the message was an answer to.
    cardFor: ({ chatId, messageId }) =>
      server.shown.findLast(({ chatId: id, payload }) => id === chatId && repliedTo(payload) === messageId),
  };
}

/** The card as the update describes it. */
const shown = ({ id, chatId, text }: ShownMessage): NonNullable<Update['message']> | object => ({
  message_id: id,
  date: 1,
  chat: { id: chatId, type: 'private', first_name: `person ${chatId}` },
  text,
});

function repliedTo(payload: ShownMessage['payload']): unknown {
  const parameters = payload['reply_parameters'];
  return typeof parameters === 'object' && parameters !== null && 'message_id' in parameters
    ? parameters.message_id
    : undefined;
}
