import { type Block, type DeskError, type Draft, formatKst, usageOf } from '../core/index.js';
import { EXPLANATIONS } from './explanations.js';
import { type Circumstances, sayIn, tellerFor } from './teller.js';

/**
 * A failure as a person reads it: what happened, that nothing was ordered, what comes next, what to do. Chosen by
 * kind alone; the error's own message is for the log and never shown.
 */
export function explain(error: DeskError, at: Circumstances): Draft {
  const { tone, title, what, todo } = EXPLANATIONS[error.kind](tellerFor(error, at));
  const say = sayIn(at.language);
  const usage = error.kind === 'input' && at.request ? [usageOf(at.request.command)] : [];
  const blocks: Block[] = [
    { kind: 'text', text: what },
    { kind: 'notice', tone: 'neutral', text: say('주문은 나가지 않았습니다.', 'Nothing was ordered.') },
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
