import fc from 'fast-check';
import type { Block, Button, Cell, Field, Reply, Value } from '../../src/core/index.js';

/** Words that have broken bots before, numbers of every form, and plain ones. */
const word = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('삼성전자', '잔고', 'KODEX 200', '한글 과 영문', 'R&D', '🇰🇷') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '<b>',
      '</pre>',
      '@everyone',
      '<@123>',
      '```',
      '`',
      '**x**',
      '&lt;',
      '[a](http://b.c)',
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom('# 제목', '> 인용', '- 항목', '1. 하나', '\\', '||숨김||', '\n') },
  {
    weight: 4,
    arbitrary: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map(n => n.toLocaleString('en-US')),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
);

export const textOf = (maxWords: number) =>
  fc
    .tuple(
      fc.array(word, { maxLength: 12 }),
      fc.integer({ min: 1, max: Math.max(1, Math.floor(maxWords / 12)) }),
    )
    .map(([words, times]) => Array.from({ length: times }, () => words.join(' ')).join(' '));

/** Anything at all of at most so many characters. */
const short = (longest: number) => textOf(24).map(text => Array.from(text).slice(0, longest).join(''));

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map(won => ({ kind: 'won', won }) as const),
  fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map(won => ({ kind: 'change', won }) as const),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map(percent => ({ kind: 'percent', percent }) as const),
  fc.bigInt({ min: 0n, max: 10n ** 12n }).map(shares => ({ kind: 'shares', shares }) as const),
  fc.integer({ min: 0, max: 4_000_000_000_000 }).map(at => ({ kind: 'time', at }) as const),
);
const cell: fc.Arbitrary<Cell> = fc.oneof(textOf(12), { weight: 5, arbitrary: value });

const field: fc.Arbitrary<Field> = fc.record({ label: textOf(60), value: fc.oneof(cell, textOf(600)) });
const column = fc.record({ label: textOf(3), align: fc.constantFrom('left' as const, 'right' as const) });
const button: fc.Arbitrary<Button> = fc.record({
  id: fc.string({
    unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', '0', '1', '2', '3', '-'),
    minLength: 1,
    maxLength: 64,
  }),
  label: textOf(24),
  style: fc.constantFrom('plain' as const, 'primary' as const, 'danger' as const),
});

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: textOf(2500) }),
  fc.record({
    kind: fc.constant('notice' as const),
    tone: fc.constantFrom('neutral' as const, 'good' as const, 'warning' as const, 'bad' as const),
    text: textOf(200),
  }),
  fc.record({ kind: fc.constant('fields' as const), fields: fc.array(field, { maxLength: 40 }) }),
  fc.record({
    kind: fc.constant('table' as const),
    columns: fc.array(column, { maxLength: 7 }),
    rows: fc.array(fc.array(cell, { maxLength: 7 }), { maxLength: 60 }),
  }),
  fc.record({
    kind: fc.constant('image' as const),
    png: fc.constant(Uint8Array.from([137, 80, 78, 71])),
    alt: textOf(200),
  }),
  fc.record({ kind: fc.constant('file' as const), name: textOf(12), text: textOf(200) }),
  fc.record({ kind: fc.constant('buttons' as const), buttons: fc.array(button, { maxLength: 40 }) }),
  fc.constant({ kind: 'divider' } as const),
);

/** Any reply that the vocabulary can say, sensible or not. */
export const replies: fc.Arbitrary<Reply> = fc
  .record({
    title: textOf(80),
    stamp: fc.constantFrom('live' as const, 'paper' as const, 'demo' as const),
    tone: fc.constantFrom('neutral' as const, 'good' as const, 'warning' as const, 'bad' as const),
    visibility: fc.constantFrom('private' as const, 'public' as const),
    blocks: fc.array(block, { maxLength: 8 }),
    footer: fc.option(textOf(600), { nil: undefined }),
  })
  .map(({ footer, ...reply }) => (footer === undefined ? reply : { ...reply, footer }));

/** The largest card that the desk keeps rewriting: a ticket with everything that can be said about an order. */
export const ticketCards: fc.Arbitrary<Reply> = fc
  .record({
    fields: fc.array(fc.record({ label: short(20), value: fc.oneof(value, short(60)) }), {
      minLength: 12,
      maxLength: 12,
    }),
    notices: fc.array(short(200), { minLength: 3, maxLength: 3 }),
    label: short(80),
  })
  .map(({ fields, notices, label }) => ({
    title: '매수 주문 확인',
    stamp: 'live',
    tone: 'warning',
    visibility: 'public',
    card: 'a-ticket',
    blocks: [
      { kind: 'fields', fields },
      ...notices.map(text => ({ kind: 'notice', tone: 'warning', text }) as const),
      {
        kind: 'buttons',
        buttons: Array.from({ length: 5 }, (_, i) => ({ id: `b${i}`, label, style: 'plain' })),
      },
    ],
    footer: '10:03:12 기준 · 60초 안에 눌러 주세요 · 참조 ABCDEFG',
  }));

/** Text without blanks, so that where a platform breaks it does not matter. */
export const squeeze = (text: string) => text.replace(/[\s\u200b\p{Cc}]/gu, '');

/** Every text that a reader of the reply must find somewhere. */
export function textsOf(reply: Reply, cellText: (cell: Cell) => string): string[] {
  const inBlocks = reply.blocks.flatMap(b => {
    switch (b.kind) {
      case 'text':
      case 'notice':
        return [b.text];
      case 'fields':
        return b.fields.flatMap(f => [f.label, cellText(f.value)]);
      case 'table':
        return [...b.columns.map(c => c.label), ...b.rows.flat().map(cellText)];
      case 'image':
        return [b.alt];
      default:
        return [];
    }
  });
  return [reply.title, reply.footer ?? '', ...inBlocks];
}

/** The numbers in a text, as they must appear in one piece. */
export const numbersIn = (text: string) => text.match(/\d[\d,]*\d/g) ?? [];
