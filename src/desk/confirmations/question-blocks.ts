import type { Block, Button } from '../../core/index.js';
import type { Intent } from '../intents/intent.js';
import { sayIn } from '../teller.js';
import { bareNumber } from './act-text.js';
import type { CardFacts } from './card.js';
import type { Answer } from './handles.js';

/** What only a person can say of the first act that waits for it. */
export function questionBlocks(facts: CardFacts): Block[] {
  const asked = facts.ticket.intents
    .map(intent => questionOf(intent, facts))
    .find(question => question.length > 0);
  // Whoever was asked to agree to it has no say in what became of it.
  const questions = facts.reader === undefined ? (asked ?? []) : [];
  const ids = facts.offer(questions.map(({ answer }) => answer));
  if (questions.length === 0) return [];
  const buttons = questions.map(({ label }, i): Button => ({ id: ids[i] ?? '', label, style: 'plain' }));
  return [{ kind: 'buttons', buttons }];
}

const MOST_CANDIDATES = 8;

function questionOf(
  { id, n, state }: Intent,
  { view, language }: CardFacts,
): { label: string; answer: Answer }[] {
  const hunt = state.kind === 'unknown' ? view(id).hunt : undefined;
  const say = sayIn(language);
  const none = {
    label: say('확인함: 이 주문 없음', 'Looked: no such order'),
    answer: { kind: 'none', n },
  } as const;
  switch (hunt?.kind) {
    case 'several':
      return [
        ...hunt.rows.slice(0, MOST_CANDIDATES).map(row => ({
          label: `#${bareNumber(row.number)} ${row.time.slice(0, 2)}:${row.time.slice(2, 4)}:${row.time.slice(4)}`,
          answer: { kind: 'isThis', n, number: row.number, branch: row.branch } as const,
        })),
        none,
      ];
    case 'blind':
      return [
        { label: say('확인함: 주문 있음', 'Looked: it is there'), answer: { kind: 'exists', n } },
        none,
      ];
    case 'probablyNot':
      return [none];
    default:
      return [];
  }
}
