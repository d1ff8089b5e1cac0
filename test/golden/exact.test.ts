import { describe, expect, test } from 'vitest';
import { splitText } from '../../src/chat/cards/index.js';
import { renderDiscord } from '../../src/chat/discord/render.js';
import { renderTelegram } from '../../src/chat/telegram/render.js';
import { type Block, type Button, type Reply, won } from '../../src/core/index.js';
import { card } from '../support/fake-desk.js';
import { squeeze } from '../support/fake-replies.js';
import { discordFaults, telegramFaults } from './limits.js';
import { shownByDiscord, shownByTelegram } from './shown.js';

const LETTERS = new Intl.Segmenter('ko', { granularity: 'grapheme' });
const TITLE = '[데모] 잔고';
const only = (...blocks: readonly Block[]): Reply => card({ blocks });
const text = (characters: string): Block => ({ kind: 'text', text: characters });
const plainButtons = (count: number, id = (i: number) => `b${i}`): Block => ({
  kind: 'buttons',
  buttons: Array.from({ length: count }, (_, i): Button => ({ id: id(i), label: `${i}`, style: 'plain' })),
});

/** Renders on both platforms, having checked every limit and that nothing was lost; how many messages it took. */
function counts(reply: Reply, words: readonly string[] = []) {
  const discord = renderDiscord(reply, 'ko');
  const telegram = renderTelegram(reply, 'ko');
  expect(discordFaults(discord)).toEqual([]);
  expect(telegramFaults(telegram)).toEqual([]);
  for (const lines of [shownByDiscord(discord), shownByTelegram(telegram)]) {
    const all = squeeze(lines.join(''));
    for (const word of words) expect(all).toContain(squeeze(word));
  }
  return {
    discord: discord.length,
    embeds: discord.flatMap(({ embeds }) => embeds).length,
    telegram: telegram.length,
  };
}

describe('a text', () => {
  test.each([2_000, 2_001])('of %d characters is one message: it is an embed, not content', length => {
    const words = '가'.repeat(length);
    expect(counts(only(text(words)), [words])).toMatchObject({ discord: 1, telegram: 1 });
  });

  test('that fills a description to the last of 4,096 is one embed, and one more makes two', () => {
    const [full, more] = ['가'.repeat(4_096), '가'.repeat(4_097)];
    expect(counts(only(text(full)), [full])).toMatchObject({ discord: 1, embeds: 1 });
    expect(counts(only(text(more)), [more])).toMatchObject({ discord: 1, embeds: 2 });
  });

  test('that fills a Telegram message to the last of 4,096, its title included, is one, and one more makes two', () => {
    const room = 4_096 - TITLE.length - 1;
    const [full, more] = ['가'.repeat(room), '가'.repeat(room + 1)];
    expect(counts(only(text(full)), [full]).telegram).toBe(1);
    expect(counts(only(text(more)), [more]).telegram).toBe(2);
  });

  test('that fills the 6,000 of a Discord message is one, and one more makes two', () => {
    const room = 6_000 - TITLE.length - '\\'.length * 2 - 4_096;
    const first = '가'.repeat(4_096);
    const [full, more] = ['나'.repeat(room), '나'.repeat(room + 1)];
    expect(counts(only(text(first), text(full)), [first, full]).discord).toBe(1);
    expect(counts(only(text(first), text(more)), [first, more]).discord).toBe(2);
  });

  test.each([
    ['Hangul', '가'],
    ['an emoji of two units', '😀'],
    ['a family of seven code points', '👨‍👩‍👧‍👦'],
    ['a flag', '🇰🇷'],
    ['a letter with a combining mark', 'e\u0301'],
    ['a sign with a variation selector', '⚠️'],
    ['a line end of two', '한\r\n'],
    ['a skin tone', '👍🏽'],
    ['Hangul in pieces', '한'.normalize('NFD')],
  ])('is not cut inside %s', (_, character) => {
    const letters = (words: string) => Array.from(LETTERS.segment(words), ({ segment }) => segment);
    for (const before of [0, 1, 2]) {
      const words = `${'x'.repeat(before)}${character.repeat(60)}`;
      const whole = new Set(letters(words));
      for (const piece of splitText(words, 64)) {
        expect(letters(piece).filter(letter => !whole.has(letter))).toEqual([]);
      }
    }
    const words = character.repeat(2_100);
    counts(only(text(words)), [words]);
  });

  test.each(['71,900원', '-1,234,567.89%', '10:03:12', '005930', '₩1,000', '+0.14%', '0000012345주'])(
    'is not cut inside %s, wherever the limit falls on it',
    number => {
      for (let before = 64 - number.length; before <= 64; before += 1) {
        const pieces = splitText(`${'가'.repeat(before)}${number} 끝`, 64);
        expect(pieces.some(piece => piece.includes(number))).toBe(true);
      }
      const reply = only(text(`${'가'.repeat(4_096 - 3)}${number} 끝`));
      for (const shown of [
        shownByDiscord(renderDiscord(reply, 'ko')),
        shownByTelegram(renderTelegram(reply, 'ko')),
      ]) {
        expect(shown.some(line => line.includes(number))).toBe(true);
      }
    },
  );
});

describe('fields', () => {
  const fields = (count: number): Block => ({
    kind: 'fields',
    fields: Array.from({ length: count }, (_, i) => ({ label: `항목 ${i}`, value: won(BigInt(i)) })),
  });

  test('of which an embed takes 25 are two embeds from 26 on', () => {
    expect(counts(only(fields(25)), ['항목 24'])).toMatchObject({ discord: 1, embeds: 1 });
    expect(counts(only(fields(26)), ['항목 25'])).toMatchObject({ discord: 1, embeds: 2 });
  });

  test.each([
    [256, 1_024],
    [257, 1_025],
  ])('with a label of %d and a value of %d characters are shown whole', (label, value) => {
    const [name, words] = ['가'.repeat(label), '나'.repeat(value)];
    counts(
      only({ kind: 'fields', fields: [{ label: name, value: words }] }),
      label > 256 ? [] : [name, words],
    );
    const [message] = renderDiscord(only({ kind: 'fields', fields: [{ label: name, value: words }] }), 'ko');
    expect(message?.embeds[0]?.fields).toHaveLength(label > 256 ? 2 : 1);
  });
});

test('a title of 256 and a footer of 2,048 characters stand in their places; longer ones go on below', () => {
  const stamp = TITLE.length - '잔고'.length + 2;
  for (const over of [0, 1]) {
    const title = '가'.repeat(256 - stamp + over);
    const footer = '나'.repeat(2_048 + over);
    const reply = card({ title, footer, blocks: [] });
    expect(counts(reply, [title, footer]).discord).toBe(1);
    const [first] = renderDiscord(reply, 'ko')[0]?.embeds ?? [];
    expect(first?.description === undefined).toBe(over === 0);
  }
});

describe('buttons', () => {
  test('of which a Discord message takes 25 need a second from 26 on, and of which Telegram takes 100 from 101 on', () => {
    expect(counts(only(plainButtons(25)))).toMatchObject({ discord: 1, telegram: 1 });
    expect(counts(only(plainButtons(26)))).toMatchObject({ discord: 2, telegram: 1 });
    expect(counts(only(plainButtons(100)))).toMatchObject({ discord: 4, telegram: 1 });
    expect(counts(only(plainButtons(101)))).toMatchObject({ discord: 5, telegram: 2 });
  });

  test.each([
    ['latin', 'a', 64],
    ['Hangul of three bytes', '가', 21],
    ['emoji of four bytes', '😀', 16],
  ])(
    'with an id of at most 64 bytes of %s go to Telegram, and one more is left out',
    (_, character, most) => {
      const of = (count: number) =>
        renderTelegram(only(plainButtons(1, () => character.repeat(count))), 'ko')[0]?.keyboard.flat();
      expect(of(most)?.map(({ callback_data: id }) => id)).toEqual([character.repeat(most)]);
      expect(of(most + 1)).toEqual([]);
    },
  );

  test('with an id of 100 characters go to Discord, and of 101 are left out', () => {
    const of = (count: number) =>
      renderDiscord(only(plainButtons(1, () => 'a'.repeat(count))), 'ko')[0]?.components.length;
    expect([of(100), of(101)]).toEqual([1, 0]);
  });

  test('with a label of 80 characters keep it, and of 81 lose its end, never half a character', () => {
    const of = (label: string) => {
      const buttons = [{ id: 'x', label, style: 'plain' as const }];
      return renderDiscord(only({ kind: 'buttons', buttons }), 'ko')[0]?.components[0]?.components[0]?.label;
    };
    expect(of('가'.repeat(80))).toBe('가'.repeat(80));
    expect(of('가'.repeat(81))).toBe(`${'가'.repeat(79)}…`);
    expect(of('😀'.repeat(41))).toBe(`${'😀'.repeat(39)}…`);
  });
});

test.each([
  [1_024, 0],
  [1_025, 1],
])('a caption of %d characters takes %d message more than the picture', (length, more) => {
  const alt = '가'.repeat(length);
  const reply = only({ kind: 'image', png: Uint8Array.of(1), alt });
  expect(counts(reply, [alt])).toMatchObject({ discord: 1, telegram: 2 + more });
});

test('a table at the width of a phone stays as it is, and one column more folds it', () => {
  const table = (width: number): Block => ({
    kind: 'table',
    columns: [],
    rows: [['가'.repeat(10), '1'.repeat(width)]],
  });
  const linesOf = (width: number) => {
    const reply = only(table(width));
    counts(reply);
    return renderTelegram(reply, 'ko')[0]?.plain.split('\n').slice(1);
  };
  expect(linesOf(17)).toEqual([`${'가'.repeat(10)} ${'1'.repeat(17)}`]);
  expect(linesOf(18)).toEqual(['가'.repeat(10), `  ${'1'.repeat(18)}`]);
});

test('a name too wide for a phone goes on below itself, at a blank, its numbers whole', () => {
  const rows = [['TIGER 미국나스닥100커버드콜(합성) 441680', won(777_700n)]];
  const reply = only({
    kind: 'table',
    columns: [
      { label: '종목', align: 'left' },
      { label: '주문가', align: 'right' },
    ],
    rows,
  });
  counts(reply);
  expect(renderTelegram(reply, 'ko')[0]?.plain.split('\n').slice(1)).toEqual([
    '종목',
    '     주문가',
    'TIGER 미국나스닥100커버드콜(합성)',
    '  441680',
    '  777,700원',
  ]);
});
