import { describe, expect, test } from 'vitest';
import { link } from '../../commands/link.js';
import type { Place } from '../../src/core/index.js';
import {
  buttonNamed,
  buttonsOf,
  type OpenDeskOptions,
  openDesk,
  placeOn,
  replyOf,
  textOf,
} from '../support/desk.js';
import { memberOf, memoryMembers } from '../support/memory-members.js';

const FATHER = memberOf({ platform: 'discord', userId: '1001', name: '아빠', roles: ['view', 'admin'] });
const MOTHER = memberOf({ platform: 'telegram', userId: '2002', name: '엄마', roles: ['view', 'trade'] });
const PRIVATE: Place = { platform: 'telegram', id: '2002', group: '2002', kind: 'private' };

function room(options: OpenDeskOptions = {}) {
  const desk = openDesk({ commands: [link], members: memoryMembers([FATHER, MOTHER]), ...options });
  const asMother = { platform: 'telegram', who: { userId: '2002', name: 'n' }, where: PRIVATE } as const;
  const newCode = async () => {
    const text = textOf(replyOf(await desk.type('/link')));
    return /코드: ([2-9A-Z]{10})/.exec(text)?.[1] ?? '';
  };
  return { ...desk, asMother, newCode };
}

describe('/link', () => {
  test('alone gives a code, how to use it on the other platform, and a warning', async () => {
    const { type, newCode } = room();
    const reply = replyOf(await type('/link'));
    const text = textOf(reply);
    expect(reply.visibility).toBe('private');
    expect(text).toMatch(/코드: [2-9A-Z]{10}\n쓸 수 있는 때: 2026-11-23 10:10:00 KST/);
    expect(text).toContain('Telegram 에서');
    expect(text).toContain('아무에게도 주지 마세요');
    expect(await newCode()).not.toBe('');
  });

  test('shows no code where others read it: in a Telegram group', async () => {
    const { type, asMother } = room();
    const reply = replyOf(await type('/link', { ...asMother, where: placeOn('telegram', true) }));
    expect(reply.title).toBe('여기서는 코드를 보여 드리지 않습니다');
    expect(textOf(reply)).not.toMatch(/[2-9A-Z]{10}/);
  });

  test('explains at the terminal that it cannot be linked, with a code and without', async () => {
    const { type, newCode, members } = room();
    for (const text of ['/link', `/link ${await newCode()}`]) {
      const reply = replyOf(await type(text, { platform: 'console' }));
      expect(reply.title).toBe('터미널은 연결할 수 없습니다');
    }
    expect(members.find('discord', '1001')?.ids).toEqual(['discord:1001']);
  });

  test('with the code of another member asks first, for it gives away all that is theirs', async () => {
    const { type, press, newCode, asMother, members } = room();
    const code = await newCode();
    const question = replyOf(await type(`/link ${code}`, asMother));
    expect(textOf(question)).toContain('당신의 권한(조회, 거래)');
    expect(members.list()).toHaveLength(3);
    const { id, style } = buttonNamed(question, '내 코드입니다, 합치기');
    expect(style).toBe('danger');
    const joined = replyOf(await press(id, asMother));
    expect(textOf(joined)).toContain('계정: discord:1001, telegram:2002');
    expect(textOf(joined)).toContain('권한: 조회, 거래, 관리');
    // Pressed again, as by a nervous finger: the same answer.
    expect(textOf(replyOf(await press(id, asMother)))).toContain('계정: discord:1001, telegram:2002');
  });

  test('with a wrong code says neither why nor whose', async () => {
    const { type, newCode, asMother, members } = room();
    await newCode();
    const text = textOf(replyOf(await type('/link ABCDEFGHJK yes', asMother)));
    expect(text).toContain('맞지 않거나, 이미 썼거나, 10분이 지났습니다');
    expect(members.list()).toHaveLength(3);
  });

  test('typed where it was made says so', async () => {
    const { type, newCode } = room();
    expect(textOf(replyOf(await type(`/link ${await newCode()} yes`)))).toContain('받은 계정에 그대로');
  });

  test('offers nothing to press beside a code', async () => {
    expect(buttonsOf(replyOf(await room().type('/link')))).toEqual([]);
  });
});
