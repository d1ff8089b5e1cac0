import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { ansi, plain } from '../../../src/chat/console/paint.js';
import { renderCard } from '../../../src/chat/console/render.js';
import { type Block, change, percent, type Reply, shares, won } from '../../../src/core/index.js';

function card(blocks: readonly Block[], extra: Partial<Reply> = {}): Reply {
  return { title: '잔고', stamp: 'demo', tone: 'neutral', visibility: 'private', blocks, ...extra };
}

const POSITIONS: Block = {
  kind: 'table',
  columns: [
    { label: '종목', align: 'left' },
    { label: '수량', align: 'right' },
    { label: '손익', align: 'right' },
  ],
  rows: [
    ['삼성전자', shares(1_000n), change(12_000n)],
    ['NAVER', shares(3n), change(-500n)],
  ],
};

test('columns line up on screen although Hangul takes two places', () => {
  const [, header, first, second] = renderCard(card([POSITIONS]), 'ko', plain).split('\n');
  expect(header).toBe('  종목         수량     손익');
  expect(first).toBe('  삼성전자  1,000주  +12,000');
  expect(second).toBe('  NAVER         3주     -500');
  expect(stringWidth(first ?? '')).toBe(stringWidth(second ?? ''));
});

test('every card says first where its figures come from', () => {
  expect(renderCard(card([]), 'ko', plain)).toBe('[데모] 잔고\n');
  expect(renderCard(card([], { stamp: 'live' }), 'en', plain)).toMatch(/^\[LIVE\] /);
});

test('a rise is red and a fall is blue, also inside tables', () => {
  const text = renderCard(
    card([POSITIONS, { kind: 'fields', fields: [{ label: '등락', value: percent(-1.2) }] }]),
    'ko',
    ansi,
  );
  expect(text).toContain('\x1b[31m+12,000\x1b[0m');
  expect(text).toContain('\x1b[34m   -500\x1b[0m');
  expect(text).toContain('\x1b[34m-1.20%\x1b[0m');
});

test('labels of fields stand in one column', () => {
  const fields: Block = {
    kind: 'fields',
    fields: [
      { label: '예수금', value: won(10_000n) },
      { label: 'D+2', value: won(5n) },
    ],
  };
  expect(
    renderCard(card([fields]), 'ko', plain)
      .split('\n')
      .slice(1, 3),
  ).toEqual(['  예수금  10,000원', '  D+2          5원']);
});

test('a card with many fields has two to a line, read across, each column aligned', () => {
  const fields: Block = {
    kind: 'fields',
    fields: [1n, 20n, 300n, 4_000n, 50_000n, 600_000n, 7n].map(amount => ({
      label: `항목${amount}`,
      value: won(amount),
    })),
  };
  expect(
    renderCard(card([fields]), 'ko', plain)
      .split('\n')
      .slice(1, 5),
  ).toEqual([
    '  항목1           1원    항목20           20원',
    '  항목300       300원    항목4000      4,000원',
    '  항목50000  50,000원    항목600000  600,000원',
    '  항목7           7원',
  ]);
});

test('buttons are numbered through the whole card', () => {
  const buttons = (...labels: string[]): Block => ({
    kind: 'buttons',
    buttons: labels.map(label => ({ id: label, label, style: 'plain' })),
  });
  const text = renderCard(card([buttons('이전', '다음'), buttons('새로고침')]), 'ko', plain);
  expect(text).toContain('[1] 이전  [2] 다음');
  expect(text).toContain('[3] 새로고침');
});

test('a file stands below its name, each line from the first column on and as it is', () => {
  const file: Block = { kind: 'file', name: '감사.csv', text: '\ufeff시각,행위 \r\n10:03:12,"매수\t10주"\n' };
  const long: Block = { kind: 'file', name: 'b.csv', text: 'ㄱ'.repeat(60) };
  expect(renderCard(card([file, long], { footer: '2건' }), 'ko', plain, 30).split('\n')).toEqual([
    '[데모] 잔고',
    '  파일: 감사.csv',
    '시각,행위 ',
    '10:03:12,"매수\t10주"',
    '  파일: b.csv',
    'ㄱ'.repeat(60),
    '  2건',
    '',
  ]);
});

test('text from outside cannot paint or move the cursor', () => {
  const evil = '\x1b[2J\x1b[31m체결\r완료\u202e';
  const text = renderCard(
    card([
      { kind: 'text', text: evil },
      { kind: 'notice', tone: 'bad', text: evil },
      { kind: 'file', name: evil, text: evil },
    ]),
    'ko',
    plain,
  );
  for (const forbidden of ['\x1b', '\r', '\u202e']) expect(text).not.toContain(forbidden);
  expect(text).toContain('체결');
});

test('a missing cell and a footer are shown without tearing the table', () => {
  const table: Block = { ...POSITIONS, rows: [['NAVER']] };
  expect(renderCard(card([table], { footer: '기준 10:00:00' }), 'ko', plain).split('\n')).toEqual([
    '[데모] 잔고',
    '  종목   수량  손익',
    '  NAVER',
    '  기준 10:00:00',
    '',
  ]);
});

describe('on a narrow terminal', () => {
  const text = (blocks: readonly Block[], columns: number, extra: Partial<Reply> = {}) =>
    renderCard(card(blocks, extra), 'ko', plain, columns).split('\n').slice(1, -1);

  test('fields that do not fit side by side stand one below the other', () => {
    const fields: Block = {
      kind: 'fields',
      fields: Array.from({ length: 6 }, (_, i) => ({ label: `항목${i}`, value: won(1_000_000_000n) })),
    };
    expect(text([fields], 100)).toHaveLength(3);
    expect(text([fields], 40)).toHaveLength(6);
  });

  test('a long value goes on below itself, beside its label', () => {
    const fields: Block = {
      kind: 'fields',
      fields: [
        { label: '지금', value: '조회 가능 / 주문 가능' },
        { label: '봇이 할 일', value: '이 요청은 더 시도하지 않고 다음 명령에서 새로 조회합니다.' },
      ],
    };
    expect(text([fields], 44)).toEqual([
      '  지금        조회 가능 / 주문 가능',
      '  봇이 할 일  이 요청은 더 시도하지 않고',
      '              다음 명령에서 새로 조회합니다.',
    ]);
  });

  test('a table that does not fit gives each row lines of its own, every figure behind its label', () => {
    expect(text([POSITIONS], 25)).toEqual([
      '  삼성전자',
      '    수량 1,000주',
      '    손익 +12,000',
      '  NAVER',
      '    수량 3주  손익 -500',
    ]);
    expect(text([POSITIONS], 28)[0]).toBe('  종목         수량     손익');
  });

  test('buttons, sentences and small print go on the next line, never in the middle of a word', () => {
    const buttons: Block = {
      kind: 'buttons',
      buttons: ['삼성전자 005930', '삼성전자우 005935'].map(label => ({ id: label, label, style: 'plain' })),
    };
    const said = '증권사가 답하지 않거나 알 수 없는 답을 보냈습니다';
    const lines = text(
      [{ kind: 'text', text: said }, { kind: 'notice', tone: 'bad', text: said }, buttons],
      30,
      {
        footer: '참조 ABCDEFG · 2026-11-23 10:00:00',
      },
    );
    expect(lines).toEqual([
      '  증권사가 답하지 않거나 알 수',
      '  없는 답을 보냈습니다',
      '  ● 증권사가 답하지 않거나 알',
      '    수 없는 답을 보냈습니다',
      '  [1] 삼성전자 005930',
      '  [2] 삼성전자우 005935',
      '  참조 ABCDEFG · 2026-11-23',
      '  10:00:00',
    ]);
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(30);
  });

  test('whatever its width, not a figure is lost', () => {
    for (let columns = 1; columns < 60; columns += 1) {
      const shown = text([POSITIONS], columns).join(' ');
      for (const figure of ['1,000주', '+12,000', '3주', '-500']) expect(shown).toContain(figure);
    }
  });
});
