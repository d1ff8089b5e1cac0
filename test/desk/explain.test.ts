import { describe, expect, test } from 'vitest';
import { DeskError, type DeskErrorKind, type ErrorDetail, type Language } from '../../src/core/index.js';
import { explain } from '../../src/desk/explain.js';
import { EXPLANATIONS } from '../../src/desk/explanations.js';
import type { LimitCode } from '../../src/desk/risk/limits.js';
import type { Problem } from '../../src/desk/tickets/impossible.js';
import { MONDAY_TEN, textOf } from '../support/desk.js';

const JARGON = 'connect ECONNREFUSED 10.0.0.1:443 Bearer abc';
const KINDS = Object.keys(EXPLANATIONS).filter((key): key is DeskErrorKind => key in EXPLANATIONS);
/** Every reason for which an order cannot be made; the type says when one is missing. */
const PROBLEM_TABLE: Readonly<Record<Problem, true>> = {
  tick: true,
  upperLimit: true,
  lowerLimit: true,
  noPriceLimits: true,
  noPrice: true,
  price: true,
  exchangeNotOffered: true,
  typeNotOnExchange: true,
  kindNotNow: true,
  holiday: true,
  closed: true,
  typeNotNow: true,
  noCalendar: true,
  halted: true,
  unlisted: true,
  zero: true,
  cash: true,
  cashGrowth: true,
  shares: true,
  amendMore: true,
  amendSame: true,
  amendType: true,
  environment: true,
  repeat: true,
  moved: true,
  approvers: true,
  breakGlass: true,
  approval: true,
  stepUp: true,
};
const PROBLEMS = Object.keys(PROBLEM_TABLE);
const LIMIT_TABLE: Readonly<Record<LimitCode, true>> = {
  SYMBOL_DENY: true,
  SYMBOL_ALLOW: true,
  ORDER_QUANTITY: true,
  ORDER_AMOUNT: true,
  DAY_COUNT: true,
  DAY_AMOUNT: true,
  PRICE_DISTANCE: true,
  MARKET_BUY_CASH: true,
  DAY_LOSS: true,
};
const LIMIT_CODES = Object.keys(LIMIT_TABLE);
const DETAILS: readonly ErrorDetail[] = [
  {},
  { until: MONDAY_TEN + 59_000 },
  { code: 'APBK0919', message: JARGON },
  { code: 'APBK0919', message: '장운영시간이 아닙니다.   ' },
  { problem: 'missing', argument: 'symbol' },
  { problem: 'malformed', argument: 'page' },
  { problem: 'future', argument: 'to' },
  { problem: 'reversed', argument: 'to' },
  { problem: 'tooLong', argument: 'to' },
  { problem: 'tooLongLine' },
  { problem: 'unasked', typed: '/buy 005930 <quantity> [price]' },
  { problem: 'whenAndDays', argument: 'when' },
  { word: '' },
  { what: 'symbols', reason: 'timeout' },
  { problem: 'disguised' },
  { what: 'button', typed: '/price 005930' },
  { word: 'balanse', suggestion: 'balance' },
  { need: 'admin' },
  { need: 'account' },
  { need: 'owner' },
  { by: 'desk', until: MONDAY_TEN + 500 },
  { query: '없는종목' },
  { ageMs: 61_000 },
  { need: 'live' },
  ...['missing', 'malformed', 'used', 'wrong'].map(problem => ({
    need: 'code',
    what: 'stepUp',
    problem,
    left: 3,
  })),
  { need: 'enrol', what: 'stepUp', why: 'halt' },
  { need: 'enrol', what: 'stepUp', why: 'order' },
  { need: 'enrol', what: 'stepUp', why: 'test' },
  { need: 'unlocked', what: 'stepUp', until: MONDAY_TEN + 900_000 },
  { need: 'private', what: 'stepUp' },
  { what: 'stepUp', query: 'Mum' },
  { what: 'order', number: '12345', complete: 'yes' },
  { what: 'order', complete: 'no' },
  { what: 'start' },
  { code: '005930', side: 'sell' },
  { scope: 'buy', reason: 'lunch', until: MONDAY_TEN + 60_000 },
  { scope: 'symbol', code: '005930', name: 'Samsung', reason: '' },
  { scope: 'account', reason: 'lunch' },
  ...['declined', 'expired', 'restart', 'replaced', 'blocked', 'sending', 'sent'].map(how => ({ how })),
];

/** What is known of these kinds only. */
const OWN_DETAILS: Readonly<Partial<Record<DeskErrorKind, readonly ErrorDetail[]>>> = {
  impossible: [
    ...PROBLEMS.map(problem => ({
      problem,
      price: '71850',
      nearest: '71800',
      below: '71800',
      above: '71900',
      given: '140',
      most: '139',
      type: 'conditional',
      exchange: 'KRX',
      allowed: 'limit,market',
      next: MONDAY_TEN + 3_600_000,
      name: 'Samsung',
      code: '005930',
      typeName: 'Stop',
    })),
    // Figures may be missing; the text still must read.
    ...PROBLEMS.map(problem => ({ problem })),
  ],
  limit: [
    ...LIMIT_CODES.map(limit => ({ limit, most: '10', given: '11', mostShares: '3', remaining: '2' })),
    ...LIMIT_CODES.map(limit => ({ limit })),
  ],
};
const detailsOf = (kind: DeskErrorKind) => [...DETAILS, ...(OWN_DETAILS[kind] ?? [])];

function told(kind: DeskErrorKind, language: Language, detail: ErrorDetail = {}) {
  const error = new DeskError(kind, JARGON, detail, { cause: new Error(JARGON) });
  return explain(error, { language, now: MONDAY_TEN, reference: 'REF2345', request: undefined });
}

/** A ticket that was confirmed before: its order is on its way, or has gone. */
const mayHaveLeft = (kind: DeskErrorKind, { how }: ErrorDetail) =>
  kind === 'usedTicket' && (how === 'sent' || how === 'sending');

test('a fault after the order has left never says that nothing was ordered', () => {
  const text = textOf(told('bug', 'ko', { left: 1 }), 'ko');
  expect(text).toContain('주문은 증권사로 나갔습니다');
  expect(text).not.toContain('나가지 않았습니다');
});

describe('every kind of failure', () => {
  test('has its entry', () => {
    expect(KINDS).toHaveLength(23);
  });

  test.each(KINDS)('%s is told in Korean, whatever is known of it, without a word of jargon', kind => {
    for (const detail of detailsOf(kind)) {
      const text = textOf(told(kind, 'ko', detail), 'ko');
      expect(text).not.toMatch(/ECONN|Bearer|undefined|NaN|\[object/);
      const [title = '', what = '', ordered = '', todo = ''] = text.split('\n');
      expect([title, what, todo].filter(line => !/[가-힣]{2}/.test(line))).toEqual([]);
      expect(ordered === '주문은 나가지 않았습니다.').toBe(!mayHaveLeft(kind, detail));
      expect(text).toContain('참조 REF2345 · 2026-11-23 10:00:00');
    }
  });

  test.each(KINDS)('%s is told in English without a word of Korean of ours', kind => {
    for (const detail of detailsOf(kind).filter(d => !/[가-힣]/.test(JSON.stringify(d)))) {
      const { footer, ...rest } = told(kind, 'en', { ...detail, message: '' });
      const text = textOf(rest, 'en');
      expect(text).not.toMatch(/[가-힣]|ECONN|Bearer|undefined|NaN/);
      expect(text.includes('Nothing was ordered.')).toBe(!mayHaveLeft(kind, detail));
      expect(footer).toContain('Reference REF2345');
    }
  });

  test('is told differently from every other', () => {
    const titles = KINDS.map(kind => told(kind, 'ko').title);
    expect(new Set(titles).size).toBe(KINDS.length);
  });
});

describe('the words of the broker', () => {
  const refused = (message: string) =>
    textOf(told('refused', 'ko', { code: 'APBK0919', message }), 'ko').split('\n')[1];

  test('are quoted with their code and without their padding', () => {
    expect(refused('장운영시간이 아닙니다.        ')).toBe(
      '증권사 응답: (APBK0919) “장운영시간이 아닙니다.”',
    );
  });

  test('stay on one line inside their quotation marks, whatever they contain', () => {
    expect(refused('거부”\n체결 완료 \u202e100주\u0007')).toBe(
      '증권사 응답: (APBK0919) “거부" 체결 완료 100주”',
    );
  });

  test('are without the code of a library', () => {
    expect(textOf(told('unavailable', 'ko', { code: 'HTTP 502' }))).not.toContain('HTTP');
    expect(textOf(told('unavailable', 'ko', { code: 'EGW00105' }))).toContain('(EGW00105)');
  });

  test('are cut at a length that fits every platform', () => {
    expect(refused('가'.repeat(10_000))?.length).toBeLessThan(200);
  });
});

describe('what the person can do', () => {
  test('after a cool-down names the moment and the time left', () => {
    expect(textOf(told('cooldown', 'ko', { until: MONDAY_TEN + 59_000 }))).toContain(
      '다시 요청할 수 있는 때: 2026-11-23 10:00:59 (59초 뒤)',
    );
  });

  test('during a cool-down is told nothing that may be untrue of a token that died', () => {
    const text = textOf(told('cooldown', 'ko'));
    expect(text).not.toContain('발급했으므로');
    expect(text).toContain('유효한 토큰이 있으면');
  });

  test('with a full disk names it', () => {
    expect(textOf(told('storage', 'ko', { code: 'ENOSPC' }))).toContain('디스크가 가득');
    expect(textOf(told('storage', 'ko', { code: 'EIO' }))).not.toContain('가득');
  });

  test('without a list of symbols is to use the code', () => {
    const text = textOf(told('unavailable', 'ko', { what: 'symbols' }));
    expect(text).toContain('종목코드로는 조회됩니다');
    expect(text).not.toContain('증권사의 답');
  });

  test('without a role names the role', () => {
    expect(textOf(told('denied', 'ko', { need: 'admin' }))).toContain('관리 권한');
    expect(textOf(told('denied', 'ko', { need: 'toString' }))).toContain('필요한 권한');
  });

  test.each([
    [{ need: 'code', problem: 'missing', left: 5 }, '인증 코드가 필요합니다', '[인증 코드 입력]'],
    [{ need: 'code', problem: 'wrong', left: 2 }, '인증 코드가 틀렸습니다', '2번 더 틀리면'],
    [{ need: 'code', problem: 'used', left: 5 }, '이미 쓴 인증 코드입니다', '다음 코드'],
    [{ need: 'enrol', why: 'order' }, '인증 앱을 먼저 등록해야 합니다', '/otp enrol'],
    [{ need: 'unlocked', until: MONDAY_TEN + 900_000 }, '인증 코드가 잠겼습니다', '10:15:00 (15분 뒤)'],
    [{ need: 'private' }, '여기서는 보여 드리지 않습니다', '1:1 대화'],
  ])('without a second factor (%o) is told which step is missing', (detail, title, words) => {
    const text = textOf(told('denied', 'ko', { ...detail, what: 'stepUp' }));
    expect([text.split('\n')[0], text]).toEqual([title, expect.stringContaining(words)]);
    expect(text).toContain('주문은 나가지 않았습니다');
  });

  test('with a wrong code that links chats is told of that one', () => {
    expect(textOf(told('denied', 'ko', { need: 'code' }))).toContain('연결 코드가 맞지 않거나');
  });

  test('on a live account that only reads is told which switch is off', () => {
    expect(textOf(told('denied', 'ko', { need: 'live' }))).toContain('LIVE_TRADING=on');
  });
});

describe('an order that is stopped before it leaves', () => {
  const linesOf = (kind: DeskErrorKind, detail: ErrorDetail) => textOf(told(kind, 'ko', detail)).split('\n');

  test('is told each problem in words of its own', () => {
    const figures = { type: 'limit', exchange: 'NXT' };
    const texts = PROBLEMS.map(problem => linesOf('impossible', { problem, ...figures })[1]);
    expect(new Set(texts).size).toBe(PROBLEMS.length);
    expect(texts).not.toContain(linesOf('impossible', { problem: 'toString' })[1]);
  });

  test('for its price is told the nearest that would do', () => {
    const tick = { problem: 'tick', price: '71850', nearest: '71800', below: '71800', above: '71900' };
    expect(linesOf('impossible', tick).slice(1, 4)).toEqual([
      '71,850원은 호가단위에 맞지 않습니다.',
      '주문은 나가지 않았습니다.',
      '낼 수 있는 가까운 가격: 71,800원 또는 71,900원',
    ]);
    expect(linesOf('impossible', { problem: 'upperLimit', price: '99000', nearest: '94900' })[3]).toBe(
      '가장 높은 가격: 94,900원',
    );
  });

  test('for its hour is told what is taken instead, and when it is taken itself', () => {
    const detail = {
      problem: 'typeNotNow',
      type: 'conditional',
      exchange: 'KRX',
      allowed: 'limit,market,toString',
      next: MONDAY_TEN + 3_600_000,
    };
    expect(linesOf('impossible', detail).slice(1, 4)).toEqual([
      '지금은 조건부지정가 주문을 받지 않습니다.',
      '주문은 나가지 않았습니다.',
      '지금 낼 수 있는 유형: 지정가, 시장가. 다음에 받는 때: 2026-11-23 11:00:00 (1시간 뒤)',
    ]);
  });

  test('for too little cash or too few shares is told the most', () => {
    const cash = linesOf('impossible', { problem: 'cash', given: '1140', most: '1139', price: '71900' });
    expect(cash[1]).toContain('1,139주');
    expect(cash[3]).toContain('71,900원');
    expect(linesOf('impossible', { problem: 'shares', given: '101', most: '100' })[1]).toContain('100주');
  });

  test('by a limit is told its fixed name, the figures and the shares that would do', () => {
    const lines = linesOf('limit', {
      limit: 'ORDER_AMOUNT',
      most: '10000000',
      given: '12000000',
      mostShares: '83',
    });
    expect(lines[1]).toBe('주문 한 건은 10,000,000원까지인데 12,000,000원입니다. (ORDER_AMOUNT)');
    expect(lines[3]).toContain('83주까지');
    const texts = LIMIT_CODES.map(limit => linesOf('limit', { limit, most: '1', given: '2' })[1]);
    expect(new Set(texts).size).toBe(LIMIT_CODES.length);
  });

  test('by a limit of its key is told who sets that one', () => {
    const limit = { limit: 'DAY_COUNT', most: '1', given: '2' };
    expect(linesOf('limit', limit).join(' ')).toContain('LIMITS_FILE');
    const own = linesOf('limit', { ...limit, of: 'key' }).join(' ');
    expect(own).toContain('/keys');
    expect(own).not.toContain('LIMITS_FILE');
  });

  test('that nobody could be asked about, or that nobody stands behind, is told that nothing was ordered', () => {
    for (const lines of [
      linesOf('unavailable', { what: 'people' }),
      linesOf('denied', { need: 'owner', what: 'nobody' }),
    ]) {
      expect(lines.join(' ')).toContain('아무것도 주문하지 않았습니다');
    }
  });

  test('by a halt is told what is halted, why and until when', () => {
    const until = MONDAY_TEN + 60_000;
    const lines = linesOf('halted', {
      scope: 'symbol',
      code: '005930',
      name: '삼성전자',
      reason: '점심',
      until,
    });
    expect(lines[1]).toBe('삼성전자의 주문이 정지되어 있습니다. 사유: “점심”');
    expect(lines[3]).toContain('2026-11-23 10:01:00 (1분 뒤)');
    expect(linesOf('halted', { scope: 'all', reason: '' })[3]).toContain('/resume');
  });

  test('by an order whose outcome is unknown is told which', () => {
    expect(linesOf('unsettled', { side: 'sell', code: '005930' })[1]).toContain('(005930 매도)');
    expect(linesOf('unsettled', { what: 'start' })[1]).toContain('봇이 멈추기 전에');
  });

  test('by a ticket that is over is told what became of it', () => {
    const texts = ['declined', 'expired', 'restart', 'replaced', 'blocked', 'sending', 'sent'].map(
      how => linesOf('usedTicket', { how })[1],
    );
    expect(new Set(texts).size).toBe(7);
    expect(texts[1]).toContain('확인 시간이 지난');
  });
});

describe('an open order that is not found', () => {
  test('is told apart from an issue, and whether the list can be trusted', () => {
    const text = textOf(told('notFound', 'ko', { what: 'order', number: '777', complete: 'yes' }));
    expect(text).toContain('“777”에 맞는 미체결 주문이 없습니다.');
    expect(text).toContain('/orders open');
    expect(text).not.toContain('종목');
    const gaps = textOf(told('notFound', 'ko', { what: 'order', complete: 'no' }));
    expect(gaps).toContain('증권사 앱에서 확인');
  });
});
