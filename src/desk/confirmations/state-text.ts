import { formatKst, groupDigits, type Language, type Tone, type VenueOrder } from '../../core/index.js';
import type { Intent, IntentState } from '../intents/intent.js';
import type { Hunt, Progress } from '../intents/look.js';
import type { View } from '../intents/watch.js';
import { brokerReply } from '../quoted.js';
import { sayIn } from '../teller.js';
import { bareNumber } from './act-text.js';
import { endedText } from './ended-text.js';
import { unsentText } from './unsent-text.js';

/** What a card says of one act in one state: a word for the title, and what it means for the person. */
export interface Told {
  readonly word: string;
  readonly tone: Tone;
  readonly text: string;
}

type Say = (ko: string, en: string) => string;

export function toldOf(intent: Intent, view: View, language: Language): Told {
  const say = sayIn(language);
  const { state } = intent;
  switch (state.kind) {
    case 'proposed':
    case 'claimed':
    case 'sent':
      return {
        word: say('보내는 중', 'Sending'),
        tone: 'neutral',
        text: say(
          '증권사로 보내고 있습니다. 다시 누르지 마세요. 결과가 이 카드에 나타납니다.',
          'It is on its way to the broker. Do not press again; the outcome will show here.',
        ),
      };
    case 'accepted':
      return acceptedText(intent, state, view.progress, say);
    case 'refused':
      return {
        word: say('거부', 'Refused'),
        tone: 'bad',
        text: `${say('증권사가 거절했습니다:', 'The broker refused:')} ${brokerReply(state, language)}\n${say(
          '주문은 들어가지 않았고 봇은 다시 보내지 않습니다. 고쳐서 새로 주문해 주세요.',
          'Nothing was ordered, and the bot does not try again. Correct it and order anew.',
        )}`,
      };
    case 'notSent':
      return {
        word: say('보내지 않음', 'Not sent'),
        tone: 'warning',
        text: unsentText(state.reason, say),
      };
    case 'unknown':
      return unknownText(view, say, language);
    case 'notPlaced':
      return {
        word: say('주문 없음', 'No order'),
        tone: 'warning',
        text:
          state.by === 'person'
            ? say('사람이 확인해 주문 없음으로 닫았습니다.', 'Closed by a person who found no such order.')
            : say(
                '증권사 주문 내역을 끝까지 확인했고 이 주문은 없습니다. 필요하면 새로 주문해 주세요.',
                'The broker’s list was watched to the end and does not have it. Order anew if you still want it.',
              ),
      };
    case 'ended':
      return endedText(state, say);
  }
}

function acceptedText(
  { act }: Intent,
  { order, done }: Extract<IntentState, { kind: 'accepted' }>,
  progress: Progress | undefined,
  say: Say,
): Told {
  const number =
    order.number === ''
      ? ''
      : say(` 주문번호 ${bareNumber(order.number)}.`, ` No. ${bareNumber(order.number)}.`);
  if (act.kind === 'cancel') return cancelText(progress, number, say);
  if (!progress) {
    return {
      word: say('접수', 'Accepted'),
      tone: 'good',
      text: done
        ? say(
            `증권사가 접수했고 처리가 끝났습니다.${number} 체결 내역은 /orders 에서 볼 수 있습니다.`,
            `The broker took it and is through with it.${number} /orders shows how it fared.`,
          )
        : say(
            `증권사가 접수했습니다.${number} 체결되면 이 카드가 바뀝니다.`,
            `The broker took it.${number} This card follows its fills.`,
          ),
    };
  }
  const { row, amendedTo, unlisted } = progress;
  const filled = `${filledText(row, say)}${unlisted ? unlistedText(say) : ''}`;
  if (amendedTo !== undefined) {
    return {
      word: say('정정됨', 'Amended'),
      tone: 'neutral',
      text: say(
        `주문번호 ${bareNumber(amendedTo)}(으)로 이어집니다.${filled}`,
        `It goes on as no. ${bareNumber(amendedTo)}.${filled}`,
      ),
    };
  }
  const words: Readonly<Record<VenueOrder['state'], readonly [string, string, Tone]>> = {
    open: ['접수', 'Accepted', 'good'],
    partlyFilled: ['부분체결', 'Partly filled', 'good'],
    filled: ['체결', 'Filled', 'good'],
    cancelled: ['취소됨', 'Cancelled', 'neutral'],
    rejected: ['거부', 'Rejected', 'bad'],
  };
  const [ko, en, tone] = words[row.state];
  return { word: say(ko, en), tone, text: `${number}${filled}`.trim() };
}

function filledText({ filled, quantity, averageFill }: VenueOrder, say: Say): string {
  if (filled === 0n) return say(' 체결 없음.', ' Nothing filled.');
  const average = groupDigits(BigInt(Math.round(averageFill)));
  return say(
    ` 체결 ${groupDigits(filled)}/${groupDigits(quantity)}주, 평균 ${average}원.`,
    ` Filled ${groupDigits(filled)} of ${groupDigits(quantity)}, average ₩${average}.`,
  );
}

const unlistedText = (say: Say) =>
  say(' 체결 통보로 확인했습니다.', ' Known from the venue’s execution notices.');

/** A cancellation is done when nothing is left of its original, and not before. */
function cancelText(progress: Progress | undefined, number: string, say: Say): Told {
  if (!progress?.over) {
    return {
      word: say('취소 접수', 'Cancel accepted'),
      tone: 'good',
      text: say(
        `취소 주문이 접수되었습니다.${number} 원주문이 끝나면 이 카드가 바뀝니다.`,
        `The cancellation was taken.${number} This card changes when its order is over.`,
      ),
    };
  }
  const { row } = progress;
  if (row.state === 'filled') {
    return {
      word: say('이미 체결', 'Filled before'),
      tone: 'warning',
      text: say('취소되기 전에 모두 체결되었습니다.', 'It was filled before it could be cancelled.'),
    };
  }
  return {
    word: say('취소됨', 'Cancelled'),
    tone: 'good',
    text: `${say('남은 수량이 취소되었습니다.', 'What was left is cancelled.')}${row.filled > 0n ? filledText(row, say) : ''}`,
  };
}

/** Until it is known, nothing here may sound like either outcome. */
function unknownText({ hunt, nextAt, heldChange }: View, say: Say, language: Language): Told {
  const next = nextAt === undefined ? '' : formatKst(nextAt).slice(11);
  const again = say(next === '' ? '' : ` 다음 확인: ${next}.`, next === '' ? '' : ` Next look: ${next}.`);
  return {
    word: say('결과 확인 중', 'Outcome not known yet'),
    tone: 'warning',
    text: `${huntText(hunt, say, language)}${heldText(heldChange, say)}${again}`,
  };
}

function huntText(hunt: Hunt | undefined, say: Say, language: Language): string {
  switch (hunt?.kind) {
    case 'several':
      return say(
        `같은 모양의 주문이 ${hunt.rows.length}건 있어 봇이 고를 수 없습니다. 어느 것이 이 주문인지 골라 주세요. 고를 때까지 같은 종목·방향의 새 주문은 막힙니다.`,
        `${hunt.rows.length} orders look alike and the bot cannot tell. Say which is this one; until then like orders are held back.`,
      );
    case 'blind':
      return `${say(
        '증권사 주문 목록이 불완전해 봇이 확인할 수 없습니다. 증권사 앱을 열어 이 주문이 있는지 보고 아래에서 알려 주세요.',
        'The broker’s list is incomplete, so the bot cannot tell. Open the broker’s app, look for it, and say so below.',
      )}${grownText(hunt.grown, language)}`;
    case 'probablyNot':
      return say(
        `${hunt.answers}번 조회했지만 주문 내역에 없습니다. 들어가지 않은 것으로 보이지만 장이 끝날 때까지 계속 확인합니다. 봇은 다시 보내지 않습니다.`,
        `${hunt.answers} looks at the list did not find it. It was most likely not placed; the bot keeps looking until the day ends and does not send it again.`,
      );
    default:
      return say(
        '증권사의 답을 받지 못해 주문이 들어갔는지 아직 모릅니다. 봇은 다시 보내지 않고 주문 내역에서 찾습니다. 같은 주문을 다시 내지 마세요.',
        'The broker’s answer was lost, so nobody knows yet whether it was placed. The bot does not send it again and looks for it in the order list. Do not repeat the order.',
      );
  }
}

function grownText(grown: bigint | undefined, language: Language): string {
  if (grown === undefined || grown <= 0n) return '';
  const count = groupDigits(grown);
  return language === 'ko'
    ? ` 증권사 합계의 주문 수량은 그 뒤 ${count}주 늘었습니다.`
    : ` The broker’s own total of ordered shares has grown by ${count} since.`;
}

function heldText(change: bigint | undefined, say: Say): string {
  if (change === undefined) return '';
  if (change === 0n) return say(' 보유 수량은 그대로입니다.', ' The holding has not changed.');
  const count = `${change > 0n ? '+' : ''}${groupDigits(change)}`;
  return say(` 보유 수량은 그 뒤 ${count}주 바뀌었습니다.`, ` The holding has changed by ${count} since.`);
}
