import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DeskError, type Member, type Place } from '../../src/core/index.js';
import { type AccessRules, createAccess } from '../../src/desk/access.js';
import { createMembers } from '../../src/desk/members/members.js';
import { manualClock } from '../support/clock.js';
import { memberOf, memoryMembers } from '../support/memory-members.js';

const PLACES: AccessRules['places'] = { discord: ['500'], telegram: ['-100500'] };
const NOWHERE: AccessRules['places'] = { discord: [], telegram: [] };
const FATHER = { platform: 'discord', userId: '11', name: '아빠', roles: ['view', 'trade'] } as const;
const MOTHER = { platform: 'telegram', userId: '22', name: '엄마', roles: ['view'] } as const;

const peopleOf = (stored: readonly Member[], admins: readonly string[] = [], operator?: string) =>
  createMembers({
    store: memoryMembers(stored),
    admins,
    operator,
    clock: manualClock(),
    random: randomBytes,
    language: 'ko',
    tell: () => undefined,
  });
const family = () => peopleOf([memberOf(FATHER), memberOf(MOTHER)], [], 'operator');
const name = 'whoever';
const guild = (group: string): Place => ({ platform: 'discord', id: '7', group, kind: 'group' });
const discordDm: Place = { platform: 'discord', id: '8', group: undefined, kind: 'private' };
const chat = (id: string, kind: Place['kind']): Place => ({ platform: 'telegram', id, group: id, kind });
const terminal: Place = { platform: 'console', id: 'console', group: undefined, kind: 'private' };

describe('the gate', () => {
  const { enter } = createAccess({ members: family(), places: PLACES });
  const discord = (userId: string, where: Place) =>
    enter({ platform: 'discord', who: { userId, name }, where });
  const telegram = (userId: string, where: Place) =>
    enter({ platform: 'telegram', who: { userId, name }, where });

  test('lets a listed person in, with the roles of the list and no others', () => {
    expect(discord('11', guild('500'))).toEqual({
      kind: 'allowed',
      who: {
        id: 'discord:11',
        ids: ['discord:11'],
        name: '아빠',
        roles: new Set(['view', 'trade']),
        accounts: 'all',
      },
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
      who: {
        id: 'console:operator',
        ids: ['console:operator'],
        name: 'operator',
        roles: new Set(['view', 'trade', 'approve', 'admin']),
        accounts: 'all',
      },
    });
  });
});

describe('an empty list', () => {
  const { enter } = createAccess({ members: peopleOf([]), places: NOWHERE });

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
    const lonely = createAccess({ members: family(), places: NOWHERE });
    const who = { userId: '11', name };
    expect(lonely.enter({ platform: 'discord', who, where: guild('500') }).kind).toBe('refused');
    expect(lonely.enter({ platform: 'discord', who, where: discordDm }).kind).toBe('allowed');
  });
});

test.each(['abba', '@abba', '', '1 1', '123456789012345678901', '-5', '１１'])(
  'a configuration with the user id %j is refused at once',
  userId => {
    expect(() => peopleOf([], [`discord:${userId}`])).toThrow(DeskError);
  },
);

test('a list with a place that is not a number is refused at once', () => {
  const members = family();
  expect(() => createAccess({ members, places: { discord: ['general'], telegram: [] } })).toThrow(DeskError);
  expect(() => createAccess({ members, places: { discord: [], telegram: ['@room'] } })).toThrow(DeskError);
});

describe('somebody whom nobody knows yet', () => {
  const { mayStand } = createAccess({ members: peopleOf([]), places: PLACES });
  const visit = (userId: string, where: Place) =>
    mayStand({ platform: where.platform, who: { userId, name }, where });

  test('could stand in a listed place, and in a private chat of their own', () => {
    for (const where of [guild('500'), discordDm, chat('99', 'private'), chat('-100500', 'group')]) {
      expect([where, visit('99', where)]).toEqual([where, true]);
    }
  });

  test("could not in another place, nor in somebody else's chat, nor on another platform", () => {
    for (const where of [guild('501'), chat('98', 'private'), chat('-100501', 'group')]) {
      expect([where, visit('99', where)]).toEqual([where, false]);
    }
    expect(mayStand({ platform: 'discord', who: { userId: '99', name }, where: terminal })).toBe(false);
  });
});

describe('the gate follows the members', () => {
  test('somebody added is let in with the next event, and shut out once they are removed', async () => {
    const members = peopleOf([], ['discord:1']);
    const { enter } = createAccess({ members, places: PLACES });
    const visit = {
      platform: 'telegram',
      who: { userId: '22', name },
      where: chat('22', 'private'),
    } as const;
    const admin = members.find('discord', '1');
    expect(enter(visit).kind).toBe('refused');
    await members.add('telegram:22', '엄마', ['view']);
    expect(enter(visit)).toMatchObject({ kind: 'allowed', who: { name: '엄마', accounts: [] } });
    if (admin) await members.remove('엄마', admin);
    expect(enter(visit)).toEqual({ kind: 'refused', reason: 'person' });
  });

  test('a member with no role at all is a stranger', () => {
    const nothing = memberOf({ ...FATHER, roles: [] });
    const { enter } = createAccess({ members: peopleOf([nothing]), places: PLACES });
    expect(enter({ platform: 'discord', who: { userId: '11', name }, where: guild('500') }).kind).toBe(
      'refused',
    );
  });
});
