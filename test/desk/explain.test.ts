import { describe, expect, test } from 'vitest';
import { DeskError, type DeskErrorKind, type ErrorDetail, type Language } from '../../src/core/index.js';
import { explain } from '../../src/desk/explain.js';
import { EXPLANATIONS } from '../../src/desk/explanations.js';
import { MONDAY_TEN, textOf } from '../support/desk.js';

const JARGON = 'connect ECONNREFUSED 10.0.0.1:443 Bearer abc';
const KINDS = Object.keys(EXPLANATIONS).filter((key): key is DeskErrorKind => key in EXPLANATIONS);
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
];

function told(kind: DeskErrorKind, language: Language, detail: ErrorDetail = {}) {
  const error = new DeskError(kind, JARGON, detail, { cause: new Error(JARGON) });
  return explain(error, { language, now: MONDAY_TEN, reference: 'REF2345', request: undefined });
}

describe('every kind of failure', () => {
  test('has its entry', () => {
    expect(KINDS).toHaveLength(17);
  });

  test.each(KINDS)('%s is told in Korean, whatever is known of it, without a word of jargon', kind => {
    for (const detail of DETAILS) {
      const text = textOf(told(kind, 'ko', detail), 'ko');
      expect(text).not.toMatch(/ECONN|Bearer|undefined|NaN|\[object/);
      const [title = '', what = '', ordered = '', todo = ''] = text.split('\n');
      expect([title, what, todo].filter(line => !/[가-힣]{2}/.test(line))).toEqual([]);
      expect(ordered).toBe('주문은 나가지 않았습니다.');
      expect(text).toContain('참조 REF2345 · 2026-11-23 10:00:00');
    }
  });

  test.each(KINDS)('%s is told in English without a word of Korean of ours', kind => {
    for (const detail of DETAILS.filter(d => !/[가-힣]/.test(JSON.stringify(d)))) {
      const { footer, ...rest } = told(kind, 'en', { ...detail, message: '' });
      const text = textOf(rest, 'en');
      expect(text).not.toMatch(/[가-힣]|ECONN|Bearer|undefined|NaN/);
      expect(text).toContain('Nothing was ordered.');
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
});
