import {
  DeskError,
  type Dispatcher,
  type Form,
  type Inbound,
  type Language,
  type Log,
} from '../../core/index.js';
import type { Speaker } from './answer.js';
import { hasNoWay } from './faults.js';
import { type FormReply, type Forms, isSecret, questionOf } from './forms.js';
import type { Received } from './inbound.js';
import { type Origin, readOrigin } from './origin.js';

/** What happens between an event and its answer. Each throws DeskError when the answer did not come to stand. */
export interface Handling {
  /** `taken`: see `Dispatcher.handle`; also called when the event will not come before the desk at all. */
  answer(received: Received, taken: () => void): Promise<void>;
  /** A reply to a question of ours. */
  answerForm(reply: FormReply, taken: () => void): Promise<void>;
  /** An event that an earlier run took and did not answer. Its press was acknowledged then. */
  resume(inbound: Inbound): Promise<void>;
}

export function createHandling(parts: {
  readonly dispatcher: Dispatcher;
  readonly speaker: Speaker;
  readonly forms: Forms;
  readonly language: Language;
  readonly log: Log;
}): Handling {
  const { dispatcher, speaker, forms, language, log } = parts;

  async function handle(inbound: Inbound, origin: Origin, taken: () => void): Promise<void> {
    const outcome = await dispatcher.handle(inbound, taken);
    // What is ignored is a second delivery, which the first one answers; strangers are owed nothing.
    if (outcome.kind !== 'reply') return;
    const { reply, placement } = outcome;
    await (placement === 'replace' && origin.card !== undefined
      ? speaker.replace(reply, origin.card, origin)
      : speaker.send(reply, origin, 'answer'));
    dispatcher.answered(inbound);
  }

  const say = (ko: string, en: string) => (language === 'ko' ? ko : en);

  /** Asked in the presser's own chat, though the press was made where others read. */
  const isAside = (form: Form, { where }: Inbound) => isSecret(form) && where.kind !== 'private';

  async function ask(pressed: Received, form: Form): Promise<void> {
    const { origin, inbound } = pressed;
    const { userId, name } = inbound.who;
    const person = { id: Number(userId), name };
    const aside = isAside(form, inbound);
    // On Telegram the chat of a person with the bot has that person's id.
    const to = aside ? { chatId: person.id, threadId: undefined, replyTo: undefined } : origin;
    try {
      const send = () => speaker.ask(questionOf(form, name, language), person, to);
      await forms.ask(pressed, form, to.chatId, send);
    } catch (error) {
      if (!aside || !(error instanceof DeskError) || !hasNoWay(error)) throw error;
      const [korean, english] = name.trim() === '' ? ['', ''] : [`${name.trim()}님, `, `${name.trim()}, `];
      await speaker.say(
        say(
          `${korean}코드는 봇과의 1:1 대화에서만 묻는데 그곳에 쓸 수 없습니다. 봇과의 대화를 열어 시작을 누르신 뒤 버튼을 다시 눌러 주십시오. 바뀐 것은 없습니다.`,
          `${english}a code is asked only in a private chat with the bot, which cannot write to you. Open it, press Start, then press the button again. Nothing has changed.`,
        ),
        origin,
      );
    }
  }

  /** Never rejects: whoever wrote a secret is told when it still stands there. */
  async function wipe({ asked, traces }: FormReply): Promise<void> {
    try {
      for (const messageId of traces) await speaker.remove({ chatId: asked.chatId, messageId });
    } catch {
      log('warn', 'telegram.secretNotDeleted');
      await speaker
        .say(
          say(
            '코드가 적힌 메시지를 지우지 못했습니다. 직접 지워 주십시오. 한 번 쓴 코드는 다시 쓸 수 없습니다.',
            'The message with the code could not be deleted; please delete it yourself. A code that was used works no more.',
          ),
          asked,
        )
        .catch(() => undefined);
    }
  }

  return {
    /**
     * A press that could not be acknowledged is not acted on: the person sees it fail and can press again. That of a
     * stranger is not acknowledged, so that it stays as silent as his words; the desk still hears of it.
     *
     * The acknowledgement is the only word that Telegram would show to the presser alone, and it is spent before the
     * answer is known; so private words come as a message in the chat, kept from being forwarded.
     */
    async answer(received, taken) {
      const { inbound, origin, callbackId } = received;
      if (callbackId === undefined) return handle(inbound, origin, taken);
      const form = dispatcher.formOf(inbound);
      if (dispatcher.admits(inbound)) {
        const hint = say(
          '봇과의 1:1 대화에서 코드를 여쭙니다.',
          'You are asked for it in your chat with the bot.',
        );
        await speaker.acknowledge(callbackId, form && isAside(form, inbound) ? hint : undefined);
      }
      await (form ? ask(received, form) : handle(inbound, origin, taken));
    },
    async answerForm(reply, taken) {
      const { inbound, origin } = reply.received;
      const { asked } = reply;
      // Begun before anything else, and whatever comes of the answer.
      const wiped = wipe(reply);
      switch (reply.kind) {
        case 'filled':
          await Promise.all([handle(inbound, origin, taken), wiped]);
          if (asked.chatId === origin.chatId) return;
          return speaker.say(
            say(
              '받은 코드를 지웠습니다. 결과는 버튼을 누르신 대화방에 있습니다.',
              'The code was taken and deleted. What came of it is in the chat where you pressed.',
            ),
            asked,
          );
        case 'ended':
          await wiped;
          return speaker.say(
            say('입력을 취소했습니다. 바뀐 것은 없습니다.', 'Cancelled. Nothing has changed.'),
            asked,
          );
        case 'late':
          await wiped;
          return speaker.say(
            say(
              '물은 지 5분이 지나 받지 않았습니다. 바뀐 것은 없습니다. 버튼을 다시 눌러 주십시오.',
              'That came more than five minutes late and was not taken. Nothing has changed; press the button again.',
            ),
            asked,
          );
      }
    },
    async resume(inbound) {
      const origin = readOrigin(inbound.origin);
      if (origin) return handle(inbound, origin, () => undefined);
      log('warn', 'telegram.leftOverLost', { eventId: inbound.eventId });
      dispatcher.answered(inbound);
    },
  };
}
