import { groupDigits, type OrderType, parseWhole } from '../core/index.js';
import { ORDER_TYPES } from '../market/index.js';
import { APPROVAL_PROBLEMS, wonOf } from './explanations-approval.js';
import type { Teller, Told } from './teller.js';
import type { Problem } from './tickets/impossible.js';

type Words = Pick<Told, 'what' | 'todo'>;

/** A figure of the detail as `10주`. */
export function sharesOf(t: Teller, name: string): string {
  const count = parseWhole(t.text(name) ?? '');
  if (count === undefined) return t.say('알 수 없는 수량', 'an unknown number of shares');
  const unit = count === 1n ? 'share' : 'shares';
  return t.say(`${groupDigits(count)}주`, `${groupDigits(count)} ${unit}`);
}

const isType = (key: string): key is OrderType => Object.hasOwn(ORDER_TYPES, key);

function typeName(t: Teller, key = t.text('type') ?? ''): string {
  if (!isType(key)) return t.say('이 주문유형', 'this type');
  const { ko, en } = ORDER_TYPES[key].name;
  return t.say(ko, en);
}

function allowedNow(t: Teller): string {
  const names = (t.text('allowed') ?? '').split(',').filter(isType);
  if (names.length === 0) return '';
  const list = names.map(key => typeName(t, key)).join(', ');
  return t.say(`지금 낼 수 있는 유형: ${list}. `, `Taken now: ${list}. `);
}

function nextTime(t: Teller): string {
  return t.text('next') === undefined
    ? t.say('장이 열린 뒤 다시 주문해 주세요.', 'Order again when the market is open.')
    : t.say(`다음에 받는 때: ${t.when('next')}`, `It is taken next: ${t.when('next')}`);
}

const anew = (t: Teller) => t.say('고쳐서 다시 주문해 주세요.', 'Correct it and order again.');

const PROBLEMS: Readonly<Record<Problem, (t: Teller) => Words>> = {
  tick: t => ({
    what: t.say(
      `${wonOf(t, 'price')}은 호가단위에 맞지 않습니다.`,
      `${wonOf(t, 'price')} lies between two price steps.`,
    ),
    todo:
      t.text('below') === undefined
        ? t.say(`가장 가까운 가격: ${wonOf(t, 'nearest')}`, `The nearest price: ${wonOf(t, 'nearest')}`)
        : t.say(
            `낼 수 있는 가까운 가격: ${wonOf(t, 'below')} 또는 ${wonOf(t, 'above')}`,
            `The nearest prices: ${wonOf(t, 'below')} or ${wonOf(t, 'above')}`,
          ),
  }),
  upperLimit: t => ({
    what: t.say(
      `${wonOf(t, 'price')}은 오늘의 상한가보다 높습니다.`,
      `${wonOf(t, 'price')} is above today’s upper limit.`,
    ),
    todo: t.say(`가장 높은 가격: ${wonOf(t, 'nearest')}`, `The highest price: ${wonOf(t, 'nearest')}`),
  }),
  lowerLimit: t => ({
    what: t.say(
      `${wonOf(t, 'price')}은 오늘의 하한가보다 낮습니다.`,
      `${wonOf(t, 'price')} is below today’s lower limit.`,
    ),
    todo: t.say(`가장 낮은 가격: ${wonOf(t, 'nearest')}`, `The lowest price: ${wonOf(t, 'nearest')}`),
  }),
  noPriceLimits: t => ({
    what: t.say(
      '상한가와 하한가를 알 수 없어 주문표를 만들지 않았습니다.',
      'Today’s price limits are not known, so no ticket was made.',
    ),
    todo: t.say(
      '가격제한이 없는 종목(정리매매 등)은 증권사 앱에서 주문해 주세요.',
      'Order issues without price limits in the broker’s app.',
    ),
  }),
  noPrice: t => ({
    what: t.say(`${typeName(t)} 주문에는 가격이 있어야 합니다.`, `${typeName(t)} needs a price.`),
    todo: t.say('가격을 넣어 다시 주문해 주세요.', 'Order again with a price.'),
  }),
  price: t => ({
    what: t.say(`${typeName(t)} 주문에는 가격을 넣지 않습니다.`, `${typeName(t)} takes no price.`),
    todo: t.say(
      '가격을 빼거나 유형을 바꿔 다시 주문해 주세요.',
      'Order again without the price, or with another type.',
    ),
  }),
  exchangeNotOffered: t => ({
    what: t.say(
      `이 환경에서는 ${t.text('exchange') ?? ''} 거래소에 주문할 수 없습니다.`,
      `The exchange ${t.text('exchange') ?? ''} is not offered here.`,
    ),
    todo: t.say('KRX로 다시 주문해 주세요.', 'Order again on the KRX.'),
  }),
  typeNotOnExchange: t => ({
    what: t.say(
      `${t.text('exchange') ?? '이 거래소'}에서는 ${typeName(t)} 주문을 받지 않습니다.`,
      `${t.text('exchange') ?? 'This exchange'} does not take ${typeName(t)}.`,
    ),
    todo: `${allowedNow(t)}${anew(t)}`,
  }),
  kindNotNow: t => ({
    what: t.say(
      '이 종류의 종목은 이 시간의 장에서 거래되지 않습니다.',
      'Issues of this kind are not traded in this session.',
    ),
    todo: nextTime(t),
  }),
  holiday: t => ({
    what: t.say('오늘은 휴장일입니다.', 'The exchange is closed today.'),
    todo: nextTime(t),
  }),
  closed: t => ({
    what: t.say('지금은 주문을 받는 시간이 아닙니다.', 'No orders are taken at this hour.'),
    todo: nextTime(t),
  }),
  typeNotNow: t => ({
    what: t.say(`지금은 ${typeName(t)} 주문을 받지 않습니다.`, `${typeName(t)} is not taken at this hour.`),
    todo: `${allowedNow(t)}${nextTime(t)}`,
  }),
  noCalendar: t => ({
    what: t.say(
      '휴장일 표에 올해가 없어 오늘 장이 열리는지 알 수 없습니다.',
      'This year is not in the holiday table, so nobody knows whether the exchange trades today.',
    ),
    todo: t.say(
      '봇을 새 판으로 바꾸거나 증권사 앱에서 주문해 주세요.',
      'Update the bot, or order in the broker’s app.',
    ),
  }),
  halted: t => ({
    what: t.say(
      `${t.text('name') ?? '이 종목'}: 거래정지 상태입니다.`,
      `${t.text('name') ?? 'This issue'}: its trading is halted.`,
    ),
    todo: t.say('거래가 재개된 뒤 다시 주문해 주세요.', 'Order again when it trades.'),
  }),
  unlisted: t => ({
    what: t.say(
      `오늘의 종목 목록에 ${t.text('code') ?? '이 종목'}이(가) 없습니다.`,
      `${t.text('code') ?? 'This issue'} is not in today’s list of issues.`,
    ),
    todo: t.say(
      '목록을 받는 중일 수 있습니다. 1분 뒤 다시 하거나 증권사 앱을 쓰세요.',
      'The list may still be loading. Try again in a minute, or use the broker’s app.',
    ),
  }),
  zero: t => ({
    what: t.say('한 주도 되지 않는 수량입니다.', 'It comes to less than one share.'),
    todo: t.say(`한 주의 가격: ${wonOf(t, 'price')}`, `One share costs ${wonOf(t, 'price')}.`),
  }),
  cash: t => ({
    what: t.say(
      `주문가능 금액으로는 ${sharesOf(t, 'given')}를 살 수 없습니다. 가장 많이 살 수 있는 수량: ${sharesOf(t, 'most')}`,
      `The buying power is not enough for ${sharesOf(t, 'given')}. The most: ${sharesOf(t, 'most')}`,
    ),
    todo: t.say(
      `한 주를 ${wonOf(t, 'price')}으로 계산했습니다. 시장가는 상한가로 계산합니다.`,
      `The broker reckons ${wonOf(t, 'price')} a share; a market order at the upper limit price.`,
    ),
  }),
  cashGrowth: t => ({
    what: t.say(
      `정정하면 ${wonOf(t, 'given')}이 더 필요한데 주문가능 금액은 ${wonOf(t, 'most')}입니다.`,
      `The amendment needs ${wonOf(t, 'given')} more; the buying power is ${wonOf(t, 'most')}.`,
    ),
    todo: t.say('가격을 낮추거나 일부만 정정해 주세요.', 'Lower the price, or amend fewer shares.'),
  }),
  shares: t => ({
    what: t.say(
      `팔 수 있는 수량은 ${sharesOf(t, 'most')}입니다.`,
      `What may be sold: ${sharesOf(t, 'most')}.`,
    ),
    todo: t.say(
      '이미 낸 매도 주문의 수량은 빠져 있습니다. 수량을 고쳐 다시 주문해 주세요.',
      'Shares of open sell orders are not counted. Order again with another quantity.',
    ),
  }),
  amendMore: t => ({
    what: t.say(
      `남은 수량은 ${sharesOf(t, 'most')}뿐이라 ${sharesOf(t, 'given')}를 정정할 수 없습니다.`,
      `Only ${sharesOf(t, 'most')} are left open; ${sharesOf(t, 'given')} cannot be amended.`,
    ),
    todo: anew(t),
  }),
  amendSame: t => ({
    what: t.say('가격과 주문유형이 원주문과 같습니다.', 'Price and type are those of the order already.'),
    todo: t.say(
      '수량을 줄이려면 취소하고 다시 주문해 주세요.',
      'To order fewer shares, cancel it and order again.',
    ),
  }),
  amendType: t => ({
    what: t.say(
      `원주문의 유형(${t.text('typeName') ?? '알 수 없음'})은 봇이 정정할 수 없습니다.`,
      'The order is of a type that the bot cannot amend.',
    ),
    todo: t.say(
      '증권사 앱에서 정정해 주세요. 취소는 봇에서도 됩니다.',
      'Amend it in the broker’s app; the bot can cancel it.',
    ),
  }),
  environment: t => ({
    what: t.say(
      '봇의 계좌 목록에 없거나 환경(실전/모의)이 다른 계좌입니다.',
      'The bot does not have this account, or not in this environment (live or paper).',
    ),
    todo: t.say(
      '/account 로 계좌를 확인해 주세요. 계좌는 관리자가 등록합니다.',
      '/account lists the accounts. An admin adds them.',
    ),
  }),
  ...APPROVAL_PROBLEMS,
};

const isProblem = (key: string): key is Problem => Object.hasOwn(PROBLEMS, key);

/** Why an order could not even be made, by `detail.problem`, with the nearest that could. */
export function impossibleWords(t: Teller): Words {
  const problem = t.text('problem') ?? '';
  if (isProblem(problem)) return PROBLEMS[problem](t);
  return {
    what: t.say('거래소가 받지 않는 주문입니다.', 'The exchange would not take this order.'),
    todo: anew(t),
  };
}
