import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderTelegram } from '../../../src/chat/telegram/render.js';
import { cellText, change, percent, type Reply, shares, won } from '../../../src/core/index.js';
import { card } from '../../support/fake-desk.js';
import { numbersIn, replies, squeeze, textsOf, ticketCards } from '../../support/fake-replies.js';
import { checkKeyboard, checkText, readHtml } from '../../support/fake-telegram-rules.js';

/** The limit ends the search for a smaller counterexample, which could take minutes. */
const RUNS = { numRuns: 150, interruptAfterTimeLimit: 10_000 };

const show = (reply: Reply) => renderTelegram(reply, 'ko');

describe('any reply at all', () => {
  it('keeps to the limits and balances its tags', () => {
    fc.assert(
      fc.property(replies, reply => {
        for (const message of show(reply)) {
          const limit = message.kind === 'text' ? 4096 : 1024;
          expect(checkText(message.html, 'HTML', limit)).toBe(message.plain);
          checkKeyboard({ inline_keyboard: message.keyboard });
        }
      }),
      RUNS,
    );
  });

  it('is shown whole, without a number cut in two', () => {
    fc.assert(
      fc.property(replies, reply => {
        const pieces = show(reply).map(message => message.plain);
        const all = squeeze(pieces.join(''));
        for (const text of textsOf(reply, cell => cellText(cell, 'ko'))) {
          expect(all).toContain(squeeze(text));
          for (const number of numbersIn(text))
            expect(pieces.some(piece => piece.includes(number))).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('begins with a text, so that it can be edited', () => {
    fc.assert(
      fc.property(replies, reply => {
        expect(show(reply)[0]?.kind).toBe('text');
      }),
      RUNS,
    );
  });

  it('is one message if it is a ticket, so that it can be rewritten in place', () => {
    fc.assert(
      fc.property(ticketCards, reply => {
        expect(show(reply)).toHaveLength(1);
      }),
      RUNS,
    );
  });

  it('carries every button', () => {
    fc.assert(
      fc.property(replies, reply => {
        const ids = reply.blocks.flatMap(b =>
          b.kind === 'buttons' ? b.buttons.map(button => button.id) : [],
        );
        const sent = show(reply).flatMap(message =>
          message.keyboard.flat().map(button => button.callback_data),
        );
        expect(sent).toEqual(ids);
      }),
    );
  });
});

it('escapes what would be markup', () => {
  const [message] = show(
    card({ title: 'R&D', blocks: [{ kind: 'text', text: '<b>굵게</b> & @everyone `x`' }] }),
  );
  expect(message?.html).toBe('<b>[데모] R&amp;D</b>\n&lt;b&gt;굵게&lt;/b&gt; &amp; @everyone `x`');
});

it('is, for a balance, exactly this card', () => {
  const [message, ...others] = show(
    card({
      stamp: 'paper',
      blocks: [
        { kind: 'notice', tone: 'warning', text: '장 마감' },
        {
          kind: 'fields',
          fields: [
            { label: '총평가', value: won(12_345_678n) },
            { label: '평가손익', value: change(-1200n) },
          ],
        },
        { kind: 'divider' },
        {
          kind: 'table',
          columns: [
            { label: '종목', align: 'left' },
            { label: '수량', align: 'right' },
            { label: '현재가', align: 'right' },
            { label: '수익률', align: 'right' },
          ],
          rows: [
            ['삼성전자', shares(10n), won(71_900n), percent(1.5)],
            ['LG에너지솔루션', shares(3n), won(371_500n), percent(-0.25)],
          ],
        },
      ],
      footer: '10:00:00 기준',
    }),
  );
  expect(others).toEqual([]);
  expect(message?.html).toBe(
    [
      '<b>[모의] 잔고</b>',
      '⚠️ 장 마감',
      '총평가: <b>12,345,678원</b>',
      '평가손익: <b>🔵 -1,200</b>',
      '──────────',
      '<pre>종목           수량    현재가 수익률',
      '삼성전자       10주  71,900원 +1.50%',
      'LG에너지솔루션  3주 371,500원 -0.25%</pre>',
      '<i>10:00:00 기준</i>',
    ].join('\n'),
  );
});

it('leaves out a button whose id is over 64 bytes, though it has fewer characters', () => {
  const reply = card({
    blocks: [
      {
        kind: 'buttons',
        buttons: [
          { id: '가'.repeat(22), label: '너무 김', style: 'plain' },
          { id: '가'.repeat(21), label: '확인', style: 'danger' },
        ],
      },
    ],
  });
  expect(show(reply)[0]?.keyboard).toEqual([
    [{ text: '확인', callback_data: '가'.repeat(21), style: 'danger' }],
  ]);
});

it('puts as many buttons in a row as a phone shows whole, at most four', () => {
  const rowsOf = (...labels: string[]) => {
    const buttons = labels.map((label, i) => ({ id: `b${i}`, label, style: 'plain' as const }));
    return show(card({ blocks: [{ kind: 'buttons', buttons }] }))[0]?.keyboard.map(row =>
      row.map(b => b.text),
    );
  };
  expect(rowsOf('1', '2', '3', '4', '5')).toEqual([['1', '2', '3', '4'], ['5']]);
  const [amend, cancel] = ['정정 NAVER #11955', '취소 NAVER #11955'];
  expect(rowsOf(amend, cancel, amend, cancel)).toEqual([
    [amend, cancel],
    [amend, cancel],
  ]);
  const long = '취소 LG에너지솔루션 #10978';
  expect(rowsOf('전체', long, '전체', '전체')).toEqual([['전체'], [long], ['전체', '전체']]);
});

it('puts 21 buttons under one message', () => {
  const buttons = Array.from({ length: 21 }, (_, i) => ({
    id: `b${i}`,
    label: '1,234주',
    style: 'plain' as const,
  }));
  const [message, ...others] = show(card({ blocks: [{ kind: 'buttons', buttons }] }));
  expect(others).toEqual([]);
  checkKeyboard({ inline_keyboard: message?.keyboard });
  expect(message?.keyboard.map(row => row.length)).toEqual([4, 4, 4, 4, 4, 1]);
});

it('sends a file after the card, which keeps its buttons', () => {
  const messages = show(
    card({
      blocks: [
        { kind: 'file', name: '감사 기록.csv', text: '시각,행위\n' },
        { kind: 'buttons', buttons: [{ id: 'more', label: '더', style: 'plain' }] },
      ],
      footer: '2건',
    }),
  );
  expect(messages.map(({ kind, plain, keyboard }) => [kind, plain, keyboard.length])).toEqual([
    ['text', '[데모] 잔고\n2건', 1],
    ['document', '', 0],
  ]);
  expect(messages[1]).toMatchObject({ name: '감사_기록.csv', data: Buffer.from('\ufeff시각,행위\n') });
});

it('repeats the header of a table that spans messages, and never breaks a row', () => {
  const rows = Array.from({ length: 800 }, (_, i) => [`종목${i}`, won(BigInt(i) * 1_000_001n)]);
  const messages = show(
    card({
      blocks: [
        {
          kind: 'table',
          columns: [
            { label: '이름', align: 'left' },
            { label: '금액', align: 'right' },
          ],
          rows,
        },
      ],
    }),
  );
  const headers = messages.map(
    m =>
      readHtml(m.html)
        .text.split('\n')
        .filter(line => line.startsWith('이름')).length,
  );
  expect(headers.length).toBeGreaterThan(2);
  expect(new Set(headers)).toEqual(new Set([1]));
  const lines = messages
    .flatMap(message => message.plain.split('\n'))
    .filter(line => line.startsWith('종목'));
  expect(lines.map(line => line.split(/\s+/))).toEqual(
    rows.map((_, i) => [`종목${i}`, cellText(won(BigInt(i) * 1_000_001n), 'ko')]),
  );
});

it('starts a new message rather than using more than 100 tags, which Telegram would ignore', () => {
  const fields = Array.from({ length: 150 }, (_, i) => ({ label: `항목 ${i}`, value: won(BigInt(i)) }));
  const counts = show(card({ blocks: [{ kind: 'fields', fields }] })).map(
    message => readHtml(message.html).entities,
  );
  expect(counts).toEqual([100, 51]);
});
