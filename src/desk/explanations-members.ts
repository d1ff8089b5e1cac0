import type { MemberProblem } from './members/problems.js';
import type { Teller, Told } from './teller.js';

type Words = Pick<Told, 'what' | 'todo'>;

const PROBLEMS: Readonly<Record<MemberProblem, (t: Teller) => Words>> = {
  taken: t => ({
    what: t.say(
      `${t.text('identity') ?? ''} 계정은 이미 구성원입니다. 바뀐 것은 없습니다.`,
      `${t.text('identity') ?? ''} is a member already; nothing changed.`,
    ),
    todo: t.say('/members 로 확인하세요.', '/members shows everybody.'),
  }),
  nameTaken: t => ({
    what: t.say(
      `“${t.text('name') ?? ''}” 이름의 구성원이 이미 있어 추가하지 않았습니다.`,
      `Another member is called “${t.text('name') ?? ''}”; nobody was added.`,
    ),
    todo: t.say(
      '다른 이름으로 추가하세요. 같은 사람의 다른 채팅이면 /link 로 연결합니다.',
      'Choose another name. If it is the same person in another chat, they use /link.',
    ),
  }),
  samePlatform: t => ({
    what: t.say(
      '한 사람은 채팅마다 계정을 하나만 가질 수 있어 연결하지 않았습니다. 이 코드는 이제 쓸 수 없습니다.',
      'A person has one identity on each platform, so nothing was linked. The code is void now.',
    ),
    todo: t.say(
      '다른 계정을 쓰려면 관리자가 먼저 옛 계정을 /members remove 로 빼야 합니다.',
      'To change identities an admin first removes the old one with /members remove.',
    ),
  }),
  fixed: t => ({
    what: t.say(
      `“${t.text('name') ?? ''}” 구성원은 설정에 적힌 관리자라 채팅에서 바꾸거나 뺄 수 없습니다. 바뀐 것은 없습니다.`,
      `“${t.text('name') ?? ''}” is an admin by the configuration and cannot be changed or removed from chat. Nothing changed.`,
    ),
    todo: t.say(
      'DISCORD_ADMIN_IDS 나 TELEGRAM_ADMIN_IDS 설정을 고치고 봇을 다시 시작하세요.',
      'Edit DISCORD_ADMIN_IDS or TELEGRAM_ADMIN_IDS and restart the bot.',
    ),
  }),
  lastAdmin: t => ({
    what: t.say(
      '마지막 관리자라서 관리 권한을 빼거나 구성원에서 뺄 수 없습니다. 바뀐 것은 없습니다.',
      'This is the last admin, who can neither lose the role nor be removed. Nothing changed.',
    ),
    todo: t.say(
      '먼저 다른 구성원에게 관리 권한을 주세요: /members role 이름 admin',
      'Make somebody else an admin first: /members role <name> admin',
    ),
  }),
  ownAdmin: t => ({
    what: t.say(
      '자신의 관리 권한은 스스로 뺄 수 없습니다. 실수로 관리할 수 없게 되는 것을 막습니다. 바뀐 것은 없습니다.',
      'Nobody takes the admin role from themselves, so that it cannot happen by accident. Nothing changed.',
    ),
    todo: t.say('다른 관리자에게 부탁하세요.', 'Ask another admin to do it.'),
  }),
  operator: t => ({
    what: t.say(
      '터미널은 연결할 수 있는 계정이 아니라서 연결 코드를 주고받지 않습니다.',
      'The terminal is no identity that could be linked, so it neither gives nor takes codes.',
    ),
    todo: t.say(
      'Discord 나 Telegram 에서 /link 를 쓰거나, 여기서 /members add 로 추가하세요.',
      'Use /link on Discord or Telegram, or add people here with /members add.',
    ),
  }),
  ambiguous: t => ({
    what: t.say(
      `“${t.text('query') ?? ''}”(으)로 시작하는 구성원이 여럿이라 아무것도 하지 않았습니다.`,
      `Several members fit “${t.text('query') ?? ''}”; nothing was done.`,
    ),
    todo: t.say(
      '이름을 끝까지 쓰거나 discord:1234 같은 계정으로 지정하세요.',
      'Type the whole name, or an identity such as discord:1234.',
    ),
  }),
  enrolled: t => ({
    what: t.say(
      '인증 앱을 등록한 사람의 채팅에서는 연결 코드를 쓸 수 없어 연결하지 않았습니다.',
      'Where somebody has enrolled an authenticator no link code is taken, so nothing was linked.',
    ),
    todo: t.say(
      '여기서 /link 로 코드를 받아 다른 채팅에 입력하세요. 두 쪽 모두 인증 앱을 등록했다면 한쪽에서 /otp remove 로 먼저 해제합니다.',
      'Get a code here with /link and type it in the other chat. If both have an authenticator, remove one with /otp remove first.',
    ),
  }),
  ownCode: t => ({
    what: t.say(
      '코드를 받은 계정에 그대로 입력했습니다. 코드는 아직 쓸 수 있습니다.',
      'The code was typed where it was made. It can still be used.',
    ),
    todo: t.say(
      '다른 채팅(Discord 또는 Telegram)의 자기 계정에서 봇에게 보내세요.',
      'Send it to the bot from your own identity on the other platform.',
    ),
  }),
};

const isProblem = (key: string): key is MemberProblem => Object.hasOwn(PROBLEMS, key);

/** What people read when members cannot be changed so. */
export function memberTold(t: Teller): Told {
  const problem = t.text('problem') ?? '';
  return {
    tone: 'warning',
    title: t.say('구성원을 그렇게 바꿀 수 없습니다', 'Members cannot be changed so'),
    ...PROBLEMS[isProblem(problem) ? problem : 'taken'](t),
  };
}

export function noMember(t: Teller): Told {
  const query = t.text('query') ?? '';
  return {
    tone: 'warning',
    title: t.say('찾지 못했습니다', 'Not found'),
    what: t.say(
      `“${query}”에 맞는 구성원이 없어 아무것도 바꾸지 않았습니다.`,
      `No member fits “${query}”; nothing changed.`,
    ),
    todo: t.say(
      '이름의 앞부분이나 discord:1234 같은 계정으로 지정하세요. 목록: /members',
      'Use the beginning of a name, or an identity such as discord:1234. /members lists them.',
    ),
  };
}

/** Wrong, used and over are not told apart: whoever guesses learns nothing. */
export function wrongCodeWords(t: Teller): Words {
  return {
    what: t.say(
      '연결 코드가 맞지 않거나, 이미 썼거나, 10분이 지났습니다. 연결하지 않았습니다.',
      'The link code is wrong, used, or older than ten minutes. Nothing was linked.',
    ),
    todo: t.say(
      '원래 쓰던 채팅에서 /link 로 새 코드를 받아 다시 입력하세요.',
      'Ask for a new one with /link in the chat where you are known.',
    ),
  };
}

/** What is wrong with words about members; undefined: it is about something else. */
export function memberInput(t: Teller): string | undefined {
  switch (t.text('problem')) {
    case 'identity':
      return t.say(
        '계정은 discord:1234 나 telegram:5678 처럼 숫자로 씁니다. Discord 에서는 @멘션도 됩니다. 이름만으로는 누구인지 알 수 없습니다.',
        'An identity is a number such as discord:1234 or telegram:5678; on Discord a mention works too. A name alone says nothing about who it is.',
      );
    case 'memberName':
      return t.say(
        '이름이 빠졌거나 이름으로 쓸 수 없습니다. 40자까지, 숫자만이거나 : < @ 가 든 것은 안 됩니다. 예: /members add telegram:5678 엄마 view',
        'The name is missing or cannot be one: 40 characters at most, not digits alone, without : < @. Example: /members add telegram:5678 Mum view',
      );
    case 'roles':
      return t.say(
        '권한은 view(조회), trade(거래), approve(승인), admin(관리) 가운데 하나 이상입니다.',
        'Roles are one or more of view, trade, approve and admin.',
      );
    case 'accounts':
      return t.say(
        '계좌는 all(전체), none(없음)이나 계좌의 별명, 뒤 네 자리로 씁니다. 계좌번호 전체는 쓰지 마세요.',
        'Accounts are all, none, or an alias or last four digits. Do not write whole account numbers.',
      );
    default:
      return undefined;
  }
}
