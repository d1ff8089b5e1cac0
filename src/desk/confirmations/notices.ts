import type { Block, Draft, Language, Notice, NoticeAction } from '../../core/index.js';
import { askingKey } from '../intents/asking-key.js';
import type { View } from '../intents/watch.js';
import { sayIn } from '../teller.js';
import { stateCard } from './card.js';
import type { Living } from './living.js';
import { isDoubt, kindOf, type Stage, stageOf, ticketStage, urgencyOf } from './stage.js';

/** A ticket's card as news, and what makes it another one than the last. */
export interface OrderNotice {
  readonly notice: Notice;
  /** Changes with whatever people should hear of. */
  readonly key: string;
  /** Of one of its acts nobody knows what became of it. */
  readonly isInDoubt: boolean;
}

/**
 * What the ticket's card says now, for those who do not see it: without its buttons, which stay with the card, and
 * without its id, so that nobody takes the copy for the card. `settled`: the act whose unknown outcome has just become
 * known. undefined when there is nothing to tell.
 */
export function cardNotice(
  living: Living,
  ticket: string,
  at: number,
  settled?: number,
): OrderNotice | undefined {
  const facts = living.facts(ticket);
  const { intents, owner, where } = facts.ticket;
  const stages: Stage[] = [];
  const keys: string[] = [];
  for (const intent of intents) {
    const view = facts.view(intent.id);
    const stage = stageOf(intent, view);
    if (stage === undefined) continue;
    const found = intent.n === settled && intent.state.kind === 'accepted';
    stages.push(found ? 'settled' : stage);
    keys.push(`${intent.n} ${stage} ${newsWithin(stage, view)}`);
  }
  if (stages.length === 0) return undefined;
  const { card: _, ...draft } = stateCard({ ...facts, offer: answers => answers.map(() => '') });
  const isInDoubt = stages.some(isDoubt);
  return {
    key: `${ticketStage(stages)} ${keys.join()}`,
    isInDoubt,
    notice: {
      kind: kindOf(stages),
      urgency: urgencyOf(stages),
      incident: `order:${ticket}`,
      stage: ticketStage(stages),
      draft: asNews(draft, stages, facts.language),
      isPrivate: false,
      at,
      about: [owner],
      // A program's order was shown at no terminal.
      ...(owner.startsWith('console:') && askingKey(where) === undefined && { by: owner }),
      ...(isInDoubt && { actions: actionsIn(facts.language) }),
    },
  };
}

/** What is worth telling again although the stage is the same. */
function newsWithin(stage: Stage, { hunt, progress }: View): string {
  if (stage === 'asked') return hunt?.kind ?? '';
  return stage === 'partly' ? String(progress?.row.filled) : '';
}

function asNews(draft: Draft, stages: readonly Stage[], language: Language): Draft {
  const say = sayIn(language);
  const blocks = draft.blocks.filter(({ kind }) => kind !== 'buttons');
  if (!stages.includes('settled')) return { ...draft, blocks };
  const found: Block = {
    kind: 'notice',
    tone: 'good',
    text: say(
      '결과를 알 수 없던 주문이 증권사에 들어가 있는 것을 확인했습니다. 다시 주문하지 마세요.',
      'The order whose outcome was unknown does stand at the broker. Do not order it again.',
    ),
  };
  return { ...draft, blocks: [found, ...blocks] };
}

/** While nobody knows whether an order stands: the venue's list, and the kill switch. */
function actionsIn(language: Language): readonly NoticeAction[] {
  const say = sayIn(language);
  return [
    { label: say('주문 내역', 'Orders'), call: { command: 'orders', args: {} } },
    { label: say('거래 정지', 'Halt'), call: { command: 'halt', args: { scope: 'all' } }, style: 'danger' },
  ];
}
