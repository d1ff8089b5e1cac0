import { describe, expect, test } from 'vitest';
import { me } from '../../commands/me.js';
import { buttonsOf, openDesk, replyOf, textOf } from '../support/desk.js';
import { memberOf, memoryMembers } from '../support/memory-members.js';

const FATHER = memberOf({ platform: 'discord', userId: '1001', name: '아빠', roles: ['view', 'admin'] });

describe('/me', () => {
  test('shows who I am, what I may and how to link', async () => {
    const desk = openDesk({ commands: [me], members: memoryMembers([FATHER]) });
    const text = textOf(replyOf(await desk.type('/me')));
    for (const part of [
      '이름: 아빠',
      '계정: discord:1001',
      '권한: 조회, 관리',
      '가족 (****7788-01)',
      '/link',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('50107788');
  });

  test('of a linked person shows both identities and offers no code', async () => {
    const linked = { ...FATHER, identities: ['discord:1001', 'telegram:3'], accounts: [] };
    const desk = openDesk({ commands: [me], members: memoryMembers([linked]) });
    const reply = replyOf(await desk.type('/나'));
    expect(textOf(reply)).toContain('계정: discord:1001, telegram:3');
    expect(textOf(reply)).toContain('계좌: 없음');
    expect(buttonsOf(reply).map(({ label }) => label)).toEqual(['잔고']);
  });
});
