import type {
  Button,
  Command,
  Dispatcher,
  Inbound,
  InboundContent,
  Language,
  Place,
  Reply,
} from '../../core/index.js';
import { beginFilling, breaksOff, type Filling, fill, questionOf } from './form-filling.js';

/** The person at the terminal: whoever can type here already owns the machine and its files. */
export const OPERATOR = { userId: 'operator', name: 'operator' } as const;

export const HERE: Place = { platform: 'console', id: 'console', group: undefined, kind: 'private' };

/** Lines in, cards out; a form that a button needs is asked for line by line in between. */
export interface Conversation {
  /** undefined: nothing to say (an empty line, an answer to a question). A string is a word of the console's own. */
  answer(line: string): Promise<Reply | string | undefined>;
  /** What the next line answers, if something is being asked. */
  question(): string | undefined;
  /** Whether the next line is for nobody else's eyes. */
  isSecret(): boolean;
}

export interface ConversationParts {
  readonly commands: readonly Command[];
  readonly dispatcher: Dispatcher;
  readonly clock: { now(): number };
  readonly language: Language;
  readonly eventId: () => string;
  /** The button that a line presses instead of being read as text. */
  pressed(line: string): Button | undefined;
}

export function createConversation(parts: ConversationParts): Conversation {
  const { commands, dispatcher, clock, language, eventId } = parts;
  let filling: Filling | undefined;

  const inboundOf = (content: InboundContent): Inbound => ({
    platform: 'console',
    eventId: eventId(),
    who: OPERATOR,
    where: HERE,
    sentAt: clock.now(),
    content,
  });

  async function hand(content: InboundContent): Promise<Reply | undefined> {
    const inbound = inboundOf(content);
    const outcome = await dispatcher.handle(inbound);
    // A terminal delivers nothing twice, and whoever sees the answer missing types again.
    dispatcher.answered(inbound);
    return outcome.kind === 'reply' ? outcome.reply : undefined;
  }

  async function press({ id }: Button): Promise<Reply | undefined> {
    const content: InboundContent = { kind: 'press', buttonId: id };
    const form = dispatcher.formOf(inboundOf(content));
    filling = form && beginFilling(id, form);
    return filling ? undefined : hand(content);
  }

  async function goOn(asked: Filling, line: string): Promise<Reply | string | undefined> {
    const filled = fill(asked, line);
    filling = filled.kind === 'asks' ? filled.filling : undefined;
    switch (filled.kind) {
      case 'asks':
        return undefined;
      case 'complete':
        return hand({ kind: 'press', buttonId: asked.buttonId, given: filled.given });
      case 'given up':
        return language === 'ko'
          ? '입력을 그만두었습니다. 아무것도 나가지 않았습니다.'
          : 'Left off; nothing was sent.';
    }
  }

  return {
    answer: async raw => {
      if (filling && !breaksOff(filling, raw, commands)) return goOn(filling, raw);
      filling = undefined;
      const line = raw.trim();
      if (line === '') return undefined;
      const button = parts.pressed(line);
      return button ? press(button) : hand({ kind: 'text', text: line });
    },
    question: () => filling && questionOf(filling, language),
    isSecret: () => filling?.field.secret === true,
  };
}
