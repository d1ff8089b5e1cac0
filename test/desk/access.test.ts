import { describe, expect, test } from 'vitest';
import { DeskError, type Place } from '../../src/core/index.js';
import { type AccessRules, createAccess } from '../../src/desk/access.js';

const NOBODY: AccessRules = { people: [], places: { discord: [], telegram: [] }, operator: undefined };
const FAMILY: AccessRules = {
  people: [
    { platform: 'discord', userId: '11', name: '아빠', roles: ['view', 'trade'] },
    { platform: 'telegram', userId: '22', name: '엄마', roles: ['view'] },
  ],
  places: { discord: ['500'], telegram: ['-100500'] },
  operator: { name: 'operator', roles: ['admin'] },
};
const name = 'whoever';
const guild = (group: string): Place => ({ platform: 'discord', id: '7', group, kind: 'group' });
const discordDm: Place = { platform: 'discord', id: '8', group: undefined, kind: 'private' };
const chat = (id: string, kind: Place['kind']): Place => ({ platform: 'telegram', id, group: id, kind });
const terminal: Place = { platform: 'console', id: 'console', group: undefined, kind: 'private' };

describe('the gate', () => {
  const { enter } = createAccess(FAMILY);
  const discord = (userId: string, where: Place) =>
    enter({ platform: 'discord', who: { userId, name }, where });
  const telegram = (userId: string, where: Place) =>
    enter({ platform: 'telegram', who: { userId, name }, where });

  test('lets a listed person in, with the roles of the list and no others', () => {
    expect(discord('11', guild('500'))).toEqual({
      kind: 'allowed',
      who: { id: 'discord:11', name: '아빠', roles: new Set(['view', 'trade']) },
    });
  });

  test('lets nobody in by name', () => {
    const entry = enter({
      platform: 'discord',
      who: { userId: '99', name: '아빠' },
      where: guild('500'),
    });
    expect(entry).toEqual({ kind: 'refused', reason: 'person' });
  });

  test('keeps the numbers of two platforms apart', () => {
    expect(telegram('11', chat('11', 'private'))).toEqual({ kind: 'refused', reason: 'person' });
    expect(discord('22', guild('500'))).toEqual({ kind: 'refused', reason: 'person' });
  });

  test('refuses a listed person in a guild or group that is not listed', () => {
    expect(discord('11', guild('501'))).toEqual({ kind: 'refused', reason: 'place' });
    expect(telegram('22', chat('-100501', 'group'))).toEqual({ kind: 'refused', reason: 'place' });
  });

  test('refuses a stranger in a listed place', () => {
    expect(discord('12', guild('500'))).toEqual({ kind: 'refused', reason: 'person' });
    expect(telegram('23', chat('-100500', 'group'))).toEqual({ kind: 'refused', reason: 'person' });
  });

  test('takes the private chat of a listed person as listed', () => {
    expect(discord('11', discordDm).kind).toBe('allowed');
    expect(telegram('22', chat('22', 'private')).kind).toBe('allowed');
  });

  test("does not take somebody else's private chat for one's own", () => {
    expect(telegram('22', chat('23', 'private'))).toEqual({ kind: 'refused', reason: 'place' });
  });

  test('refuses a place of another platform', () => {
    expect(discord('11', terminal)).toEqual({ kind: 'refused', reason: 'place' });
    expect(discord('11', chat('-100500', 'group'))).toEqual({ kind: 'refused', reason: 'place' });
  });

  test('lets the operator in at the terminal, whatever the terminal calls them', () => {
    expect(enter({ platform: 'console', who: { userId: '', name: '' }, where: terminal })).toEqual({
      kind: 'allowed',
      who: { id: 'console:operator', name: 'operator', roles: new Set(['admin']) },
    });
  });
});

describe('an empty list', () => {
  const { enter } = createAccess(NOBODY);

  test('means nobody, on every platform and in every place', () => {
    for (const where of [
      guild('500'),
      discordDm,
      chat('11', 'private'),
      chat('-100500', 'group'),
      terminal,
    ]) {
      const entry = enter({ platform: where.platform, who: { userId: '11', name }, where });
      expect(entry).toEqual({ kind: 'refused', reason: 'person' });
    }
  });

  test('of places leaves a listed person their private chats only', () => {
    const lonely = createAccess({ ...FAMILY, places: NOBODY.places });
    const who = { userId: '11', name };
    expect(lonely.enter({ platform: 'discord', who, where: guild('500') }).kind).toBe('refused');
    expect(lonely.enter({ platform: 'discord', who, where: discordDm }).kind).toBe('allowed');
  });
});

test.each(['abba', '@abba', '', '1 1', '12345678901234567890123', '-5', '１１'])(
  'a list with the user id %j is refused at once',
  userId => {
    const people = [{ platform: 'discord' as const, userId, name, roles: ['view' as const] }];
    expect(() => createAccess({ ...NOBODY, people })).toThrow(DeskError);
  },
);

test('a list with a place that is not a number is refused at once', () => {
  expect(() => createAccess({ ...NOBODY, places: { discord: ['general'], telegram: [] } })).toThrow(
    DeskError,
  );
  expect(() => createAccess({ ...NOBODY, places: { discord: [], telegram: ['@room'] } })).toThrow(DeskError);
});
