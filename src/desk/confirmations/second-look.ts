import type { Draft, Language } from '../../core/index.js';
import type { IntentBook } from '../intents/book.js';
import { sayIn } from '../teller.js';
import { ticketBody } from '../tickets/ticket-card.js';
import { repeatCard } from './card.js';
import type { Living } from './living.js';
import type { Pending } from './pending.js';

/** The second question of a ticket whose order went out just now already. */
export function repeatQuestion(
  { ticket, content }: Pending,
  {
    book,
    living,
    language,
  }: { readonly book: IntentBook; readonly living: Living; readonly language: Language },
): Draft {
  const [act] = content.acts;
  const lastAt = act?.kind === 'place' ? book.day.lastLike(act.order) : undefined;
  const body = ticketBody(content, language);
  return living.draw(ticket, facts => repeatCard(facts, body, lastAt ?? content.madeAt));
}

/** A new ticket in the place of one that things have moved away from. */
export function inPlaceOfOld(draft: Draft, language: Language): Draft {
  const text = sayIn(language)(
    '그사이 상황이 바뀌어 보내지 않았습니다. 새 주문표를 보고 다시 확인해 주세요.',
    'Things have moved since, so it was not sent. Look at the new ticket and confirm again.',
  );
  return { ...draft, blocks: [{ kind: 'notice', tone: 'warning', text }, ...draft.blocks] };
}
