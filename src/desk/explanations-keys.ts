import { readScope, scopesText } from '../core/index.js';
import type { KeyInput, KeyProblem } from './keys/problems.js';
import type { Teller, Told } from './teller.js';

type Words = Pick<Told, 'what' | 'todo'>;

const INPUTS: Readonly<Record<KeyInput, (t: Teller) => string>> = {
  keyName: t =>
    t.say(
      '키의 이름은 영문 소문자로 시작하고 소문자, 숫자, -로 32자까지 씁니다. 예: /keys add dashboard read',
      'The name of a key begins with a small letter and has up to 32 small letters, digits and dashes. Example: /keys add dashboard read',
    ),
  keyScopes: t =>
    t.say(
      '범위는 token(토큰), read(조회), trade(거래), unattended(무인), control(관리) 가운데 하나 이상입니다.',
      'Scopes are one or more of token, read, trade, unattended and control.',
    ),
  keyOwner: t =>
    t.say(
      '거래할 수 있는 키에는 주인이 있어야 합니다. 주문은 그 사람의 이름과 한도로 나갑니다.',
      'A key that trades needs an owner: orders are in their name and within their limits.',
    ),
  keyOwnerUnknown: t =>
    t.say(
      `주인 ${t.text('owner') ?? ''}는 구성원이 아닙니다. discord:1234 나 telegram:5678 처럼 씁니다.`,
      `The owner ${t.text('owner') ?? ''} is no member. Owners are named like discord:1234 or telegram:5678.`,
    ),
  keyOwnerRole: t => {
    const scope = readScope(t.text('scope') ?? '');
    const [ko, en] = scope ? [scopesText([scope], 'ko'), scopesText([scope], 'en')] : ['', ''];
    return t.say(
      `주인에게 없는 권한은 키에도 줄 수 없습니다: ${ko}. 토큰과 거래는 거래 권한, 조회는 조회 권한, 관리는 관리 권한이 있어야 합니다.`,
      `An owner cannot give a key what they may not do themselves: ${en}. token and trade need the trade role, read needs view, control needs admin.`,
    );
  },
  keyUnattended: t =>
    t.say(
      '무인(unattended)은 거래(trade)와 함께 줍니다. 예: /keys add robot trade unattended 주문=100만 하루=500만 횟수=10',
      'unattended goes with trade. Example: /keys add robot trade unattended order=1000000 day=5000000 count=10',
    ),
  keyLimits: t =>
    t.say(
      '사람 없이 주문하는 키에는 한도 셋이 모두 있어야 합니다: 한 번의 금액, 하루의 금액(한 번보다 작지 않게), 하루의 횟수. 예: 주문=100만 하루=500만 횟수=10',
      'A key that orders without a person needs all three limits: an order, a day (not less than an order) and orders a day. Example: order=1000000 day=5000000 count=10',
    ),
  keyLimitsUseless: t =>
    t.say(
      '한도는 무인(unattended) 키에만 씁니다. 사람이 확인하는 주문에는 사람의 한도가 쓰입니다.',
      'Limits belong to unattended keys alone; what a person confirms is under that person’s limits.',
    ),
  keyLife: t =>
    t.say(
      '키의 수명은 1시간에서 2년(731일)까지입니다. 예: 90일. 쓰지 않으면 만료가 없습니다.',
      'A key lives from 1 hour to 2 years (731 days), such as 90d; left out, it does not expire.',
    ),
  keyOverlap: t =>
    t.say(
      '앞의 키가 함께 쓰이는 시간은 바로(겹치지 않음)나 30일까지입니다. 예: 1시간',
      'The key before stays good for at most 30 days, or ends now. Example: 1h',
    ),
};

const PROBLEMS: Readonly<Record<KeyProblem, (t: Teller) => Words>> = {
  keyTaken: t => ({
    what: t.say(
      `“${t.text('name') ?? ''}” 이름의 키가 이미 쓰이고 있어 만들지 않았습니다.`,
      `A key called “${t.text('name') ?? ''}” is in use; none was made.`,
    ),
    todo: t.say(
      '다른 이름을 쓰거나, /keys rotate 로 새 키로 바꾸거나, 먼저 /keys revoke 로 폐기하세요.',
      'Choose another name, exchange it with /keys rotate, or revoke it first with /keys revoke.',
    ),
  }),
  keyFixed: t => ({
    what: t.say(
      `“${t.text('name') ?? ''}” 키는 설정(SYNC_API_KEY, BACKEND_API_KEY)의 것이라 여기서 바꾸거나 폐기할 수 없습니다. 바뀐 것은 없습니다.`,
      `“${t.text('name') ?? ''}” is a key of the configuration (SYNC_API_KEY, BACKEND_API_KEY) and cannot be changed here. Nothing changed.`,
    ),
    todo: t.say('설정을 고치고 봇을 다시 시작하세요.', 'Edit the configuration and restart the bot.'),
  }),
  keyOver: t => ({
    what: t.say(
      `“${t.text('name') ?? ''}” 키는 폐기되었거나 만료되어 새 키로 바꿀 수 없습니다.`,
      `“${t.text('name') ?? ''}” is revoked or expired and cannot be exchanged.`,
    ),
    todo: t.say(
      '같은 이름으로 다시 만들 수 있습니다: /keys add',
      'A new one of the same name can be made: /keys add',
    ),
  }),
};

const isInput = (key: string): key is KeyInput => Object.hasOwn(INPUTS, key);
const isProblem = (key: string): key is KeyProblem => Object.hasOwn(PROBLEMS, key);

/** What is wrong with words about keys; undefined: it is about something else. */
export function keyInputWords(t: Teller): string | undefined {
  const problem = t.text('problem') ?? '';
  const word = t.text('word');
  if (problem === 'keyWord')
    return t.say(
      `“${word ?? ''}” 부분을 이해하지 못해 키를 바꾸지 않았습니다.`,
      `“${word ?? ''}” was not understood; no key was changed.`,
    );
  return isInput(problem) ? INPUTS[problem](t) : undefined;
}

/** What people read when keys cannot be changed so. */
export function keyTold(t: Teller): Told {
  const problem = t.text('problem') ?? '';
  return {
    tone: 'warning',
    title: t.say('키를 그렇게 바꿀 수 없습니다', 'Keys cannot be changed so'),
    ...PROBLEMS[isProblem(problem) ? problem : 'keyTaken'](t),
  };
}

export function noKey(t: Teller): Told {
  const name = t.text('name') ?? '';
  return {
    tone: 'warning',
    title: t.say('찾지 못했습니다', 'Not found'),
    what: t.say(
      `“${name}” 이름의 키가 없어 아무것도 바꾸지 않았습니다.`,
      `There is no key called “${name}”; nothing changed.`,
    ),
    todo: t.say('있는 키는 /keys 로 볼 수 있습니다.', '/keys lists those that there are.'),
  };
}

/** What a program reads that asks for what only a person may do; undefined: it is about something else. */
export function personWords(t: Teller): Words | undefined {
  if (t.text('need') !== 'person' || t.text('what') !== 'command') return undefined;
  return {
    what: t.say(
      'API 키로 온 프로그램은 할 수 없는 일입니다. 실행하지 않았습니다.',
      'A program that comes with an API key cannot do this. It was not run.',
    ),
    todo: t.say(
      '사람이 채팅이나 웹 콘솔에서 직접 해야 합니다.',
      'A person does it in chat or in the web console.',
    ),
  };
}
