import type { Dispatcher, Form, Inbound, Language, Log } from '../../core/index.js';
import type { Speaker } from './answer.js';
import { type FormReply, type Forms, questionOf } from './forms.js';
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

  async function ask(pressed: Received, form: Form): Promise<void> {
    const { origin, inbound } = pressed;
    const { userId, name } = inbound.who;
    const question = questionOf(form, name, language);
    forms.open(pressed, form, await speaker.ask(question, { id: Number(userId), name }, origin));
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
      if (callbackId !== undefined && dispatcher.admits(inbound)) await speaker.acknowledge(callbackId);
      const form = callbackId === undefined ? undefined : dispatcher.formOf(inbound);
      await (form ? ask(received, form) : handle(inbound, origin, taken));
    },
    async answerForm({ kind, received }, taken) {
      const { inbound, origin } = received;
      if (kind === 'filled') return handle(inbound, origin, taken);
      await speaker.say(
        language === 'ko' ? '입력을 취소했습니다. 바뀐 것은 없습니다.' : 'Cancelled. Nothing has changed.',
        origin,
      );
    },
    async resume(inbound) {
      const origin = readOrigin(inbound.origin);
      if (origin) return handle(inbound, origin, () => undefined);
      log('warn', 'telegram.leftOverLost', { eventId: inbound.eventId });
      dispatcher.answered(inbound);
    },
  };
}
