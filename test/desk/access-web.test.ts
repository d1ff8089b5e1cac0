import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Place, Principal } from '../../src/core/index.js';
import { type AccessRules, createAccess } from '../../src/desk/access.js';
import { createMembers } from '../../src/desk/members/members.js';
import { manualClock } from '../support/clock.js';
import { openDesk, replyOf } from '../support/desk.js';
import { memberOf, memoryMembers } from '../support/memory-members.js';

const PROGRAM: Principal = {
  id: 'discord:11',
  ids: ['discord:11', 'web:key:abcdefgh'],
  name: '아빠',
  roles: new Set(['view']),
  accounts: 'all',
  byKey: { id: 'abcdefgh', limits: undefined },
};
const at = (id: string, over: Partial<Place> = {}): Place => ({
  platform: 'web',
  id,
  group: undefined,
  kind: 'private',
  ...over,
});

function gate(visitors?: AccessRules['visitors']) {
  const members = createMembers({
    store: memoryMembers([memberOf({ platform: 'discord', userId: '11', name: '아빠', roles: ['view'] })]),
    admins: [],
    operator: 'operator',
    clock: manualClock(),
    random: randomBytes,
    language: 'ko',
    tell: () => undefined,
  });
  const places = { discord: ['500'], telegram: [] };
  return createAccess({ members, places, ...(visitors ? { visitors } : {}) });
}

const visit = (userId: string, where: Place = at(userId)) =>
  ({ platform: 'web', who: { userId, name: '아빠' }, where }) as const;

test('whoever comes over HTTP is who their key or session says now, and nobody once it is over', () => {
  let who: Principal | undefined = PROGRAM;
  const access = gate(userId => (userId === 'key:abcdefgh' ? who : undefined));
  expect(access.enter(visit('key:abcdefgh'))).toEqual({ kind: 'allowed', who: PROGRAM });
  who = undefined;
  expect(access.enter(visit('key:abcdefgh'))).toEqual({ kind: 'refused', reason: 'person' });
});

test.each([
  '',
  'key:',
  'key:other',
  'abcdefgh',
  'page:key:abcdefgh',
  '11',
  'discord:11',
  'operator',
  'console',
])('a user id that is no key and no session, %j, is a stranger', userId => {
  const access = gate(id => (id === 'key:abcdefgh' ? PROGRAM : undefined));
  expect(access.enter(visit(userId))).toEqual({ kind: 'refused', reason: 'person' });
});

test('nobody comes over HTTP where nothing says who they are', () => {
  expect(gate().enter(visit('key:abcdefgh'))).toEqual({ kind: 'refused', reason: 'person' });
});

test.each<[string, Place]>([
  ['of somebody else', at('key:zzzzzzzz')],
  ['that is a group', at('key:abcdefgh', { kind: 'group' })],
  ['within a group', at('key:abcdefgh', { group: '500' })],
  ['of another platform', { platform: 'discord', id: 'key:abcdefgh', group: '500', kind: 'group' }],
  ['of the terminal', { platform: 'console', id: 'console', group: undefined, kind: 'private' }],
])('their place is their own: not one %s', (_, where) => {
  const access = gate(() => PROGRAM);
  expect(access.enter(visit('key:abcdefgh', where))).toEqual({ kind: 'refused', reason: 'place' });
});

test('a stranger over HTTP could stand nowhere, not even once they are known', () => {
  expect(gate(() => undefined).mayStand(visit('key:abcdefgh'))).toBe(false);
});

test('no stranger becomes a member over HTTP, whatever link code they bring', async () => {
  const { type, members } = openDesk({ visitors: () => undefined });
  const who = members.find('discord', '1001');
  if (!who) throw new Error('nobody');
  const { code } = members.newCode(who);
  const outcome = await type(`/link ${code}`, visit('key:abcdefgh'));
  expect(outcome).toEqual({ kind: 'refused' });
  expect(members.list().flatMap(({ identities }) => identities)).not.toContain('web:key:abcdefgh');
  // The code was not even tried, so it is still good.
  await members.redeem(code, 'telegram:77');
  expect(members.find('telegram', '77')?.id).toBe('discord:1001');
});

test('a program that may trade makes no ticket by a chat command, since nobody would see its card', async () => {
  const trader: Principal = { ...PROGRAM, roles: new Set(['view', 'trade']) };
  const { type } = openDesk({ visitors: id => (id === 'key:abcdefgh' ? trader : undefined) });
  const { title, blocks } = replyOf(await type('/buy 005930 1 71000', visit('key:abcdefgh')));
  expect(title).toBe('권한이 없습니다');
  expect(JSON.stringify(blocks)).toContain('POST /api/v1/orders');
});
