import type { IntentState } from '../intents/intent.js';
import type { Told } from './state-text.js';

/** What became of a ticket of which nothing was sent. */
export function endedText(
  { how }: Extract<IntentState, { kind: 'ended' }>,
  say: (ko: string, en: string) => string,
): Told {
  const nothing = say('주문은 나가지 않았습니다.', 'Nothing was ordered.');
  switch (how) {
    case 'declined':
      return { word: say('취소함', 'Declined'), tone: 'neutral', text: nothing };
    case 'expired':
      return {
        word: say('만료', 'Expired'),
        tone: 'neutral',
        text: `${say('확인 시간이 지났습니다.', 'Its time ran out.')} ${nothing}`,
      };
    case 'restart':
      return {
        word: say('만료', 'Expired'),
        tone: 'neutral',
        text: `${say('봇이 다시 시작되어 만료되었습니다.', 'The bot was restarted.')} ${nothing} ${say('필요하면 새로 주문해 주세요.', 'Order anew if you still want it.')}`,
      };
    case 'replaced':
      return {
        word: say('새 주문표로 바뀜', 'Replaced'),
        tone: 'neutral',
        text: nothing,
      };
    case 'denied':
      return {
        word: say('승인 거부', 'Denied'),
        tone: 'bad',
        text: `${say('승인할 사람이 거부했습니다.', 'Somebody who was asked did not agree.')} ${nothing} ${say('필요하면 의논한 뒤 새로 주문해 주세요.', 'Talk it over and order anew if you still want it.')}`,
      };
    case 'unapproved':
      return {
        word: say('승인 부족', 'Not approved'),
        tone: 'warning',
        text: `${say('필요한 만큼 승인을 받지 못했습니다.', 'Too few agreed.')} ${nothing} ${say('필요하면 새로 주문해 다시 승인을 받으세요.', 'Order anew and ask again if you still want it.')}`,
      };
    case 'blocked':
      return { word: say('보내지 않음', 'Not sent'), tone: 'warning', text: nothing };
  }
}
