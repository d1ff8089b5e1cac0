import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Principal } from '../../src/core/index.js';
import { createButtons } from '../../src/desk/buttons.js';
import { manualClock } from '../support/clock.js';
import { placeOn } from '../support/desk.js';

const who: Principal = {
  id: 'discord:1',
  ids: ['discord:1'],
  name: 'n',
  roles: new Set(['view']),
  accounts: 'all',
};
const where = placeOn('discord', true);
const call = { command: 'balance', args: { page: '2' } };

test('an id is 128 random bits in 22 characters that every platform takes, and says nothing', () => {
  const buttons = createButtons(manualClock(), randomBytes);
  const ids = Array.from({ length: 1000 }, () => buttons.offer(who, where, call));
  expect(new Set(ids).size).toBe(1000);
  expect(ids.filter(id => !/^[A-Za-z0-9_-]{22}$/.test(id))).toEqual([]);
});

test('a changed or guessed id finds nothing', () => {
  const buttons = createButtons(manualClock(), randomBytes);
  const id = buttons.offer(who, where, call);
  const guesses = Array.from({ length: 20_000 }, () => randomBytes(16).toString('base64url'));
  const changed = [...Array(22).keys()].map(
    i => `${id.slice(0, i)}${id[i] === 'A' ? 'B' : 'A'}${id.slice(i + 1)}`,
  );
  const kinds = new Set([...guesses, ...changed].map(guess => buttons.press(guess, who, where).kind));
  expect([...kinds]).toEqual(['unknown']);
  expect(buttons.press(id, who, where)).toEqual({ kind: 'valid', call, ask: [] });
});

test('the number of offers kept is bounded, and the oldest go first', () => {
  const buttons = createButtons(manualClock(), randomBytes);
  const ids = Array.from({ length: 5001 }, () => buttons.offer(who, where, call));
  expect(buttons.press(ids[0] ?? '', who, where).kind).toBe('unknown');
  expect(buttons.press(ids[1] ?? '', who, where).kind).toBe('valid');
  expect(buttons.press(ids[5000] ?? '', who, where).kind).toBe('valid');
});

test('a step of the wall clock neither kills a button nor keeps it alive', async () => {
  const clock = manualClock();
  const buttons = createButtons(clock, randomBytes);
  const id = buttons.offer(who, where, call);
  clock.step(24 * 3_600_000);
  expect(buttons.press(id, who, where).kind).toBe('valid');
  clock.step(-48 * 3_600_000);
  await clock.advance(30 * 60_000);
  expect(buttons.press(id, who, where).kind).toBe('expired');
});

test('a button offered to one identity is still theirs once it is joined to another', () => {
  const buttons = createButtons(manualClock(), randomBytes);
  const id = buttons.offer(who, where, call);
  const joined = { ...who, id: 'telegram:9', ids: ['telegram:9', 'discord:1'] };
  expect(buttons.press(id, joined, where).kind).toBe('valid');
  expect(buttons.press(id, { ...joined, ids: ['telegram:9'] }, where).kind).toBe('notYours');
});
