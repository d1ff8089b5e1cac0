import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitText } from '../../../src/chat/cards/index.js';
import { squeeze, textOf } from '../../support/fake-replies.js';

it('cuts at line ends before blanks, and at blanks before letters', () => {
  expect(splitText('하나 둘\n셋 넷', 6)).toEqual(['하나 둘', '셋 넷']);
  expect(splitText('하나 둘셋넷', 5)).toEqual(['하나', '둘셋넷']);
  expect(splitText('가나다라마', 2)).toEqual(['가나', '다라', '마']);
});

it('never cuts inside a number, nor between a number and its unit', () => {
  expect(splitText('합계는-1,234,567.89%', 14)).toEqual(['합계는', '-1,234,567.89%']);
  expect(splitText('평가 71,900원', 9)).toEqual(['평가', '71,900원']);
  expect(splitText('시각 10:03:12', 8)).toEqual(['시각', '10:03:12']);
});

it('keeps every piece within the limit and loses nothing but blanks at the cuts', () => {
  fc.assert(
    fc.property(textOf(400), fc.integer({ min: 30, max: 500 }), (text, limit) => {
      const pieces = splitText(text, limit);
      for (const piece of pieces) {
        expect(piece.length).toBeLessThanOrEqual(limit);
        expect(piece.trim()).not.toBe('');
      }
      expect(squeeze(pieces.join(''))).toBe(squeeze(text));
    }),
  );
});

it('never separates the halves of a character', () => {
  for (const piece of splitText('😀'.repeat(9), 3)) expect(piece).toBe('😀');
});

it('ends even when a single character costs more than the limit', () => {
  expect(splitText('가나', 1, () => 5)).toEqual(['가', '나']);
});
