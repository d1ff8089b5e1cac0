import type { Draft } from '../../core/index.js';
import { sayIn } from '../teller.js';
import { type Body, cardOf, clockText } from './asking-cards.js';
import type { CardFacts } from './card.js';
import type { Pending } from './pending.js';

/** The copy of somebody who is asked to agree: what they see, and what they can say. */
export function approverCard(pending: Pending, facts: CardFacts, body: Body): Draft {
  const say = sayIn(facts.language);
  const { owner, stage, expiresAt, given } = pending;
  const until = clockText(expiresAt);
  const deny = [{ kind: 'deny' }, say('거부', 'Deny'), 'danger'] as const;
  if (stage === 'broken') {
    return cardOf(facts, body, {
      title: say('비상 전송 예고', 'Emergency'),
      tone: 'bad',
      above: say(
        `${owner.name}님이 승인 없이 보내려고 합니다. ${until}부터 보낼 수 있습니다.`,
        `${owner.name} is about to send this without approval, from ${until} on.`,
      ),
      text: say(
        '막으려면 거부를 누르세요. 그러면 주문 없이 끝납니다.',
        'Press Deny to stop it. Then nothing is ordered.',
      ),
      buttons: [deny],
    });
  }
  if (stage !== 'asked') {
    return cardOf(facts, body, {
      title: say('승인됨', 'Approved'),
      above: say(
        `${owner.name}님이 ${until}까지 보낼 수 있습니다.`,
        `${owner.name} may send it by ${until}.`,
      ),
      text: say(
        '아직 주문하지 않았습니다. 지금이라도 거부하면 주문 없이 끝납니다.',
        'Nothing is ordered yet. A denial still ends it.',
      ),
      buttons: [deny],
    });
  }
  const said = given.some(({ by }) => by === facts.reader);
  return cardOf(facts, body, {
    title: said ? say('승인함', 'You agreed') : say('승인 요청', 'Approval asked'),
    above: say(
      `${owner.name}님의 주문입니다. ${until}까지 답해 주세요.`,
      `An order of ${owner.name}. Answer by ${until}.`,
    ),
    text: said
      ? say(
          '승인을 기록했습니다. 마음이 바뀌면 보내기 전까지 거부할 수 있습니다.',
          'Your approval is on record. You can still deny it until it is sent.',
        )
      : say(
          '승인해도 바로 나가지 않습니다. 승인이 다 모이면 요청한 사람이 60초 안에 전송해야 나갑니다. 한 사람이라도 거부하면 끝납니다.',
          'It does not leave at once: when enough have agreed, its requester has 60 seconds to send it. One denial ends it.',
        ),
    buttons: [...(said ? [] : [[{ kind: 'approve' }, say('승인', 'Approve'), 'primary'] as const]), deny],
  });
}
