import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../commands/index.js';
import { isConversation, readContent } from '../../src/desk/asked.js';
import { placeOn } from '../support/desk.js';

const group = placeOn('discord', true);
const isTalk = (text: string, where = group) =>
  isConversation(readContent({ kind: 'text', text }, COMMANDS), where);

describe('words without a slash in a group', () => {
  test.each(['삼전 10주 7.1만 매수', '삼전 전량 매도', '매수 삼전 10주', '잔고 1', '정지 서버 점검'])(
    'are for the desk when they are a command through and through: %s',
    text => {
      expect(isTalk(text)).toBe(false);
    },
  );

  test.each([
    '오늘 삼전 매수',
    '삼전 열주 매수',
    '삼전 10주 7.1만 더 매수',
    '나는 10주쯤 매도',
    '감사',
    '감사 합니다',
    '도움 고마워요',
    '재개',
    '주문 많이 했네',
  ])('are talk otherwise: %s', text => {
    expect(isTalk(text)).toBe(true);
  });

  test('are for the desk with a slash, and in private', () => {
    for (const text of ['/감사', '/도움 고마워요', '/재개']) expect(isTalk(text)).toBe(false);
    const own = { ...placeOn('telegram', true), kind: 'private' } as const;
    expect(isTalk('감사', own)).toBe(false);
    expect(isTalk('오늘 삼전 매수', own)).toBe(false);
  });
});
