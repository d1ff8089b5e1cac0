import { expect, it } from 'vitest';
import { wordsOf } from '../../../src/chat/cards/index.js';
import type { Reply } from '../../../src/core/index.js';

const REPLY: Reply = {
  title: '일일 보고',
  stamp: 'live',
  tone: 'bad',
  visibility: 'private',
  footer: '참조 ABC1234',
  blocks: [
    { kind: 'text', text: '첫 줄\n둘째 줄' },
    { kind: 'notice', tone: 'bad', text: '주문 불가, 조회 가능' },
    { kind: 'divider' },
    {
      kind: 'fields',
      fields: [
        { label: '예수금', value: { kind: 'won', won: 1_234_567n } },
        { label: '평가손익', value: { kind: 'change', won: -5_000n } },
      ],
    },
    {
      kind: 'table',
      columns: [
        { label: '종목', align: 'left' },
        { label: '수량', align: 'right' },
      ],
      rows: [
        ['삼성전자', { kind: 'shares', shares: 10n }],
        ['NAVER', ''],
      ],
    },
    { kind: 'image', png: new Uint8Array(), alt: '손익 곡선' },
    { kind: 'file', name: 'fills.csv', text: 'a,b' },
    { kind: 'buttons', buttons: [{ id: 'b1', label: '확인', style: 'plain' }] },
  ],
};

it('the words of a reply are all that people read in it, a line each, and neither buttons nor rules', () => {
  expect(wordsOf(REPLY, 'ko').split('\n')).toEqual([
    '[실전] 일일 보고',
    '첫 줄',
    '둘째 줄',
    '❌ 주문 불가, 조회 가능',
    '예수금: 1,234,567원',
    '평가손익: -5,000',
    '종목 · 수량',
    '삼성전자 · 10주',
    'NAVER',
    '손익 곡선',
    '파일: fills.csv',
    '참조 ABC1234',
  ]);
});
