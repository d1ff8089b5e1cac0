import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { layoutTable, PHONE_COLUMNS, padDisplay, tableChunks } from '../../../src/chat/cards/index.js';
import { change, percent, shares, won } from '../../../src/core/index.js';

const holdings = {
  columns: [
    { label: '종목', align: 'left' as const },
    { label: '수량', align: 'right' as const },
    { label: '현재가', align: 'right' as const },
    { label: '평가손익', align: 'right' as const },
    { label: '수익률', align: 'right' as const },
  ],
  rows: [
    ['삼성전자', shares(100n), won(71_900n), change(1_234_000n), percent(12.3)],
    ['LG에너지솔루션', shares(3n), won(371_500n), change(-4000n), percent(-0.3)],
  ],
};

it('counts Hangul as two columns', () => {
  expect(padDisplay('잔고', 6, 'left')).toBe('잔고  ');
  expect(padDisplay('A주', 6, 'right')).toBe('   A주');
  expect(padDisplay('길다길다', 3, 'left')).toBe('길다길다');
});

it('aligns every column on both sides', () => {
  const { header, rows, width } = layoutTable(holdings, 'ko');
  expect([header, ...rows]).toEqual([
    '종목            수량    현재가   평가손익  수익률',
    '삼성전자       100주  71,900원 +1,234,000 +12.30%',
    'LG에너지솔루션   3주 371,500원     -4,000  -0.30%',
  ]);
  expect(width).toBe(49);
});

it('folds a table wider than a phone into evenly filled lines', () => {
  const { header, rows, width } = layoutTable(holdings, 'ko', PHONE_COLUMNS);
  expect(width).toBeLessThanOrEqual(PHONE_COLUMNS);
  expect(header).toBe('종목            수량    현재가\n    평가손익  수익률');
  expect(rows[0]).toBe('삼성전자       100주  71,900원\n  +1,234,000 +12.30%');
});

it('never grows wider than asked unless one cell alone is', () => {
  const cell = fc.string({ unit: fc.constantFrom('가', 'a', '1', ' '), maxLength: 16 });
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 }),
      rows => {
        const { width, rows: lines } = layoutTable({ columns: [], rows }, 'ko', PHONE_COLUMNS);
        expect(width).toBeLessThanOrEqual(PHONE_COLUMNS);
        expect(lines).toHaveLength(rows.length);
        for (const line of lines.flatMap(text => text.split('\n')))
          expect(stringWidth(line)).toBeLessThanOrEqual(width);
      },
    ),
  );
});

it('lets a cell that is too wide go on below itself, with nothing behind it, and no line empty', () => {
  const table = {
    columns: [
      { label: '구분', align: 'left' as const },
      { label: '종목', align: 'left' as const },
      { label: '잔량', align: 'right' as const },
    ],
    rows: [['매도', 'TIGER 미국나스닥100커버드콜(합성) 441680', shares(12n)], ['…']],
  };
  expect(tableChunks(table, 'ko', 1000)).toEqual([
    ['구분 종목', '  잔량', '매도 TIGER 미국나스닥100커버드콜(합성)', '     441680', '  12주', '…'].join(
      '\n',
    ),
  ]);
  const alone = { columns: [], rows: [['/buy <symbol> <quantity> [price] [type] [exchange]'], ['/help']] };
  expect(layoutTable(alone, 'ko', PHONE_COLUMNS).rows).toEqual([
    '/buy <symbol> <quantity> [price]\n  [type] [exchange]',
    '/help',
  ]);
});

it('keeps a table whole when a cell holds a line break or a tab', () => {
  const table = { columns: [], rows: [['가\n나', '다\t라']] };
  expect(layoutTable(table, 'ko').rows).toEqual(['가 나 다 라']);
});

it('shows a table without rows by its labels, and one with nothing not at all', () => {
  expect(tableChunks({ columns: [{ label: '종목', align: 'left' }], rows: [] }, 'ko', 100)).toEqual(['종목']);
  expect(tableChunks({ columns: [], rows: [] }, 'ko', 100)).toEqual([]);
});

it('puts the labels on top of every part', () => {
  const rows = Array.from({ length: 9 }, () => holdings.rows).flat();
  const chunks = tableChunks({ ...holdings, rows }, 'ko', 300);
  expect(chunks.length).toBeGreaterThan(2);
  for (const chunk of chunks) {
    expect(chunk.startsWith('종목  ')).toBe(true);
    expect(chunk.length).toBeLessThanOrEqual(300);
  }
});
