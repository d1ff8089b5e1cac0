import { type Block, type DeskError, type Draft, formatKst, usageOf } from '../core/index.js';
import { EXPLANATIONS } from './explanations.js';
import { type Circumstances, sayIn, tellerFor } from './teller.js';

/**
 * A failure as a person reads it: what happened, whether anything was ordered, what comes next, what to do. Chosen by
 * kind alone; the error's own message is for the log and never shown.
 */
export function explain(error: DeskError, at: Circumstances): Draft {
  const { tone, title, what, todo } = EXPLANATIONS[error.kind](tellerFor(error, at));
  const say = sayIn(at.language);
  const usage = error.kind === 'input' && at.request ? [usageOf(at.request.command, at.language)] : [];
  const blocks: Block[] = [
    { kind: 'text', text: what },
    ...orderedNotice(error, say),
    { kind: 'text', text: todo },
    ...usage.map((line): Block => ({ kind: 'text', text: say(`사용법: ${line}`, `Usage: ${line}`) })),
  ];
  return {
    title,
    tone,
    blocks,
    footer: `${say('참조', 'Reference')} ${at.reference} · ${formatKst(at.now)}`,
  };
}

/** Whether anything was ordered. A ticket that was answered before has its own card for that. */
function orderedNotice({ kind, detail }: DeskError, say: (ko: string, en: string) => string): Block[] {
  // Of a second factor it counts the tries.
  if (detail['left'] !== undefined && detail['what'] !== 'stepUp') {
    const text = say(
      '주문은 증권사로 나갔습니다. 다시 보내지 말고 /orders 로 확인하세요.',
      'The order has left for the broker. Do not repeat it; look at /orders.',
    );
    return [{ kind: 'notice', tone: 'bad', text }];
  }
  if (kind === 'tooOld' && detail['act'] === 'press') {
    const text = say(
      '주문표의 확인을 누르셨다면 주문이 나갔을 수 있습니다. 그 주문표의 카드와 /orders 에 결과가 있습니다.',
      'If it was the confirmation of a ticket, the order may have left: its card and /orders tell.',
    );
    return [{ kind: 'notice', tone: 'warning', text }];
  }
  const mayHaveLeft = kind === 'usedTicket' && (detail['how'] === 'sent' || detail['how'] === 'sending');
  if (mayHaveLeft) return [];
  return [
    { kind: 'notice', tone: 'neutral', text: say('주문은 나가지 않았습니다.', 'Nothing was ordered.') },
  ];
}
