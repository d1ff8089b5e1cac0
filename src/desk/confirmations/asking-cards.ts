import { type Block, type Button, type Draft, formatKst, spanText, type Tone } from '../../core/index.js';
import { sayIn } from '../teller.js';
import { wonText } from '../tickets/card-words.js';
import { approvalFields } from './approval-fields.js';
import { type CardFacts, footerOf } from './card.js';
import type { Answer } from './handles.js';
import type { Pending } from './pending.js';

export interface Body {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** Before anybody was asked: that others have to agree, and the button that asks them. */
export function askCard({ demands, expiresAt }: Pending, facts: CardFacts, body: Body): Draft {
  const say = sayIn(facts.language);
  const { approvers, approveAbove = 0n } = demands;
  return cardOf(facts, body, {
    text: say(
      `${wonText(approveAbove, 'ko')}을 넘는 주문이라 다른 사람 ${approvers}명의 승인이 있어야 보낼 수 있습니다. 아직 주문하지 않았습니다. ${clockText(expiresAt)}까지(${spanText(expiresAt - facts.now, 'ko')}) 승인 요청을 누르면 승인할 사람들에게 묻습니다.`,
      `An order above ${wonText(approveAbove, 'en')} needs ${approvers} other ${approvers === 1 ? 'person' : 'people'} to agree. Nothing is ordered yet. Ask them by ${clockText(expiresAt)} (${spanText(expiresAt - facts.now, 'en')}).`,
    ),
    buttons: [
      [{ kind: 'ask' }, say('승인 요청', 'Ask for approval'), 'primary'],
      [{ kind: 'decline' }, say('취소', 'Cancel'), 'plain'],
    ],
  });
}

/** While they are asked. */
export function askedCard({ demands, expiresAt }: Pending, facts: CardFacts, body: Body): Draft {
  const say = sayIn(facts.language);
  const minutes = demands.breakGlassMinutes;
  return cardOf(facts, body, {
    title: say('승인 대기', 'Waiting for approval'),
    text: [
      say(
        `승인할 사람들에게 물었습니다. ${clockText(expiresAt)}까지 모자라거나 한 사람이라도 거부하면 주문 없이 끝납니다. 다 모이면 이 카드에 전송 버튼이 60초 동안 나타납니다.`,
        `Those who can agree were asked. Without enough of them by ${clockText(expiresAt)}, or with one denial, it ends and nothing is ordered. When enough have agreed, this card offers Send for 60 seconds.`,
      ),
      ...(minutes === undefined
        ? []
        : [
            say(
              `급하면 비상 전송을 누르세요. 인증 코드가 필요하고, ${minutes}분 동안 아무도 거부하지 않으면 승인 없이 보낼 수 있습니다. 관리자와 승인자 모두에게 알립니다.`,
              `If it is urgent, press Emergency: it takes a code, and unless somebody denies it within ${minutes} min it may go without approval. Every admin and approver is told.`,
            ),
          ]),
    ].join(' '),
    buttons: [
      ...(minutes === undefined
        ? []
        : [[{ kind: 'breakGlass' }, say('비상 전송', 'Emergency'), 'danger'] as const]),
      [{ kind: 'decline' }, say('취소', 'Cancel'), 'plain'],
    ],
  });
}

/** While the glass is not open yet. */
export function brokenCard({ expiresAt }: Pending, facts: CardFacts, body: Body): Draft {
  const say = sayIn(facts.language);
  return cardOf(facts, body, {
    title: say('비상 전송 대기', 'Emergency: waiting'),
    tone: 'bad',
    text: say(
      `승인 없이 보내기로 했고 관리자와 승인자 모두에게 알렸습니다. 그 전에 아무도 거부하지 않으면 ${clockText(expiresAt)}부터 60초 동안 전송 버튼이 나타납니다.`,
      `It is to go without approval, and every admin and approver was told. Unless somebody denies it, Send appears at ${clockText(expiresAt)} for 60 seconds.`,
    ),
    buttons: [[{ kind: 'decline' }, say('취소', 'Cancel'), 'plain']],
  });
}

/** Its requester may send it. */
export function readyCard({ expiresAt, glassAt }: Pending, facts: CardFacts, body: Body): Draft {
  const say = sayIn(facts.language);
  const until = clockText(expiresAt);
  const left = spanText(expiresAt - facts.now, facts.language);
  return cardOf(facts, body, {
    title: glassAt === undefined ? say('승인됨', 'Approved') : say('비상 전송 가능', 'Emergency: open'),
    text: say(
      `아직 주문하지 않았습니다. ${until}까지(${left}) 전송을 누르면 시세와 한도를 다시 확인하고 보냅니다.`,
      `Nothing is ordered yet. Press Send by ${until} (${left}); price and limits are looked at again first.`,
    ),
    buttons: [
      [{ kind: 'send' }, say('전송', 'Send'), glassAt === undefined ? 'primary' : 'danger'],
      [{ kind: 'decline' }, say('취소', 'Cancel'), 'plain'],
    ],
  });
}

/** A ticket's facts, who agreed so far, what it waits for, and what can be pressed. */
export function cardOf(
  facts: CardFacts,
  body: Body,
  what: {
    /** Stands before the ticket's own. */
    readonly title?: string;
    readonly tone?: Tone;
    readonly above?: string;
    readonly text: string;
    readonly buttons: readonly (readonly [Answer, string, Button['style']])[];
  },
): Draft {
  const { title, tone = 'warning', above, text, buttons } = what;
  const ids = facts.offer(buttons.map(([answer]) => answer));
  const fields = approvalFields(facts);
  return {
    title: title === undefined ? body.title : `${title} · ${body.title}`,
    tone,
    card: facts.ticket.id,
    stamp: facts.stamp,
    blocks: [
      ...(above === undefined ? [] : [{ kind: 'notice' as const, tone, text: above }]),
      ...body.blocks,
      ...(fields.length > 0 ? [{ kind: 'fields' as const, fields }] : []),
      { kind: 'notice', tone: 'neutral', text },
      {
        kind: 'buttons',
        buttons: buttons.map(([, label, style], n): Button => ({ id: ids[n] ?? '', label, style })),
      },
    ],
    footer: footerOf(facts.ticket, facts.language),
  };
}

/** `10:04:30` */
export const clockText = (at: number): string => formatKst(at).slice(11);
