import type { Reply } from '../../core/index.js';

/** What the living cards in the terminal say, as they were written last. */
export interface Standing {
  note(reply: Reply): void;
  /** Whether the card says just this already. One with buttons never does: they may be other ones. */
  shows(card: string, reply: Reply): boolean;
}

const MOST_CARDS = 200;

export function createStanding(): Standing {
  const last = new Map<string, string>();
  return {
    note(reply) {
      if (reply.card === undefined) return;
      last.delete(reply.card);
      last.set(reply.card, wordsOf(reply));
      for (const oldest of last.keys()) {
        if (last.size <= MOST_CARDS) break;
        last.delete(oldest);
      }
    },
    shows: (card, reply) => last.get(card) === wordsOf(reply) && !hasButtons(reply),
  };
}

const hasButtons = ({ blocks }: Reply): boolean =>
  blocks.some(block => block.kind === 'buttons' && block.buttons.length > 0);

function wordsOf({ title, tone, blocks, footer }: Reply): string {
  return JSON.stringify([title, tone, blocks, footer], (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
}
