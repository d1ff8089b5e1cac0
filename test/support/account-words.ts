import fc from 'fast-check';
import { type AccountRef, accountKey, maskAccount } from '../../src/core/index.js';

const LOOKALIKES: Readonly<Record<string, string>> = {
  m: 'ｍ',
  u: 'υ',
  '0': '０',
  '1': '１',
  '2': '２',
  '-': '‐',
  엄: '엄',
};
const wordsFor = (account: AccountRef): readonly string[] => [
  account.alias,
  accountKey(account),
  maskAccount(account),
  account.number,
  account.number.slice(-4),
  account.number + account.product,
  `${account.broker}:${account.mode}:${accountKey(account)}`,
  `${account.broker}-${accountKey(account)}`,
];

/** What one of these accounts may be called, and what comes near it; a sign before it, as often as it is listed. */
export const accountWords = (
  accounts: readonly AccountRef[],
  signs: readonly string[],
): fc.Arbitrary<string> =>
  fc
    .record({
      word: fc.constantFrom(
        ...accounts.flatMap(wordsFor),
        'all',
        '전체',
        '*',
        '%',
        '',
        '0',
        '__proto__',
        '../가족',
      ),
      sign: fc.constantFrom(...signs),
      bend: fc.constantFrom('none', 'none', 'none', 'upper', 'likes', 'gap', 'cut', 'nfd', 'twice', 'tail'),
      at: fc.nat(12),
    })
    .map(({ word, sign, bend, at }) => `${sign}${bent(word, bend, at)}`);

function bent(word: string, bend: string, at: number): string {
  switch (bend) {
    case 'upper':
      return word.toUpperCase();
    case 'likes':
      return Array.from(word, letter => LOOKALIKES[letter] ?? letter).join('');
    case 'gap':
      return `${word.slice(0, at)}\u200b${word.slice(at)}`;
    case 'cut':
      return word.slice(0, at);
    case 'nfd':
      return word.normalize('NFD');
    case 'twice':
      return `${word} @${word}`;
    case 'tail':
      return `${word}\u202e;/balance @가족`;
    default:
      return word;
  }
}
