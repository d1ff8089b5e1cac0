import type { Teller, Told } from './teller.js';

const ROLE_NAMES: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['view', ['조회', 'view']],
  ['trade', ['거래', 'trade']],
  ['approve', ['승인', 'approve']],
  ['admin', ['관리', 'admin']],
]);

/** What is wrong with the given words, by `detail.problem` and `detail.argument`. */
export function inputProblem(t: Teller): string {
  const name = t.text('argument') ?? '';
  switch (t.text('problem')) {
    case 'missing':
      return t.say(`${name} 값이 빠졌습니다.`, `${name} is missing.`);
    case 'extra':
      return t.say(`“${name}” 부분은 쓸 곳이 없습니다.`, `There is no use for “${name}”.`);
    case 'disguised':
      return t.say(
        '보이지 않는 글자나 전각 글자가 섞여 있어 읽지 않았습니다.',
        'It contains hidden or look-alike characters and was not read.',
      );
    case 'range':
      return t.say(`${name} 값이 허용된 범위를 벗어났습니다.`, `${name} is out of the allowed range.`);
    default:
      return name === ''
        ? t.say('입력을 이해하지 못했습니다.', 'The input was not understood.')
        : t.say(`${name} 값을 이해하지 못했습니다.`, `${name} was not understood.`);
  }
}

/** Why a person may not, by `detail.need`: a role, an account, or being the owner of a button. */
export function denial(t: Teller): Pick<Told, 'what' | 'todo'> {
  const need = t.text('need') ?? '';
  if (need === 'owner') {
    return {
      what: t.say(
        '다른 사람에게 온 버튼이라 아무것도 바뀌지 않았습니다.',
        'This button was offered to somebody else; nothing changed.',
      ),
      todo: t.say(
        '필요한 명령을 직접 입력하세요. /help 로 볼 수 있습니다.',
        'Type the command yourself; /help lists them.',
      ),
    };
  }
  if (need === 'account') {
    return {
      what: t.say('볼 수 있는 계좌가 없습니다.', 'You have no account to look at.'),
      todo: t.say('관리자에게 계좌 연결을 요청하세요.', 'Ask the operator to give you an account.'),
    };
  }
  const [ko, en] = ROLE_NAMES.get(need) ?? ['필요한', 'needed'];
  return {
    what: t.say(
      `이 명령에는 ${ko} 권한이 있어야 합니다. 실행하지 않았습니다.`,
      `This needs the ${en} role. It was not run.`,
    ),
    todo: t.say('필요하면 관리자에게 권한을 요청하세요.', 'Ask the operator for the role if you need it.'),
  };
}
