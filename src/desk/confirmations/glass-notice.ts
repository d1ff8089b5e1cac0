import { accountLabel, type Draft, type Language, type Notice, type Principal } from '../../core/index.js';
import { sayIn } from '../teller.js';
import { ticketBody } from '../tickets/ticket-card.js';
import { clockText } from './asking-cards.js';
import type { Pending } from './pending.js';
import { ticketAccount } from './venue-look.js';

/** What everybody who looks after the desk, or was asked to agree, hears when somebody goes ahead without approval. */
export function glassNotice(
  { ticket, owner, content }: Pending,
  people: readonly Principal[],
  { at, opensAt, language }: { readonly at: number; readonly opensAt: number; readonly language: Language },
): Notice {
  const say = sayIn(language);
  const draft: Draft = {
    title: say('승인 없이 보내려는 주문이 있습니다', 'An order is about to go without approval'),
    tone: 'bad',
    stamp: content.stamp,
    blocks: [
      {
        kind: 'text',
        text: say(
          `${owner.name}님이 비상 전송을 눌렀습니다. 아직 주문하지 않았고, 아무도 거부하지 않으면 ${clockText(opensAt)}부터 60초 동안 보낼 수 있습니다.`,
          `${owner.name} has pressed Emergency. Nothing is ordered yet; unless somebody denies it, it may be sent for 60 seconds from ${clockText(opensAt)} on.`,
        ),
      },
      {
        kind: 'fields',
        fields: [
          { label: say('계좌', 'Account'), value: accountLabel(ticketAccount(content)) },
          { label: say('주문', 'Order'), value: ticketBody(content, language).title },
          { label: say('요청한 사람', 'Requester'), value: owner.name },
        ],
      },
      {
        kind: 'text',
        text: say(
          '막으려면 승인 카드에서 거부를 누르거나, 누구든 /halt 로 거래를 멈추세요.',
          'To stop it, press Deny on the card that asked for approval, or halt trading with /halt.',
        ),
      },
    ],
  };
  return {
    kind: 'security',
    urgency: 'critical',
    incident: `glass:${ticket}`,
    endsQuietly: true,
    draft,
    isPrivate: true,
    at,
    about: people.flatMap(({ ids }) => ids),
    actions: [
      { label: say('거래 정지', 'Halt'), call: { command: 'halt', args: { scope: 'all' } }, style: 'danger' },
    ],
  };
}
