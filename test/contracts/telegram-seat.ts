import { COMMANDS } from '../../commands/index.js';
import { createTelegram } from '../../src/chat/telegram/index.js';
import { type Clock, type Dispatcher, type Log, Secret } from '../../src/core/index.js';
import { until } from '../support/fake-desk.js';
import { type FakeTelegram, fakeTelegram, GROUP } from '../support/fake-telegram.js';
import type { ShownMessage } from '../support/fake-telegram-chat.js';
import { type AnswerCount, type Seat, type Seen, SITTERS, type Sitter, seenOf } from './chat-seat.js';

const isQuestion = ({ payload }: ShownMessage) => 'force_reply' in Object(payload['reply_markup']);

/** Telegram's listed group, through the real client. */
export async function telegramSeat(parts: {
  readonly clock: Clock;
  readonly log: Log;
  readonly answers: AnswerCount;
  readonly dispatcher: Dispatcher;
}): Promise<Seat & { readonly server: FakeTelegram }> {
  const { clock, log, answers, dispatcher } = parts;
  const server = await fakeTelegram({ now: clock.now });
  const shownOf = new WeakMap<Seen, readonly ShownMessage[]>();
  const platform = createTelegram({
    token: new Secret(server.token),
    chatIds: [String(GROUP.id)],
    alertChatId: String(GROUP.id),
    apiRoot: server.url,
    commands: COMMANDS,
    dispatcher,
    language: 'ko',
    clock,
    log,
    memberChats: () => [],
    changed: () => undefined,
  });

  function seenIn(messages: readonly ShownMessage[]): Seen {
    const seen = seenOf(
      messages.length > 0 && messages.every(({ payload }) => payload['protect_content'] === true),
      messages.map(message => ({
        text: () => message.text,
        buttons: () => message.keyboard.flat().map(({ text }) => text),
      })),
    );
    shownOf.set(seen, messages);
    return seen;
  }

  /** What is new in the chat, or was edited. */
  async function newAfter(act: () => void): Promise<Seen> {
    const before = new Map(server.shown.map(message => [message, message.edits]));
    const from = answers.count;
    act();
    await answers.reach(from, 1);
    return seenIn(server.shown.filter(message => before.get(message) !== message.edits));
  }

  function find(seen: Seen, label: string): { card: ShownMessage; data: string } {
    for (const card of shownOf.get(seen) ?? []) {
      const button = card.keyboard.flat().find(({ text }) => text === label);
      if (button) return { card, data: button.callback_data };
    }
    throw new Error(`no button ${label}: ${seen.buttons().join()}`);
  }

  const from = (who: Sitter) => ({ id: Number(SITTERS[who]), first_name: who });

  await platform.start();
  await until(() => server.polls === 1, 'the long poll');
  return {
    platform: 'telegram',
    server,
    chat: platform,
    standing: ({ id }) =>
      server.shown
        .filter(({ chatId }) => chatId === Number(id))
        .map(message => ({
          seen: seenIn([message]),
          isSilent: message.payload['disable_notification'] === true,
        })),
    refuseMarkup() {
      const description = "Bad Request: can't parse entities: made to fail";
      server.fail({ method: 'sendMessage', answer: 400, description, times: 1 });
    },
    sitters: ['owner', 'other', 'looker', 'stranger'],
    type: (who, line) => newAfter(() => void server.say(line, from(who), GROUP)),
    async press(who, seen, label) {
      const { card, data } = find(seen, label);
      return newAfter(() => void server.press(card, data, from(who)));
    },
    async fill(who, seen, label, values) {
      const { card, data } = find(seen, label);
      const before = server.shown.length;
      server.press(card, data, from(who));
      // A last word about the answer before may come in between.
      const asked = () => server.shown.slice(before).find(isQuestion);
      await until(() => asked() !== undefined, 'the question');
      const question = asked();
      // What is secret is asked in the person's own chat.
      const own = { id: Number(SITTERS[who]), type: 'private', first_name: who } as const;
      const chat = question?.chatId === own.id ? own : GROUP;
      const original = { message_id: question?.id, date: 1, chat, from: server.me };
      const reply = JSON.parse(JSON.stringify({ reply_to_message: original }));
      const words = values.filter(value => value !== '').join(' ');
      return newAfter(() => void server.say(words, from(who), chat, reply));
    },
    async pressAtOnce(presses) {
      const placed = presses.map(([who, seen, label]) => ({ who, ...find(seen, label) }));
      const before = answers.count;
      for (const { who, card, data } of placed) server.press(card, data, from(who));
      await answers.reach(before, presses.length);
    },
    async stop() {
      await platform.stop();
      await server.close();
    },
  };
}
