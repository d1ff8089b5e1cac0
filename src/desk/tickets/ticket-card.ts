import { type Block, groupDigits, type Language, stampLabel } from '../../core/index.js';
import { actWord } from '../confirmations/act-text.js';
import { sayIn } from '../teller.js';
import { cancelBlocks } from './cancel-blocks.js';
import { type Say, sharesText, warningsText } from './card-words.js';
import { orderFields } from './order-fields.js';
import type { OrderFacts, TicketContent } from './ticket.js';

/** The title of a ticket's card and what a person must know before confirming. Pure; it fits one message anywhere. */
export function ticketBody(
  content: TicketContent,
  language: Language,
): { readonly title: string; readonly blocks: readonly Block[] } {
  const say = sayIn(language);
  return { title: titleOf(content, say, language), blocks: blocksOf(content, say, language) };
}

/** Real money is named in the title too, though every card bears its stamp. */
function titleOf({ facts, acts, stamp }: TicketContent, say: Say, language: Language): string {
  const [act] = acts;
  const live = stamp === 'live' ? `${stampLabel(stamp, language)} ` : '';
  const what = act && acts.length === 1 ? actWord(act, language) : say('주문 취소', 'Cancel orders');
  const name = facts.kind === 'order' ? facts.instrument.name : facts.orders[0]?.name;
  const which = acts.length === 1 ? name : say(`${acts.length}건`, `${acts.length} orders`);
  return `${live}${what} · ${which}`;
}

function blocksOf(content: TicketContent, say: Say, language: Language): readonly Block[] {
  const { facts } = content;
  if (facts.kind === 'cancel') return cancelBlocks(facts, { say, language });
  return [
    ...warningBlocks(facts, say),
    { kind: 'fields', fields: orderFields(facts, content, { say, language }) },
    ...partBlocks(facts, say, language),
    ...(content.repeat ? [repeatBlock(say)] : []),
  ];
}

function warningBlocks({ quote, instrument }: OrderFacts, say: Say): Block[] {
  const text = warningsText(quote, instrument, say);
  return text === '' ? [] : [{ kind: 'notice', tone: 'bad', text: `${say('경고', 'Warning')}: ${text}` }];
}

/** KIS: 주식주문(정정취소) TTTC0013U: what an amendment does not name stays open as it was. */
function partBlocks({ order, original }: OrderFacts, say: Say, language: Language): Block[] {
  const rest = original === undefined ? 0n : original.remaining - order.quantity;
  if (rest === 0n) return [];
  const text = say(
    `${sharesText(order.quantity, 'ko')}만 정정하고 나머지 ${sharesText(rest, language)}는 원주문 그대로 둡니다.`,
    `Only ${sharesText(order.quantity, 'en')} are amended; the other ${groupDigits(rest)} stay as they were.`,
  );
  return [{ kind: 'notice', tone: 'warning', text }];
}

function repeatBlock(say: Say): Block {
  return {
    kind: 'notice',
    tone: 'warning',
    text: say(
      '조금 전에 똑같은 주문을 보냈습니다. 확인하면 한 번 더 묻습니다.',
      'The same order left a moment ago. You will be asked once more after confirming.',
    ),
  };
}
