import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { plain } from '../../src/chat/console/paint.js';
import { renderCard } from '../../src/chat/console/render.js';
import { renderDiscord } from '../../src/chat/discord/render.js';
import { renderTelegram } from '../../src/chat/telegram/render.js';
import { cellText, type Reply } from '../../src/core/index.js';
import { numbersIn, squeeze, textsOf } from '../support/fake-replies.js';
import { GOLDEN_CARDS, TICKET_CARDS } from './cards.js';
import { discordFaults, telegramFaults } from './limits.js';
import { shownByDiscord, shownByTelegram } from './shown.js';
import { writtenDiscord, writtenTelegram } from './written.js';

/**
 * What people get to see, card by card, as files to be read in a review. After a wanted change:
 * `npx vitest run --config test/vitest.config.ts test/golden -u`, and look at the difference.
 */
const FILES = new URL('./files/', import.meta.url);
const KINDS = ['discord.json', 'telegram.txt', 'console.txt'];
const TERMINAL_COLUMNS = 80;

const cards = new Map<string, Reply>();
const cardNamed = (name: string): Reply => {
  const card = cards.get(name);
  if (!card) throw new Error(`no card ${name}`);
  return card;
};
const wordsOf = (card: Reply) => textsOf(card, cell => cellText(cell, 'ko'));
/** A file's numbers are not in the card. */
const numbersOf = (card: Reply) => new Set(wordsOf(card).flatMap(numbersIn));

beforeAll(async () => {
  for (const [name, make] of Object.entries(GOLDEN_CARDS)) cards.set(name, await make());
});

test('the folder holds the three files of every card and no other', () => {
  const wanted = Object.keys(GOLDEN_CARDS).flatMap(name => KINDS.map(kind => `${name}.${kind}`));
  expect(readdirSync(FILES).filter(file => !wanted.includes(file))).toEqual([]);
});

describe.each(Object.keys(GOLDEN_CARDS))('the card %s', name => {
  const file = (kind: string) => new URL(`${name}.${kind}`, FILES).pathname;

  test('looks the same on every platform as when it was last read', async () => {
    const card = cardNamed(name);
    await expect(writtenDiscord(renderDiscord(card, 'ko'))).toMatchFileSnapshot(file('discord.json'));
    await expect(writtenTelegram(renderTelegram(card, 'ko'))).toMatchFileSnapshot(file('telegram.txt'));
    await expect(renderCard(card, 'ko', plain, TERMINAL_COLUMNS)).toMatchFileSnapshot(file('console.txt'));
  });

  test('keeps to every limit, and its tables to the width of a phone', () => {
    const card = cardNamed(name);
    expect(discordFaults(renderDiscord(card, 'ko'))).toEqual([]);
    expect(telegramFaults(renderTelegram(card, 'ko'))).toEqual([]);
  });

  test('is shown whole, every number in one line of one message', () => {
    const card = cardNamed(name);
    for (const lines of [
      shownByDiscord(renderDiscord(card, 'ko')),
      shownByTelegram(renderTelegram(card, 'ko')),
    ]) {
      const all = squeeze(lines.join(''));
      for (const text of wordsOf(card)) expect(all).toContain(squeeze(text));
      for (const number of numbersOf(card)) expect(lines.some(line => line.includes(number))).toBe(true);
    }
  });
});

test.each(Object.keys(TICKET_CARDS))(
  'the living card %s is one message, so that it can be rewritten',
  name => {
    const card = cardNamed(name);
    expect(card.card).toBeDefined();
    expect(renderDiscord(card, 'ko')).toHaveLength(1);
    expect(renderTelegram(card, 'ko')).toHaveLength(1);
  },
);

test('no card of a command takes more than two messages', () => {
  const long = [...cards].filter(([name]) => !['long-text', 'image'].includes(name));
  for (const [name, card] of long) {
    const counts = [renderDiscord(card, 'ko').length, renderTelegram(card, 'ko').length];
    expect(Math.max(...counts), name).toBeLessThanOrEqual(2);
  }
});
