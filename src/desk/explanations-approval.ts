import { groupDigits, parseWhole } from '../core/index.js';
import type { Teller, Told } from './teller.js';
import type { Problem } from './tickets/impossible.js';

type Words = Pick<Told, 'what' | 'todo'>;
type Own = Extract<Problem, 'approvers' | 'breakGlass' | 'approval' | 'stepUp' | 'repeat' | 'moved'>;

/** A figure of the detail as `71,900원`; a general word when it is missing. */
export function wonOf(t: Teller, name: string): string {
  const amount = parseWhole(t.text(name) ?? '');
  return amount === undefined
    ? t.say('알 수 없는 금액', 'an unknown amount')
    : t.say(`${groupDigits(amount)}원`, `₩${groupDigits(amount)}`);
}

/** Orders that nobody is there to agree to, and what a program may not do without a person. */
export const APPROVAL_PROBLEMS: Readonly<Record<Own, (t: Teller) => Words>> = {
  approvers: t => ({
    what: t.say(
      `다른 사람 ${t.text('given') ?? ''}명의 승인이 필요한 주문인데 승인할 수 있는 사람이 ${t.text('most') ?? '0'}명입니다.`,
      `This order needs ${t.text('given') ?? ''} others to agree, and ${t.text('most') ?? '0'} could.`,
    ),
    todo: t.say(
      '관리자가 이 계좌를 맡은 사람에게 승인 권한을 주어야 합니다: /members role 이름 approve. 금액을 줄이면 승인 없이 주문할 수 있습니다.',
      'An admin gives the approve role to somebody who has this account: /members role <name> approve. A smaller order needs nobody.',
    ),
  }),
  breakGlass: t => ({
    what: t.say(
      '이 계좌는 승인 없이 보낼 수 없게 되어 있습니다. 아무것도 바뀌지 않았습니다.',
      'Orders of this account cannot go without approval. Nothing changed.',
    ),
    todo: t.say(
      '승인할 사람의 답을 기다려 주세요. 한도는 관리자가 정합니다.',
      'Wait for those who were asked. An admin sets the limits.',
    ),
  }),
  approval: t => ({
    what: t.say(
      `${wonOf(t, 'most')}을 넘는 주문은 다른 사람의 승인이 있어야 해서 사람 없이 보낼 수 없습니다.`,
      `An order above ${wonOf(t, 'most')} needs others to agree, so it is not sent without a person.`,
    ),
    todo: t.say(
      '금액을 줄이거나, 무인 범위가 없는 키로 요청해 키 주인이 채팅에서 승인을 받게 하세요.',
      'Make it smaller, or ask with a key without the unattended scope: then its owner asks for approval in chat.',
    ),
  }),
  stepUp: t => ({
    what: t.say(
      '이 금액의 주문에는 사람의 인증 코드가 필요해서 사람 없이 보낼 수 없습니다.',
      'An order of this size takes somebody’s code, so it is not sent without a person.',
    ),
    todo: t.say(
      '금액을 줄이거나, 무인 범위가 없는 키로 요청해 키 주인이 채팅에서 확인하게 하세요.',
      'Make it smaller, or ask with a key without the unattended scope: then its owner confirms it in chat.',
    ),
  }),
  repeat: t => ({
    what: t.say(
      '조금 전에 똑같은 주문이 나갔습니다. 사람에게는 한 번 더 묻지만 프로그램에는 물을 수 없어 보내지 않았습니다.',
      'The same order left a moment ago. A person would be asked once more; a program cannot be, so it was not sent.',
    ),
    todo: t.say(
      '정말 한 번 더 주문하려면 사람이 채팅에서 주문하거나 잠시 뒤 새 요청을 보내 주세요.',
      'If a second one is meant, order it in chat, or send a new request in a while.',
    ),
  }),
  moved: t => ({
    what: t.say(
      '주문표를 만든 뒤 현재가가 정해 둔 폭보다 많이 움직여 보내지 않았습니다.',
      'Since the ticket was made the last price has moved further than allowed, so it was not sent.',
    ),
    todo: t.say('지금 시세를 보고 새 요청을 보내 주세요.', 'Look at the price now, and send a new request.'),
  }),
};

/** What became of a ticket that others were asked about, by `detail.how`; undefined: something else did. */
export function approvalUsedWords(t: Teller): string | undefined {
  switch (t.text('how')) {
    case 'denied':
      return t.say('승인할 사람이 거부해 끝난 주문표입니다.', 'Somebody who was asked did not agree.');
    case 'unapproved':
      return t.say(
        '시간 안에 필요한 승인을 받지 못해, 또는 승인한 사람의 권한이 그사이 바뀌어 끝난 주문표입니다.',
        'Too few agreed in time, or somebody who did may not any more.',
      );
    case 'approved':
      return t.say(
        '이미 승인하셨습니다. 한 사람은 한 번만 셉니다.',
        'You have agreed already; everybody counts once.',
      );
    case 'changed':
      return t.say(
        '그사이 카드가 바뀌었습니다. 지금 카드의 버튼을 눌러 주세요.',
        'The card has changed meanwhile; press what it shows now.',
      );
    default:
      return undefined;
  }
}

/** A ticket that goes on although this press came to nothing. */
export const isStillOpen = (t: Teller): boolean =>
  t.text('how') === 'approved' || t.text('how') === 'changed';

/** Why somebody may not agree, by `detail.need`; undefined: it is about something else. */
export function approvalDenial(t: Teller): Words | undefined {
  if (t.text('need') !== 'other') return undefined;
  return {
    what: t.say(
      '본인이 요청한 주문은 어느 계정으로도 승인하거나 거부할 수 없습니다.',
      'Nobody agrees to, or denies, an order of their own, whatever account they use.',
    ),
    todo: t.say(
      '다른 사람이 답해야 합니다. 그만두려면 주문표에서 취소를 누르세요.',
      'Somebody else has to answer. To call it off, press Cancel on your own card.',
    ),
  };
}
