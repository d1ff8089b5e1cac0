import type { Button, Dispatcher, Inbound, InboundContent, Reply } from '../../core/index.js';

/** The person at the terminal: whoever can type here already owns the machine and its files. */
export const OPERATOR = { userId: 'operator', name: 'operator' } as const;

/** Lines in, cards out. A number presses the button of that number on the last card that had any. */
export interface Conversation {
  /** undefined: nothing to say (an empty line). */
  answer(line: string): Promise<Reply | undefined>;
}

export function createConversation(
  dispatcher: Dispatcher,
  clock: { now(): number },
  eventId: () => string,
): Conversation {
  let buttons: readonly Button[] = [];

  const contentOf = (line: string): InboundContent => {
    const pressed = /^[1-9][0-9]?$/.test(line) ? buttons[Number(line) - 1] : undefined;
    return pressed ? { kind: 'press', buttonId: pressed.id } : { kind: 'text', text: line };
  };

  return {
    answer: async raw => {
      const line = raw.trim();
      if (line === '') return undefined;
      const inbound: Inbound = {
        platform: 'console',
        eventId: eventId(),
        who: OPERATOR,
        where: { platform: 'console', id: 'console', group: undefined, kind: 'private' },
        sentAt: clock.now(),
        content: contentOf(line),
      };
      const outcome = await dispatcher.handle(inbound);
      if (outcome.kind !== 'reply') return undefined;
      const offered = buttonsOf(outcome.reply);
      if (offered.length > 0) buttons = offered;
      return outcome.reply;
    },
  };
}

/** All buttons of a card in the order in which they are numbered. */
export function buttonsOf(reply: Reply): readonly Button[] {
  return reply.blocks.flatMap(block => (block.kind === 'buttons' ? block.buttons : []));
}
