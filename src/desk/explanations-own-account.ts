import type { Teller, Told } from './teller.js';

type Words = Pick<Told, 'what' | 'todo'> & Partial<Pick<Told, 'title'>>;

/** Why a person may not, where it is for the account. undefined: it is for something else. */
export function accountDenial(t: Teller): Words | undefined {
  if (t.text('need') !== 'account') return undefined;
  switch (t.text('what')) {
    case 'grant':
      return {
        what: t.say('이 계좌를 쓸 권한이 없습니다.', 'This account was not given to you.'),
        todo: t.say(
          '필요하면 관리자에게 요청하세요: /members accounts',
          'Ask an admin for it if need be: /members accounts',
        ),
      };
    case 'closed': {
      const name = t.text('account') ?? t.say('이 계좌', 'This account');
      const reason = t.text('reason') ?? '';
      return {
        title: t.say('지금 쓸 수 없는 계좌입니다', 'This account is closed'),
        what: t.say(
          `${name} 계좌는 지금 쓸 수 없어 조회도 주문도 하지 않았습니다. 까닭: ${reason}`,
          `${name} is closed, so nothing was read or ordered. Why: ${reason}`,
        ),
        todo: t.say(
          '다른 계좌를 쓰려면 끝에 @별명 을 붙이세요(/account). 이 계좌는 관리자가 npm run account 로 키를 다시 넣으면 열립니다.',
          'For another account add @alias at the end (/account). An admin opens this one with new keys: npm run account.',
        ),
      };
    }
    case 'none':
      return {
        what: t.say('봇에 등록된 계좌가 아직 없습니다.', 'The bot has no account yet.'),
        todo: t.say(
          '봇이 도는 컴퓨터에서 npm run account 로 추가하세요.',
          'Add one on the computer of the bot: npm run account.',
        ),
      };
    default:
      return noneGiven(t);
  }
}

/** `person`: so that an admin need not look up how the desk calls them. */
function noneGiven(t: Teller): Words {
  const person = t.text('person');
  return {
    what: t.say('볼 수 있는 계좌가 없습니다.', 'You have no account to look at.'),
    todo:
      person === undefined
        ? t.say('관리자에게 요청하세요: /members accounts', 'Ask an admin for one: /members accounts')
        : t.say(
            `계좌는 관리자가 줍니다. 이 줄을 관리자에게 보내고, 끝에 받을 계좌의 별명을 붙여 달라고 하세요: /members accounts ${person}`,
            `An admin gives accounts. Send an admin this line, to be ended with the alias of yours: /members accounts ${person}`,
          ),
  };
}

/** What is wrong with a limit of an account as it was typed. undefined: it is something else. */
export function limitInput(t: Teller): string | undefined {
  switch (t.text('problem')) {
    case 'limitName':
      return t.say(
        `“${t.argument.given}”: 그런 이름의 한도가 없어 아무것도 바꾸지 않았습니다. 이름은 /account @계좌 카드의 표에 있습니다.`,
        `“${t.argument.given}”: there is no limit of that name; nothing changed. The table on the card of /account @account has the names.`,
      );
    case 'limitValue':
      return t.say(
        `“${t.argument.given}”: 값을 읽을 수 없어 아무것도 바꾸지 않았습니다. 예: ${t.text('example') ?? ''}. 이 계좌에 정한 값을 지우려면 값 대신 없음.`,
        `“${t.argument.given}”: the value was not understood; nothing changed. Example: ${t.text('example') ?? ''}; none takes back what was set for this account.`,
      );
    case 'notKept':
      return t.say(
        `남아 있지 않은 날입니다: ${t.argument.given}. 지난 31일까지 볼 수 있습니다.`,
        `This day is not kept any more: ${t.argument.given}. The last 31 days are.`,
      );
    default:
      return undefined;
  }
}

/** The same words whether there is no such account, it is somebody else's, or several could be meant. */
export function noAccountTold(t: Teller): Told {
  const query = t.text('query') ?? '';
  return {
    tone: 'warning',
    title: t.say('찾지 못했습니다', 'Not found'),
    what: t.say(
      query === ''
        ? '그런 계좌가 없습니다.'
        : `받은 계좌 가운데 “${query}”(이)라는 하나를 찾지 못해 아무것도 하지 않았습니다.`,
      query === ''
        ? 'There is no such account.'
        : `None of your accounts alone is called “${query}”; nothing was done.`,
    ),
    todo: t.say(
      '별명이나 계좌번호 끝 네 자리를 @ 뒤에 쓰세요. 받은 계좌의 목록: /account',
      'Write the alias or the last four digits behind @. Your accounts: /account',
    ),
  };
}
