import {
  type Bilingual,
  type CommandContext,
  DeskError,
  groupDigits,
  type Limits,
  parseQuantity,
  SYMBOL_CODE,
  type Won,
} from '../src/core/index.js';

type Say = CommandContext['say'];

/** One limit in people's words. */
interface LimitWord {
  /** What it is called when it is typed; in English its own name is. */
  readonly ko: string;
  readonly what: Bilingual;
  /** An example of its value. */
  readonly example: string;
  /** The limit with this value; undefined where the words are none. */
  read(words: string): Partial<Limits> | undefined;
  text(limits: Limits, say: Say): string;
}

/** THE table of limits as people name, type and read them. */
const LIMITS: Readonly<Record<keyof Limits, LimitWord>> = {
  orderAmount: {
    ko: '주문금액',
    what: { ko: '주문 하나의 금액', en: 'Value of one order' },
    example: '1000만',
    read: words => of(readWon(words), orderAmount => ({ orderAmount })),
    text: ({ orderAmount }, say) => wonText(orderAmount, say),
  },
  orderQuantity: {
    ko: '주문수량',
    what: { ko: '주문 하나의 수량', en: 'Shares of one order' },
    example: '1000',
    read: words => of(readWhole(words), count => ({ orderQuantity: BigInt(count) })),
    text: ({ orderQuantity: most }, say) =>
      most === undefined ? none(say) : say(`${groupDigits(most)}주`, `${groupDigits(most)} shares`),
  },
  dayAmount: {
    ko: '하루금액',
    what: { ko: '하루 주문 금액의 합', en: 'Value of a day’s orders' },
    example: '5000만',
    read: words => of(readWon(words), dayAmount => ({ dayAmount })),
    text: ({ dayAmount }, say) => wonText(dayAmount, say),
  },
  dayCount: {
    ko: '하루건수',
    what: { ko: '하루 주문 건수', en: 'Orders of a day' },
    example: '100',
    read: words => of(readWhole(words), dayCount => ({ dayCount })),
    text: ({ dayCount: most }, say) => (most === undefined ? none(say) : say(`${most}건`, String(most))),
  },
  priceDistance: {
    ko: '가격거리',
    what: { ko: '현재가에서 떨어질 수 있는 폭', en: 'Distance of a price from the last one' },
    example: '15',
    read: words => of(readPercent(words), priceDistance => ({ priceDistance })),
    text: ({ priceDistance: most }, say) => (most === undefined ? none(say) : `${most}%`),
  },
  drift: {
    ko: '시세변동',
    what: { ko: '확인을 누르기까지 허용하는 시세 변동', en: 'Move of the price until the press' },
    example: '1',
    read: words => of(readPercent(words), drift => ({ drift })),
    text: ({ drift }) => `${drift}%`,
  },
  repeatSeconds: {
    ko: '반복시간',
    what: { ko: '같은 주문을 한 번 더 확인하는 시간', en: 'A like order within this is asked about again' },
    example: '30',
    read: words => of(readWhole(words.replace(/(?:초|s)$/i, '')), repeatSeconds => ({ repeatSeconds })),
    text: ({ repeatSeconds }, say) => say(`${repeatSeconds}초`, `${repeatSeconds}s`),
  },
  allow: {
    ko: '허용종목',
    what: { ko: '이 종목만 주문', en: 'Only these symbols' },
    example: '005930 000660',
    read: words => of(readCodes(words), allow => ({ allow })),
    text: ({ allow }, say) =>
      allow === undefined ? say('모든 종목', 'every symbol') : codesText(allow, say),
  },
  deny: {
    ko: '금지종목',
    what: { ko: '주문하지 않는 종목', en: 'Never these symbols' },
    example: '005930 000660',
    read: words => of(readCodes(words), deny => ({ deny })),
    text: ({ deny }, say) => (deny.length === 0 ? none(say) : codesText(deny, say)),
  },
  marketBuyCash: {
    ko: '시장가비율',
    what: { ko: '시장가 매수에 쓰는 매수가능금액의 비율', en: 'Part of the cash for a buy at market' },
    example: '90',
    read: words => of(readPercent(words), marketBuyCash => ({ marketBuyCash })),
    text: ({ marketBuyCash }) => `${marketBuyCash}%`,
  },
  dayLoss: {
    ko: '하루손실',
    what: { ko: '하루 손실이 이만큼이면 매수 중단', en: 'No more buys after a loss of' },
    example: '100만',
    read: words => of(readWon(words), dayLoss => ({ dayLoss })),
    text: ({ dayLoss }, say) => wonText(dayLoss, say),
  },
  approveAbove: {
    ko: '승인금액',
    what: { ko: '이보다 큰 주문은 다른 사람의 승인', en: 'Larger orders need approvers' },
    example: '500만',
    read: words => of(readWon(words), approveAbove => ({ approveAbove })),
    text: ({ approveAbove }, say) => wonText(approveAbove, say),
  },
  approvers: {
    ko: '승인자수',
    what: { ko: '필요한 승인자', en: 'How many approvers' },
    example: '1',
    read: words => of(readWhole(words.replace(/명$/, '')), approvers => ({ approvers })),
    text: ({ approvers }, say) => say(`${approvers}명`, String(approvers)),
  },
  breakGlassMinutes: {
    ko: '비상대기',
    what: { ko: '승인 없이 보내려면 기다리는 시간', en: 'Wait before an order goes without approvers' },
    example: '10',
    read: words =>
      of(readWhole(words.replace(/(?:분|m)$/i, '')), breakGlassMinutes => ({ breakGlassMinutes })),
    text: ({ breakGlassMinutes: wait }, say) =>
      wait === undefined ? say('할 수 없음', 'not possible') : say(`${wait}분`, `${wait}m`),
  },
  stepUpAbove: {
    ko: '인증금액',
    what: { ko: '이보다 큰 주문은 인증 코드', en: 'Larger orders need a code' },
    example: '100만',
    read: words => of(readWon(words), stepUpAbove => ({ stepUpAbove })),
    text: ({ stepUpAbove }, say) => wonText(stepUpAbove, say),
  },
};

const isLimit = (name: string): name is keyof Limits => Object.hasOwn(LIMITS, name);
const NAMES = Object.keys(LIMITS).filter(isLimit);

/** What is set for one account follows the desk again. */
const TAKEN_BACK = /^(?:none|없음|default|기본|기본값)$/i;

/**
 * `approveAbove 500만`, `승인금액 없음`: one limit and its value; `none` takes the account's own value back. Throws
 * `input` (`problem`: `limitName`, `limitValue`).
 */
export function readLimit(words: string): Partial<Limits> {
  const [called = '', ...rest] = words.trim().split(/\s+/);
  const wanted = called.toLowerCase();
  const name = NAMES.find(one => one.toLowerCase() === wanted || LIMITS[one].ko === called);
  if (!name) throw new DeskError('input', 'no such limit', { problem: 'limitName', argument: 'words' });
  const value = rest.join(' ');
  if (TAKEN_BACK.test(value)) return Object.fromEntries([[name, undefined]]);
  const read = LIMITS[name].read(value);
  if (read) return read;
  const example = `${name} ${LIMITS[name].example}`;
  throw new DeskError('input', 'no value of it', { problem: 'limitValue', argument: 'words', example });
}

/** Every limit that is in force, and which of them were set for this very account. */
export function limitRows(limits: Limits, own: Partial<Limits>, say: Say): readonly (readonly string[])[] {
  return NAMES.map(name => [
    say(LIMITS[name].what.ko, LIMITS[name].what.en),
    `${LIMITS[name].text(limits, say)}${own[name] === undefined ? '' : say(' (이 계좌)', ' (own)')}`,
    say(LIMITS[name].ko, name),
  ]);
}

const none = (say: Say) => say('없음', 'none');

const of = <T, R>(value: T | undefined, make: (value: T) => R): R | undefined =>
  value === undefined ? undefined : make(value);

/** `500만`, `5,000,000원`, `0`. */
function readWon(words: string): Won | undefined {
  if (/^0원?$/.test(words)) return 0n;
  const size = parseQuantity(words.endsWith('원') ? words : `${words}원`);
  return size?.kind === 'amount' ? size.won : undefined;
}

function readWhole(words: string): number | undefined {
  const bare = words.replaceAll(',', '');
  return /^(?:0|[1-9][0-9]{0,8})$/.test(bare) ? Number(bare) : undefined;
}

function readPercent(words: string): number | undefined {
  const bare = words.replace(/%$/, '');
  return /^(?:0|[1-9][0-9]{0,2})(?:\.[0-9]{1,2})?$/.test(bare) ? Number(bare) : undefined;
}

function readCodes(words: string): readonly string[] | undefined {
  const codes = words
    .toUpperCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  return codes.length > 0 && codes.every(code => SYMBOL_CODE.test(code)) ? [...new Set(codes)] : undefined;
}

function wonText(amount: Won | undefined, say: Say): string {
  return amount === undefined ? none(say) : say(`${groupDigits(amount)}원`, `₩${groupDigits(amount)}`);
}

const MOST_CODES = 10;

function codesText(codes: readonly string[], say: Say): string {
  const more = codes.length - MOST_CODES;
  const shown = codes.slice(0, MOST_CODES).join(', ') || none(say);
  return more > 0 ? say(`${shown} 외 ${more}개`, `${shown} and ${more} more`) : shown;
}
