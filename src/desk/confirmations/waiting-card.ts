import type { Block, Draft } from '../../core/index.js';
import { sayIn } from '../teller.js';
import { ticketBody } from '../tickets/ticket-card.js';
import { approverCard } from './approver-card.js';
import { askCard, askedCard, brokenCard, readyCard } from './asking-cards.js';
import { type CardFacts, openCard, repeatCard } from './card.js';
import type { Pending } from './pending.js';

/** The card of a ticket that waits, as this reader should see it; undefined: it does not wait any more. Pure. */
export function waitingCard(pending: Pending, facts: CardFacts): Draft | undefined {
  if (pending.stage === 'claimed' || pending.stage === 'over') return undefined;
  const { title, blocks } = ticketBody(pending.content, facts.language);
  const body = { title, blocks: [...programBlocks(pending, facts), ...blocks] };
  if (facts.reader !== undefined) return approverCard(pending, facts, body);
  switch (pending.stage) {
    case 'open':
      return pending.demands.approvers > 0 ? askCard(pending, facts, body) : openCard(facts, body);
    case 'again':
      return repeatCard(facts, body, pending.likeAt ?? pending.content.madeAt, pending.expiresAt);
    case 'asked':
      return askedCard(pending, facts, body);
    case 'broken':
      return brokenCard(pending, facts, body);
    case 'ready':
      return readyCard(pending, facts, body);
  }
}

/** Who asks stands above what is asked: nobody typed this ticket. */
function programBlocks({ owner: { byKey } }: Pending, { language, reader }: CardFacts): readonly Block[] {
  if (!byKey) return [];
  const say = sayIn(language);
  const made = say(
    `프로그램(API 키 ${byKey.id})이 만든 주문표입니다.`,
    `A program (API key ${byKey.id}) made this ticket.`,
  );
  const todo = say('직접 시킨 것이 아니면 취소를 누르세요.', 'If you did not have it do so, press Cancel.');
  return [{ kind: 'notice', tone: 'neutral', text: reader === undefined ? `${made} ${todo}` : made }];
}
