import type { Reply } from '../../core/index.js';
import { stateCard } from './card.js';
import type { Living } from './living.js';

/**
 * A ticket's card as news for the alert channels: what it says, without its buttons, which stay with the card, and
 * without its id, so that nobody takes the copy for the card.
 */
export function cardNotice(living: Living, ticket: string): Reply {
  const { card: _, ...draft } = stateCard({
    ...living.facts(ticket),
    offer: answers => answers.map(() => ''),
  });
  return living.asReply({ ...draft, blocks: draft.blocks.filter(block => block.kind !== 'buttons') });
}
