import type { DeskErrorKind } from '../core/index.js';
import { accountTold } from './explanations-accounts.js';
import { approvalUsedWords, isStillOpen, wonOf } from './explanations-approval.js';
import { shelfFull } from './explanations-http.js';
import { impossibleWords, sharesOf } from './explanations-impossible.js';
import { keyTold } from './explanations-keys.js';
import { memberTold } from './explanations-members.js';
import type { LimitCode } from './risk/limits.js';
import type { Teller, Told } from './teller.js';

type TradeKind = Extract<
  DeskErrorKind,
  'impossible' | 'limit' | 'halted' | 'unsettled' | 'usedTicket' | 'storage'
>;

/** What people read when an order is stopped before it leaves, a record that cannot be kept among the reasons. */
export const TRADE_EXPLANATIONS: Readonly<Record<TradeKind, (t: Teller) => Told>> = {
  impossible: t => {
    if (t.text('what') === 'member') return memberTold(t);
    if (t.text('what') === 'key') return keyTold(t);
    if (t.text('what') === 'account') return accountTold(t);
    return {
      tone: 'warning',
      title: t.say('주문할 수 없습니다', 'This cannot be ordered'),
      ...impossibleWords(t),
    };
  },
  limit: t =>
    shelfFull(t) ?? {
      tone: 'warning',
      title: t.say('정해 둔 한도를 넘습니다', 'Beyond a risk limit'),
      what: limitWords(t),
      todo: [
        ...(t.text('mostShares') === undefined
          ? []
          : [
              t.say(
                `이 한도에서는 ${sharesOf(t, 'mostShares')}까지 됩니다. 가격이 없는 주문은 상한가로 계산합니다.`,
                `This limit lets ${sharesOf(t, 'mostShares')} through; orders without a price count at the upper limit price.`,
              ),
            ]),
        t.text('of') === 'key'
          ? t.say(
              '이 한도는 API 키의 것입니다. 관리자가 /keys 로 정합니다.',
              'This limit is that of the API key. An admin sets it with /keys.',
            )
          : t.say(
              '한도는 관리자가 설정 파일(LIMITS_FILE)에서 정합니다.',
              'The operator sets the limits in LIMITS_FILE.',
            ),
      ].join(' '),
    },
  halted: t => {
    const reason = t.text('reason') ?? '';
    return {
      tone: 'bad',
      title: t.say('거래가 정지되어 있습니다', 'Trading is halted'),
      what: [
        haltScope(t),
        ...(reason === '' ? [] : [t.say(`사유: “${reason}”`, `Reason: “${reason}”`)]),
      ].join(' '),
      todo:
        t.text('until') === undefined
          ? t.say(
              '관리자가 /resume 으로 풀 때까지 이어집니다. 취소는 지금도 됩니다.',
              'It lasts until an admin lifts it with /resume. Cancels still work.',
            )
          : t.say(
              `풀리는 때: ${t.when('until')}. 취소는 지금도 됩니다.`,
              `It ends: ${t.when('until')}. Cancels still work.`,
            ),
    };
  },
  storage: t => ({
    tone: 'bad',
    title: t.say('저장소에 쓰지 못했습니다', 'The store failed'),
    what:
      t.text('what') === 'halt'
        ? t.say(
            '정지를 푼 것을 저장하지 못해 풀지 않았습니다. 정지는 그대로입니다.',
            'The lift could not be saved, so nothing was lifted; the halts stay.',
          )
        : t.text('code') === 'ENOSPC'
          ? t.say(
              '디스크가 가득 차 기록을 남길 수 없어, 실행하지 않았거나 끝내지 못했습니다.',
              'The disk is full: a record could not be kept, so it was not run or not finished.',
            )
          : t.say(
              '기록을 남길 수 없어 실행하지 않았거나 끝내지 못했습니다.',
              'A record could not be kept, so it was not run or not finished.',
            ),
    todo: t.say(
      '관리자가 디스크 공간과 데이터 폴더의 권한을 확인해야 합니다.',
      'The operator must check disk space and the permissions of the data directory.',
    ),
  }),
  unsettled: t => ({
    tone: 'warning',
    title: t.say('앞선 주문의 결과를 아직 모릅니다', 'An earlier order is not settled'),
    what:
      t.text('what') === 'start'
        ? t.say(
            '봇이 멈추기 전에 보낸 주문의 결과를 확인하는 중입니다. 끝날 때까지 새 주문을 받지 않습니다.',
            'The outcome of orders from before the restart is being looked up. Nothing new is taken until it is known.',
          )
        : t.say(
            `같은 종목${unsettledWhich(t)} 주문 하나의 결과를 확인하는 중이라 같은 방향의 새 주문은 받지 않습니다.`,
            `The outcome of one order of this issue${unsettledWhich(t)} is being looked up; no like order is taken meanwhile.`,
          ),
    todo: t.say(
      '봇이 증권사 주문 내역에서 찾고 있습니다. 그 주문의 카드에 결과가 나오면 다시 주문해 주세요.',
      'The bot is looking in the broker’s order list. Order again when that order’s card tells the outcome.',
    ),
  }),
  usedTicket: t => ({
    tone: 'warning',
    title: isStillOpen(t)
      ? t.say('바뀐 것이 없습니다', 'Nothing changed')
      : t.say('이미 끝난 주문표입니다', 'This ticket is over'),
    what: `${approvalUsedWords(t) ?? usedWords(t)} ${t.say('이번에 누른 것으로 바뀐 것은 없습니다.', 'This press changed nothing.')}`,
    todo: t.say(
      '주문의 상태는 그 카드나 /orders 에서 볼 수 있습니다. 다시 주문하려면 새로 입력해 주세요.',
      'Its card and /orders show how the order stands. To order again, type it anew.',
    ),
  }),
};

const LIMITS: Readonly<Record<LimitCode, (t: Teller) => string>> = {
  SYMBOL_DENY: t =>
    t.say(
      `${t.text('given') ?? '이 종목'}: 주문하지 않기로 한 종목입니다.`,
      `${t.text('given') ?? 'This issue'} is on the list of issues that may not be ordered.`,
    ),
  SYMBOL_ALLOW: t =>
    t.say(
      `${t.text('given') ?? '이 종목'}: 주문할 수 있는 종목의 목록에 없습니다.`,
      `${t.text('given') ?? 'This issue'} is not on the list of issues that may be ordered.`,
    ),
  ORDER_QUANTITY: t =>
    t.say(
      `주문 한 건은 ${sharesOf(t, 'most')}까지인데 ${sharesOf(t, 'given')}입니다.`,
      `One order may be for ${sharesOf(t, 'most')}; this is for ${sharesOf(t, 'given')}.`,
    ),
  ORDER_AMOUNT: t =>
    t.say(
      `주문 한 건은 ${wonOf(t, 'most')}까지인데 ${wonOf(t, 'given')}입니다.`,
      `One order may come to ${wonOf(t, 'most')}; this comes to ${wonOf(t, 'given')}.`,
    ),
  DAY_COUNT: t =>
    t.say(
      `하루 ${t.text('most') ?? ''}건까지인데 이 주문이 ${t.text('given') ?? ''}번째입니다.`,
      `${t.text('most') ?? ''} orders a day are the most; this is number ${t.text('given') ?? ''}.`,
    ),
  DAY_AMOUNT: t =>
    t.say(
      `하루 ${wonOf(t, 'most')}까지인데 이 주문까지 ${wonOf(t, 'given')}입니다. 오늘 남은 금액: ${wonOf(t, 'remaining')}.`,
      `${wonOf(t, 'most')} a day are the most; with this it comes to ${wonOf(t, 'given')}. Left today: ${wonOf(t, 'remaining')}.`,
    ),
  PRICE_DISTANCE: t =>
    t.say(
      `현재가에서 ${t.text('most') ?? ''}%까지인데 ${t.text('given') ?? ''}% 떨어져 있습니다.`,
      `A price may lie ${t.text('most') ?? ''}% from the last one; this lies ${t.text('given') ?? ''}% away.`,
    ),
  MARKET_BUY_CASH: t =>
    t.say(
      `가격 없는 매수는 주문가능 금액 중 ${wonOf(t, 'most')}까지인데 ${wonOf(t, 'given')}입니다.`,
      `A buy without a price may use ${wonOf(t, 'most')} of the buying power; this comes to ${wonOf(t, 'given')}.`,
    ),
  DAY_LOSS: t =>
    t.say(
      `오늘 손실이 ${wonOf(t, 'given')}으로 한도 ${wonOf(t, 'most')}을 넘어 매수를 받지 않습니다. 매도는 됩니다.`,
      `Today’s loss of ${wonOf(t, 'given')} is beyond ${wonOf(t, 'most')}, so nothing is bought. Sells work.`,
    ),
};

const isLimit = (key: string): key is LimitCode => Object.hasOwn(LIMITS, key);

function limitWords(t: Teller): string {
  const limit = t.text('limit') ?? '';
  return isLimit(limit)
    ? `${LIMITS[limit](t)} (${limit})`
    : t.say('위험 한도에 걸렸습니다.', 'A risk limit stands in the way.');
}

function haltScope(t: Teller): string {
  switch (t.text('scope')) {
    case 'buy':
      return t.say('매수가 정지되어 있습니다.', 'Buying is halted.');
    case 'symbol': {
      const name = t.text('name') ?? t.text('code');
      return t.say(
        `${name ?? '이 종목'}의 주문이 정지되어 있습니다.`,
        `Orders of ${name ?? 'this issue'} are halted.`,
      );
    }
    case 'account':
      return t.say('이 계좌의 주문이 정지되어 있습니다.', 'Orders of this account are halted.');
    default:
      return t.say('모든 주문이 정지되어 있습니다.', 'All orders are halted.');
  }
}

function unsettledWhich(t: Teller): string {
  const code = t.text('code');
  const side = t.text('side');
  if (code === undefined) return '';
  const word = side === 'sell' ? t.say('매도', 'sell') : t.say('매수', 'buy');
  return t.say(`(${code} ${word})`, ` (${code}, ${word})`);
}

function usedWords(t: Teller): string {
  switch (t.text('how')) {
    case 'declined':
      return t.say('취소한 주문표입니다.', 'It was declined.');
    case 'expired':
      return t.say('확인 시간이 지난 주문표입니다.', 'Its time ran out.');
    case 'restart':
      return t.say('봇이 다시 시작되어 만료된 주문표입니다.', 'It expired when the bot was restarted.');
    case 'replaced':
      return t.say('새 주문표로 바뀌었습니다.', 'A new ticket took its place.');
    case 'blocked':
      return t.say('확인할 때 막혀 보내지 않은 주문표입니다.', 'It was kept back when it was confirmed.');
    case 'sending':
      return t.say('이미 확인해 처리하고 있는 주문표입니다.', 'It was confirmed and is being dealt with.');
    case 'sent':
      return t.say('이미 확인한 주문표입니다.', 'It was confirmed before.');
    default:
      return t.say('이미 답한 주문표입니다.', 'It was answered before.');
  }
}

/** An open order that was sought and not found; a list with gaps proves nothing. */
export function noOpenOrder(t: Teller): Told {
  const sought = t.text('number') ?? t.text('name');
  return {
    tone: 'warning',
    title: t.say('미체결 주문을 찾지 못했습니다', 'No such open order'),
    what:
      sought === undefined
        ? t.say('미체결 주문이 없습니다.', 'There are no open orders.')
        : t.say(`“${sought}”에 맞는 미체결 주문이 없습니다.`, `No open order matches “${sought}”.`),
    todo:
      t.text('complete') === 'no'
        ? t.say(
            '그런데 증권사 목록에 빠진 주문이 있습니다(모의투자 서버에서 생깁니다). 증권사 앱에서 확인해 주세요.',
            'But the broker’s list has gaps (the paper server does this). Look in the broker’s app.',
          )
        : t.say('/orders open 으로 미체결 주문을 볼 수 있습니다.', '/orders open lists the open orders.'),
  };
}
