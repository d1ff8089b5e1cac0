import type { Button, Dispatcher, Inbound, Reply } from '../../core/index.js';

/** The person at the terminal: whoever can type here already owns the machine and its files. */
export const OPERATOR = { userId: 'operator', name: 'operator' } as const;

/** Lines in, cards out. */
export interface Conversation {
  /** undefined: nothing to say (an empty line). */
  answer(line: string): Promise<Reply | undefined>;
}

export function createConversation(
  dispatcher: Dispatcher,
  clock: { now(): number },
  eventId: () => string,
  /** The button that a line presses instead of being read as text. */
  pressed: (line: string) => Button | undefined,
): Conversation {
  return {
    answer: async raw => {
      const line = raw.trim();
      if (line === '') return undefined;
      const button = pressed(line);
      const inbound: Inbound = {
        platform: 'console',
        eventId: eventId(),
        who: OPERATOR,
        where: { platform: 'console', id: 'console', group: undefined, kind: 'private' },
        sentAt: clock.now(),
        content: button ? { kind: 'press', buttonId: button.id } : { kind: 'text', text: line },
      };
      const outcome = await dispatcher.handle(inbound);
      return outcome.kind === 'reply' ? outcome.reply : undefined;
    },
  };
}
