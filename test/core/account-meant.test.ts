import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AccountRef, accountKey, accountMeant, accountWord } from '../../src/core/index.js';

const account = (number: string, alias: string): AccountRef => ({
  broker: 'kis',
  mode: 'paper',
  number,
  product: '01',
  alias,
});
const MUM = account('50105678', '엄마');
const DAD = account('50101234', 'Dad');
const TWIN = account('60001234', '');

test.each([
  ['엄마', MUM],
  ['@엄마', MUM],
  ['엄마'.normalize('NFD'), MUM],
  ['dad', DAD],
  ['5678', MUM],
  ['@50101234-01', DAD],
  ['****5678-01', MUM],
  ['1234', undefined],
  ['엄', undefined],
  ['@', undefined],
  ['', undefined],
  ['50105678', undefined],
])('%j means one account or none', (word, meant) => {
  expect(accountMeant(word, [MUM, DAD, TWIN])).toBe(meant);
});

test('an alias comes before the digits of another account', () => {
  const sly = account('60009999', '5678');
  expect(accountMeant('5678', [MUM, sly])).toBe(sly);
});

test('the word of an account always means it, and shows its whole number only where nothing else tells it apart', () => {
  const ending = fc.constantFrom('1234', '1235', '5678');
  const some = fc.uniqueArray(
    fc.tuple(fc.constantFrom('5010', '6000', '7000'), ending, fc.constantFrom('', '', 'a', 'b', '1234')),
    { selector: ([head, tail]) => head + tail, maxLength: 6 },
  );
  fc.assert(
    fc.property(some, found => {
      const seen = new Set<string>();
      const accounts = found.map(([head, tail, alias]) => {
        const isFree = alias !== '' && !seen.has(alias);
        seen.add(alias);
        return account(`${head}${tail}`, isFree ? alias : '');
      });
      for (const one of accounts) {
        const word = accountWord(one, accounts);
        expect(accountMeant(word, accounts)).toBe(one);
        if (word !== accountKey(one)) continue;
        const alike = accounts.filter(({ number }) => number.slice(-4) === one.number.slice(-4));
        expect(alike.length).toBeGreaterThan(1);
      }
    }),
    { numRuns: 200 },
  );
});
