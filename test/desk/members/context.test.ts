import { expect, test } from 'vitest';
import type { Command, CommandContext } from '../../../src/core/index.js';
import { openDesk, replyOf } from '../../support/desk.js';
import { memberOf, memoryMembers } from '../../support/memory-members.js';

const LOOKER = memberOf({
  platform: 'discord',
  userId: '1001',
  name: '아빠',
  roles: ['view', 'trade', 'approve'],
});
const ADMIN = memberOf({ platform: 'telegram', userId: '5', name: '삼촌', roles: ['view', 'admin'] });

/** A desk whose one command, for anybody who may look, does this. */
function room(act: (context: CommandContext) => Promise<unknown>) {
  const command: Command = {
    name: 'act',
    aliases: [],
    summary: { ko: '', en: '' },
    access: 'view',
    visibility: 'private',
    args: [],
    async run(context) {
      await act(context);
      return { title: 'done', tone: 'good', blocks: [] };
    },
  };
  const store = memoryMembers([LOOKER, ADMIN]);
  return { ...openDesk({ commands: [command], members: store }), store };
}

test.each<[string, (context: CommandContext) => Promise<unknown>]>([
  ['list', async ({ members }) => members.list()],
  ['add', ({ members }) => members.add('discord:7', '누구', ['admin'])],
  ['set roles', ({ members }) => members.setRoles('discord:1001', ['admin'])],
  ['set accounts', ({ members }) => members.setAccounts('discord:1001', 'all')],
  ['remove', ({ members }) => members.remove('삼촌')],
])('no command can %s members for who is no admin, whatever it declares', async (_, act) => {
  const { type, store } = room(act);
  const before = store.list();
  expect(replyOf(await type('/act')).title).toBe('권한이 없습니다');
  expect(store.list()).toBe(before);
});

test('a command can join nobody but who runs it', async () => {
  let code = '';
  const { type, members, store } = room(context => context.members.redeem(code, 'discord:7'));
  const uncle = members.find('telegram', '5');
  if (uncle) code = members.newCode(uncle).code;
  const before = store.list();
  expect(replyOf(await type('/act')).title).toBe('권한이 없습니다');
  expect(store.list()).toBe(before);
});

test('a command gets a code of who runs it, whoever it names', async () => {
  let code = '';
  const { type, members } = room(async context => {
    const uncle = members.find('telegram', '5');
    if (uncle) code = context.members.newCode(uncle).code;
  });
  await type('/act');
  expect((await members.redeem(code, 'telegram:8')).name).toBe('아빠');
});
