import type { AccountClash, AccountInput, AccountProblem } from './accounts/problems.js';
import type { Teller, Told } from './teller.js';

type Words = Pick<Told, 'what' | 'todo'>;

const INPUTS: Readonly<Record<AccountInput, (t: Teller) => string>> = {
  accountAlias: t =>
    t.say(
      '별명은 빈칸과 @ 없이 20자까지이고, 숫자만으로는 안 됩니다. 예: 엄마, 연금',
      'An alias has up to 20 characters without blanks and @, and is not a number alone. Example: pension',
    ),
  accountOwner: t =>
    t.say(
      '주인은 40자까지 쓰고 @, <, > 는 쓸 수 없습니다.',
      'An owner has up to 40 characters, without @, < and >.',
    ),
  accountColour: t =>
    t.say(
      '색은 red, orange, yellow, green, blue, purple, brown, white 가운데 하나입니다.',
      'Colours are red, orange, yellow, green, blue, purple, brown and white.',
    ),
  accountNumber: t =>
    t.say(
      '계좌번호는 12345678-01처럼 여덟 자리와 두 자리로 씁니다.',
      'An account number has eight digits and two: 12345678-01.',
    ),
  accountKeys: t =>
    t.say(
      '앱키와 앱시크릿은 서로 다르고 빈칸이 없는 한 줄이어야 합니다.',
      'App key and secret are two different lines without blanks.',
    ),
  accountHtsId: t =>
    t.say(
      'HTS ID는 한국투자증권 계좌에만 쓰고, 40자까지의 영문과 숫자입니다.',
      'An HTS id is for KIS only: up to 40 letters and digits.',
    ),
  accountLimit: t =>
    t.say(
      `“${t.text('limit') ?? ''}” 한도를 그렇게 정할 수 없습니다. 금액과 수량은 0 이상의 정수, 비율은 0에서 100 사이입니다.`,
      `The limit “${t.text('limit') ?? ''}” cannot be that. Amounts and quantities are whole, percentages lie between 0 and 100.`,
    ),
};

const isInput = (problem: string): problem is AccountInput => Object.hasOwn(INPUTS, problem);

/** What is wrong with what was said of an account; undefined: it is about something else. */
export function accountInputWords(t: Teller): string | undefined {
  const problem = t.text('problem') ?? '';
  return isInput(problem) ? INPUTS[problem](t) : undefined;
}

const PROBLEMS: Readonly<Record<AccountProblem, (t: Teller) => Words>> = {
  aliasTaken: t => ({
    what: t.say(
      `“${t.text('alias') ?? ''}”(으)로 부르는 다른 계좌가 있습니다. 바뀐 것은 없습니다.`,
      `Another account is called “${t.text('alias') ?? ''}”; nothing changed.`,
    ),
    todo: t.say('다른 별명을 쓰세요.', 'Choose another alias.'),
  }),
  fixedAccount: t => ({
    what: t.say(
      '앱키가 설정에 적힌 계좌라 여기서 앱키를 바꾸거나 뺄 수 없습니다. 바뀐 것은 없습니다.',
      'The keys of this account are in the configuration, so it can neither be removed nor given others here. Nothing changed.',
    ),
    todo: t.say('.env를 고치고 봇을 다시 시작하세요.', 'Edit .env and restart the bot.'),
  }),
  accountInUse: t => ({
    what: t.say(
      '이 계좌에 미체결이거나 결과를 확인 중인 주문이 있어 빼지 않았습니다.',
      'Orders of this account are open or in doubt, so it was not removed.',
    ),
    todo: t.say(
      '주문이 끝나거나 취소된 뒤 다시 하세요: /orders open',
      'Do it again when they are filled or cancelled: /orders open',
    ),
  }),
};

const isProblem = (problem: string): problem is AccountProblem => Object.hasOwn(PROBLEMS, problem);

/** What people read when an account cannot be changed so. */
export function accountTold(t: Teller): Told {
  const problem = t.text('problem') ?? '';
  return {
    tone: 'warning',
    title: t.say('계좌를 그렇게 바꿀 수 없습니다', 'The account cannot be changed so'),
    ...PROBLEMS[isProblem(problem) ? problem : 'fixedAccount'](t),
  };
}

const CLASHES: Readonly<Record<AccountClash, (t: Teller) => string>> = {
  account: t => t.say('이미 등록된 계좌입니다.', 'The desk has this account already.'),
  alias: t => t.say('이 별명을 쓰는 다른 계좌가 있습니다.', 'Another account has this alias.'),
  appKey: t => t.say('이 앱키를 쓰는 다른 계좌가 있습니다.', 'Another account has this app key.'),
};

const isClash = (what: string): what is AccountClash => Object.hasOwn(CLASHES, what);

/** An account that would be taken for another one; undefined: it is about something else. */
export function accountClashTold(t: Teller): Told | undefined {
  const what = t.text('what') ?? '';
  if (!isClash(what)) return undefined;
  return {
    tone: 'warning',
    title: t.say('이미 있는 계좌와 겹칩니다', 'It is there already'),
    what: `${CLASHES[what](t)} ${t.say('바뀐 것은 없습니다.', 'Nothing changed.')}`,
    todo:
      what === 'account'
        ? t.say(
            '앱키를 바꾸려면 npm run account -- keys 를 쓰세요.',
            'npm run account -- keys exchanges its keys.',
          )
        : t.say(
            '다른 것으로 다시 하세요. 앱키는 계좌마다 따로 발급받습니다.',
            'Do it again with another one. Every account has app keys of its own.',
          ),
  };
}

/** Keys that are good, but of another account than the one that was named; undefined: something else is wrong. */
export function otherAccountTold(t: Teller): Told | undefined {
  if (t.text('problem') !== 'otherAccount') return undefined;
  const found = t.text('found') ?? '';
  return {
    tone: 'bad',
    title: t.say('다른 계좌의 앱키입니다', 'Keys of another account'),
    what: t.say(
      `증권사는 이 앱키가 ${found} 계좌의 것이라고 합니다. 저장하지 않았습니다.`,
      `The broker says that these keys are of ${found}. Nothing was kept.`,
    ),
    todo: t.say('계좌번호나 앱키를 확인하고 다시 하세요.', 'Check the number or the keys, and do it again.'),
  };
}
