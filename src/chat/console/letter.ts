import { type ChatPlatform, DeskError, type ShownCard } from '../../core/index.js';
import { HERE } from './conversation.js';

type Letters = ChatPlatform['post'];
type Reply = Parameters<Letters>[1];

/**
 * What the desk says unasked, in a terminal: there is but one place, and what stands there under a key is not written
 * again. An earlier run's terminal is gone with all that stood there.
 */
export function createLetters(terminal: {
  isOpen(): boolean;
  /** Writes the card, known as `card` from then on. */
  write(reply: Reply, card: string, silent: boolean): void;
}): Letters {
  const shown = new Set<string>();

  return async ({ kind, id }, reply, { key, silent }) => {
    if (kind !== 'place' || id !== HERE.id) {
      throw new DeskError('notOffered', 'the console has one place', { posted: 'no' });
    }
    const card: ShownCard = { platform: 'console', place: HERE.id, message: key };
    if (shown.has(key)) return card;
    if (!terminal.isOpen()) throw new DeskError('unavailable', 'the console is closed', { posted: 'no' });
    shown.add(key);
    terminal.write(reply, key, silent);
    return card;
  };
}
