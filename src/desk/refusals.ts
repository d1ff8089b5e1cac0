import { accountInputWords } from './explanations-accounts.js';
import { alertInput } from './explanations-alerts.js';
import { approvalDenial } from './explanations-approval.js';
import { requestInput } from './explanations-http.js';
import { keyInputWords, personWords } from './explanations-keys.js';
import { memberInput, wrongCodeWords } from './explanations-members.js';
import { accountDenial, limitInput } from './explanations-own-account.js';
import { programDenial } from './explanations-remote.js';
import { stepUpWords } from './explanations-step-up.js';
import type { Teller, Told } from './teller.js';

const ROLE_NAMES: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['view', ['조회', 'view']],
  ['trade', ['거래', 'trade']],
  ['approve', ['승인', 'approve']],
  ['admin', ['관리', 'admin']],
]);

/** What is wrong with the given words, by `detail.problem` and `detail.argument`. */
export function inputProblem(t: Teller): string {
  const { meaning, given } = t.argument;
  switch (t.text('problem')) {
    case 'missing':
      return t.say(`빠진 것이 있습니다: ${meaning}`, `Something is missing: ${meaning}`);
    case 'extra': {
      const word = t.text('argument') ?? '';
      return t.say(`“${word}” 부분은 쓸 곳이 없습니다.`, `There is no use for “${word}”.`);
    }
    case 'unasked':
      return t.say(
        '먼저 물어볼 것이 있는 버튼인데 여기서는 묻지 못했습니다. 아무것도 바뀌지 않았습니다.',
        'This button has something to ask first, which could not be done here. Nothing changed.',
      );
    case 'quantity':
      return t.say(
        `“${given}” 부분을 수량으로 읽을 수 없어 아무것도 주문하지 않았습니다. 수량은 10주, 1,000주, 전량, 50%, 100만원처럼 씁니다. 이름에 빈칸이 있는 종목은 "SK 하이닉스"처럼 따옴표로 묶어 주세요.`,
        `“${given}” is not a quantity; nothing was ordered. Quantities are typed like 10, 1,000, all, 50% or 500000원 (an amount in won). A name with a blank needs quotes.`,
      );
    case 'price':
      return t.say(
        `“${given}” 부분을 가격으로 읽을 수 없어 아무것도 주문하지 않았습니다. 가격은 71000, 71,000원, 7.1만, 시장가처럼 씁니다.`,
        `“${given}” is not a price; nothing was ordered. Prices are typed like 71000, 71,000, 7.1만 or market.`,
      );
    case 'duration':
      return t.say(
        `“${given}” 부분을 기간으로 읽을 수 없습니다. 기간은 30분, 2시간, 1시간30분, 1일처럼 씁니다.`,
        `“${given}” is not a span of time. Spans are typed like 30m, 2h or 1d.`,
      );
    case 'disguised':
      return t.say(
        '보이지 않는 글자나 전각 글자가 섞여 있어 읽지 않았습니다.',
        'It contains hidden or look-alike characters and was not read.',
      );
    case 'tooLongLine':
      return t.say(
        '한 줄이 너무 길어 읽지 않았습니다. 500자까지 읽습니다.',
        'The line is too long and was not read; 500 characters are the most.',
      );
    case 'whenAndDays':
      return t.say(
        '미체결이나 오늘은 날짜와 함께 쓸 수 없습니다. 하나만 써 주세요.',
        'Open or today cannot stand beside dates; give one of them.',
      );
    case 'future':
      return t.say(`아직 오지 않은 날입니다: ${given}`, `This day has not come yet: ${given}`);
    case 'reversed':
      return t.say('종료일이 시작일보다 앞섭니다.', 'The last day is before the first.');
    case 'tooLong':
      return t.say(
        '기간이 너무 깁니다. 시작일부터 92일까지 볼 수 있습니다.',
        'The range is too long; 92 days after the first are the most.',
      );
    default: {
      const own =
        memberInput(t) ??
        alertInput(t) ??
        keyInputWords(t) ??
        accountInputWords(t) ??
        requestInput(t) ??
        limitInput(t);
      if (own !== undefined) return own;
      return given === ''
        ? t.say('입력을 이해하지 못했습니다.', 'The input was not understood.')
        : t.say(`“${given}” 부분을 이해하지 못했습니다.`, `“${given}” was not understood.`);
    }
  }
}

/** What to do about it. */
export function inputRemedy(t: Teller): string {
  if (t.text('problem') === 'unasked') {
    const typed = t.text('typed') ?? '/help';
    return t.say(`대신 이렇게 입력하세요: ${typed}`, `Type this instead: ${typed}`);
  }
  return t.command
    ? t.say(
        `고쳐서 다시 보내 주세요. 쓸 수 있는 값은 /help ${t.command} 에 있습니다.`,
        `Correct it and send it again. /help ${t.command} tells what it takes.`,
      )
    : t.say('고쳐서 다시 보내 주세요.', 'Correct it and send it again.');
}

/** Why a person may not, by `detail.need`: a role, an account, or being the owner of a button. */
export function denial(t: Teller): Pick<Told, 'what' | 'todo'> & Partial<Pick<Told, 'title'>> {
  const need = t.text('need') ?? '';
  const own = stepUpWords(t) ?? personWords(t) ?? programDenial(t) ?? approvalDenial(t);
  if (own) return own;
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
  if (need === 'code') return wrongCodeWords(t);
  const account = accountDenial(t);
  if (account) return account;
  if (need === 'live') {
    return {
      what: t.say(
        '실전 주문이 꺼져 있어 조회만 할 수 있습니다.',
        'Live trading is switched off; only reads are possible.',
      ),
      todo: t.say(
        '관리자가 설정에서 LIVE_TRADING=on 으로 켜고 봇을 다시 시작해야 합니다.',
        'The operator must set LIVE_TRADING=on and restart the bot.',
      ),
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
