import { expect, test } from 'vitest';
import { createButtonNumbers } from '../../../src/chat/console/button-numbers.js';
import type { Reply } from '../../../src/core/index.js';
import { card } from '../../support/fake-desk.js';

/** A card whose buttons have ids that tell the card and the label. */
const cardOf = (id: string | undefined, ...labels: string[]): Reply =>
  card({
    ...(id === undefined ? {} : { card: id }),
    blocks: [
      {
        kind: 'buttons',
        buttons: labels.map(label => ({ id: `${id ?? 'plain'}:${label}`, label, style: 'plain' })),
      },
    ],
  });

function numbers() {
  const { pressed, ...rest } = createButtonNumbers();
  return { ...rest, meaning: (line: string) => pressed(line)?.id };
}

test('an answer with buttons takes all numbers over, one without leaves them', () => {
  const { answered, meaning } = numbers();
  expect(answered(cardOf(undefined, '이전', '다음'))).toBe(1);
  answered(cardOf(undefined));
  expect(['1', '2', '3'].map(meaning)).toEqual(['plain:이전', 'plain:다음', undefined]);
  expect(answered(cardOf('t1', '확인'))).toBe(1);
  expect(['1', '2'].map(meaning)).toEqual(['t1:확인', undefined]);
});

test('only a bare number from one on presses a button', () => {
  const { answered, meaning } = numbers();
  answered(cardOf(undefined, '확인'));
  expect(['01', '1주', ' 1', '0', '-1', ''].map(meaning)).toEqual(Array.from({ length: 6 }));
});

test('a card that comes by itself adds its buttons and changes the meaning of no number', () => {
  const { answered, appeared, meaning } = numbers();
  answered(cardOf('t2', '확인', '취소'));
  expect(appeared(cardOf('t1', '정정', '취소'))).toBe(3);
  expect(['1', '2', '3', '4'].map(meaning)).toEqual(['t2:확인', 't2:취소', 't1:정정', 't1:취소']);
});

test('a living card that loses its buttons takes their numbers with it, whichever way it is shown', () => {
  const ways = ['answered', 'appeared'] as const;
  for (const way of ways) {
    const { meaning, ...shows } = numbers();
    shows.answered(cardOf('t1', '확인', '취소'));
    shows[way](cardOf('t1'));
    expect(['1', '2'].map(meaning)).toEqual([undefined, undefined]);
  }
});

test('a living card that comes again with the same buttons keeps their numbers', () => {
  const { answered, appeared, meaning } = numbers();
  answered(cardOf('t1', '정정', '취소'));
  expect(appeared(cardOf('t1', '정정', '취소'))).toBe(1);
  expect(meaning('2')).toBe('t1:취소');
});

test('one that comes again with others gets numbers that meant nothing before', () => {
  const { answered, appeared, meaning } = numbers();
  answered(cardOf('t1', '정정', '취소'));
  expect(appeared(cardOf('t1', '확인', '취소'))).toBe(3);
  expect(['1', '2', '3', '4'].map(meaning)).toEqual([undefined, undefined, 't1:확인', 't1:취소']);
  expect(answered(cardOf('t3', '확인'))).toBe(1);
});
