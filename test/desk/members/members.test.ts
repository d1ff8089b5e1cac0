import { describe, expect, test } from 'vitest';
import { memberOf, memoryMembers } from '../../support/memory-members.js';
import { people, refusal } from './people.js';

const ADMIN = memberOf({ platform: 'discord', userId: '1', name: '아빠', roles: ['view', 'admin'] });
const MOTHER = memberOf({ platform: 'telegram', userId: '2', name: '엄마', roles: ['view', 'trade'] });
const LINKED = memberOf(
  { platform: 'discord', userId: '3', name: '엄지', roles: ['view'] },
  { identities: ['discord:3', 'telegram:4'] },
);
const FAMILY = [ADMIN, MOTHER, LINKED];

describe('the configuration', () => {
  test('gives every role and account for as long as it names somebody, and stores none of it', async () => {
    const { members, who, store } = people([], { admins: ['discord:9'] });
    expect(who('discord:9')).toEqual({
      id: 'discord:9',
      ids: ['discord:9'],
      name: '9',
      roles: new Set(['view', 'trade', 'approve', 'admin']),
      accounts: 'all',
    });
    await members.redeem(members.newCode(who('discord:9')).code, 'telegram:8');
    expect(who('telegram:8').roles.has('admin')).toBe(true);
    const later = people([], { store });
    expect(later.members.find('discord', '9')).toBeUndefined();
    expect(later.members.find('telegram', '8')).toBeUndefined();
    expect(store.list()).toMatchObject([{ roles: [], accounts: [] }]);
  });

  test('gives a stored member more, and leaves what is stored as it was', () => {
    const { who, members } = people([MOTHER], { admins: ['telegram:2'] });
    expect(who('telegram:2').roles.has('admin')).toBe(true);
    expect(members.list()).toMatchObject([{ id: 'telegram:2', name: '엄마', fixed: true, accounts: 'all' }]);
  });

  test('cannot be overruled from chat', async () => {
    const { members, who } = people(FAMILY, { admins: ['telegram:2'], operator: 'operator' });
    const by = who('discord:1');
    for (const call of [
      () => members.setRoles('엄마', ['view'], by),
      () => members.setAccounts('telegram:2', []),
      () => members.remove('엄마', by),
      () => members.remove('operator', by),
    ]) {
      expect(await refusal(call)).toMatchObject({ kind: 'impossible', detail: { problem: 'fixed' } });
    }
  });

  test('lets an identity that it does not name be cut off, and the one that it names not', async () => {
    const { members, who } = people(FAMILY, { admins: ['discord:3'] });
    const by = who('discord:1');
    expect(await refusal(() => members.remove('discord:3', by))).toMatchObject({
      detail: { problem: 'fixed' },
    });
    await members.remove('telegram:4', by);
    expect(members.find('telegram', '4')).toBeUndefined();
    expect(who('discord:3').ids).toEqual(['discord:3']);
  });
});

describe('adding', () => {
  test('takes an identity or a mention; a new member may look at no account yet', async () => {
    const { members, who } = people([ADMIN]);
    await members.add('<@55>', ' 큰딸 ', ['trade']);
    await members.add('Telegram:66', '작은딸', ['view']);
    expect(who('discord:55')).toMatchObject({
      name: '큰딸',
      accounts: [],
      roles: new Set(['view', 'trade']),
    });
    expect(who('telegram:66').name).toBe('작은딸');
  });

  test.each([
    '엄마',
    '@abba',
    '1234',
    'console:operator',
    'discord:',
    'discord:0',
    'discord:1 2',
    '<@&5>',
    '',
  ])('by %j is refused: only numbers say who somebody is', async identity => {
    const { members, store } = people([ADMIN]);
    const refused = await refusal(() => members.add(identity, '누구', ['view']));
    expect(refused).toMatchObject({ kind: 'input', detail: { problem: 'identity' } });
    expect(store.list()).toEqual([ADMIN]);
  });

  test.each(['', '123', 'discord:5', 'a<b', 'x'.repeat(41), '\u202Eevil'])('as %j is refused', async name => {
    const { members } = people([ADMIN]);
    expect(await refusal(() => members.add('discord:5', name, ['view']))).toMatchObject({
      kind: 'input',
      detail: { problem: 'memberName' },
    });
  });

  test('of an identity or a name that is somebody’s is refused', async () => {
    const { members } = people(FAMILY, { admins: ['discord:9'] });
    for (const taken of ['discord:1', 'telegram:4', 'discord:9']) {
      expect(await refusal(() => members.add(taken, '새이름', ['view']))).toMatchObject({
        kind: 'impossible',
        detail: { problem: 'taken', identity: taken },
      });
    }
    expect(await refusal(() => members.add('discord:77', '엄마', ['view']))).toMatchObject({
      detail: { problem: 'nameTaken' },
    });
  });

  test('that cannot be written changes nothing', async () => {
    const store = memoryMembers([ADMIN], () => new Error('disk'));
    const { members } = people([], { store });
    await expect(members.add('discord:5', '누구', ['view'])).rejects.toThrow('disk');
    expect(members.find('discord', '5')).toBeUndefined();
  });
});

describe('who is meant', () => {
  test('is told by identity, whole name or its beginning; several or none are refused', async () => {
    const { members, who } = people(FAMILY);
    const by = who('discord:1');
    expect((await members.setRoles('telegram:4', ['view'], by)).name).toBe('엄지');
    expect((await members.setRoles('엄마', ['view'], by)).id).toBe('telegram:2');
    expect((await members.setRoles('아', ['view', 'admin'], by)).id).toBe('discord:1');
    expect(await refusal(() => members.setRoles('엄', ['view'], by))).toMatchObject({
      kind: 'impossible',
      detail: { problem: 'ambiguous' },
    });
    for (const nobody of ['할머니', 'discord:999', '']) {
      expect(await refusal(() => members.setRoles(nobody, ['view'], by))).toMatchObject({
        kind: 'notFound',
        detail: { what: 'member' },
      });
    }
  });
});

describe('admins', () => {
  test('cannot strip or remove themselves while others are left, and are told why', async () => {
    const second = memberOf({ platform: 'telegram', userId: '5', name: '삼촌', roles: ['view', 'admin'] });
    const { members, who } = people([ADMIN, second]);
    for (const call of [
      () => members.setRoles('아빠', ['view', 'trade'], who('discord:1')),
      () => members.remove('discord:1', who('discord:1')),
    ]) {
      expect(await refusal(call)).toMatchObject({ detail: { problem: 'ownAdmin' } });
    }
    await members.setRoles('아빠', ['view'], who('telegram:5'));
    expect(who('discord:1').roles.has('admin')).toBe(false);
  });

  test('the last one stays, whoever asks, two removals at once included', async () => {
    const second = memberOf({ platform: 'telegram', userId: '5', name: '삼촌', roles: ['view', 'admin'] });
    const { members, who } = people([ADMIN, second]);
    const [a, b] = [who('discord:1'), who('telegram:5')];
    const both = await Promise.allSettled([members.remove('삼촌', a), members.remove('아빠', b)]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await refusal(() => members.setRoles('아빠', ['trade'], a))).toMatchObject({
      detail: { problem: 'lastAdmin' },
    });
    expect(who('discord:1').roles.has('admin')).toBe(true);
  });
});

describe('removing', () => {
  test('one identity of several leaves the member with the others', async () => {
    const { members, who } = people(FAMILY);
    await members.remove('discord:3', who('discord:1'));
    expect(members.find('discord', '3')).toBeUndefined();
    expect(who('telegram:4')).toMatchObject({ id: 'telegram:4', ids: ['telegram:4'], name: '엄지' });
  });

  test('by name takes them all', async () => {
    const { members, who } = people(FAMILY);
    await members.remove('엄지', who('discord:1'));
    expect([members.find('discord', '3'), members.find('telegram', '4')]).toEqual([undefined, undefined]);
  });
});
