import { describe, expect, test } from 'vitest';
import { DeskError } from '../../../src/core/index.js';
import { memberOf, memoryMembers } from '../../support/memory-members.js';
import { people, refusal } from './people.js';

const MINUTE = 60_000;
const FATHER = memberOf(
  { platform: 'discord', userId: '1', name: '아빠', roles: ['view', 'admin'] },
  { accounts: ['11111111-01'] },
);
const MOTHER = memberOf(
  { platform: 'telegram', userId: '2', name: '엄마', roles: ['view', 'trade'] },
  { accounts: ['22222222-01'] },
);
const WRONG = { kind: 'denied', detail: { need: 'code' } };

describe('a link code', () => {
  test('is ten characters that cannot be taken for each other, good for ten minutes', () => {
    const { members, who, clock } = people([FATHER]);
    const codes = Array.from({ length: 200 }, () => members.newCode(who('discord:1')));
    expect(codes.filter(({ code }) => !/^[2-9A-HJ-NP-Z]{10}$/.test(code))).toEqual([]);
    expect(new Set(codes.map(({ code }) => code)).size).toBe(200);
    expect(codes[0]?.until).toBe(clock.now() + 10 * MINUTE);
  });

  test('makes a stranger one with its owner, however it is typed', async () => {
    const { members, who, notices } = people([FATHER]);
    const { code } = members.newCode(who('discord:1'));
    await members.redeem(` ${code.slice(0, 5).toLowerCase()}-${code.slice(5)} `, 'telegram:7');
    expect(who('telegram:7')).toEqual(who('discord:1'));
    expect(who('telegram:7')).toMatchObject({ id: 'discord:1', ids: ['discord:1', 'telegram:7'] });
    expect(notices).toMatchObject([
      { kind: 'security', isPrivate: true, draft: { title: '구성원에 계정이 연결되었습니다' } },
    ]);
    expect(JSON.stringify(notices)).not.toContain(code);
  });

  test('makes two members one: name of the owner, roles and accounts of both, and one set of limits', async () => {
    const { members, who } = people([MOTHER, FATHER]);
    await members.redeem(members.newCode(who('discord:1')).code, 'telegram:2');
    expect(members.list()).toEqual([
      {
        ...FATHER,
        identities: ['discord:1', 'telegram:2'],
        roles: ['view', 'trade', 'admin'],
        accounts: ['11111111-01', '22222222-01'],
        fixed: false,
      },
    ]);
  });

  test('gives the same answer to the same identity again, and to nobody else', async () => {
    const { members, who, store } = people([FATHER]);
    const { code } = members.newCode(who('discord:1'));
    const [first, twice] = await Promise.all([
      members.redeem(code, 'telegram:7'),
      members.redeem(code, 'telegram:7'),
    ]);
    const after = store.list();
    expect(twice).toEqual(first);
    expect(await members.redeem(code, 'telegram:7')).toEqual(first);
    expect(store.list()).toBe(after);
    expect(await refusal(() => members.redeem(code, 'telegram:8'))).toEqual(WRONG);
  });

  test('of two identities at once lets one in', async () => {
    const { members, who } = people([FATHER]);
    const { code } = members.newCode(who('discord:1'));
    const both = await Promise.allSettled(['telegram:7', 'telegram:8'].map(id => members.redeem(code, id)));
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(who('discord:1').ids).toEqual(['discord:1', 'telegram:7']);
  });

  test('does not bring back who was cut off again', async () => {
    const { members, who } = people([FATHER], { admins: ['discord:99'] });
    const { code } = members.newCode(who('discord:1'));
    await members.redeem(code, 'telegram:7');
    await members.remove('telegram:7', who('discord:99'));
    expect(await refusal(() => members.redeem(code, 'telegram:7'))).toEqual(WRONG);
    expect(members.find('telegram', '7')).toBeUndefined();
  });

  test.each([
    ['by the monotonic clock', async (room: ReturnType<typeof people>) => room.clock.advance(10 * MINUTE)],
    ['by the wall clock alone', async (room: ReturnType<typeof people>) => room.clock.step(10 * MINUTE)],
  ])('is over after ten minutes %s', async (_, wait) => {
    const room = people([FATHER]);
    const { code } = room.members.newCode(room.who('discord:1'));
    await wait(room);
    expect(await refusal(() => room.members.redeem(code, 'telegram:7'))).toEqual(WRONG);
  });

  test('works to its last millisecond, also when the wall clock was set back', async () => {
    const { members, who, clock } = people([FATHER]);
    const { code } = members.newCode(who('discord:1'));
    clock.step(-60 * MINUTE);
    await clock.advance(10 * MINUTE - 1);
    expect((await members.redeem(code, 'telegram:7')).id).toBe('discord:1');
  });

  test('is over after ten minutes even when the wall clock was set back', async () => {
    const { members, who, clock } = people([FATHER]);
    const { code } = members.newCode(who('discord:1'));
    clock.step(-60 * MINUTE);
    await clock.advance(10 * MINUTE);
    expect(await refusal(() => members.redeem(code, 'telegram:7'))).toEqual(WRONG);
  });

  test('voids the one before it, of the same person on any platform', async () => {
    const linked = { ...FATHER, identities: ['discord:1', 'telegram:3'] };
    const { members, who } = people([linked, MOTHER]);
    const mine = members.newCode(who('telegram:2')).code;
    const older = members.newCode(who('discord:1')).code;
    members.newCode(who('telegram:3'));
    expect(await refusal(() => members.redeem(older, 'discord:7'))).toEqual(WRONG);
    expect((await members.redeem(mine, 'discord:7')).name).toBe('엄마');
  });

  test('is void once its owner is no member any more', async () => {
    const { members, who } = people([FATHER, MOTHER]);
    const { code } = members.newCode(who('telegram:2'));
    await members.remove('엄마', who('discord:1'));
    expect(await refusal(() => members.redeem(code, 'discord:7'))).toEqual(WRONG);
    expect(members.find('discord', '7')).toBeUndefined();
  });

  test('whose owner is removed at the same moment joins nobody, and leaves nothing of them', async () => {
    const { members, who, store } = people([FATHER, MOTHER]);
    const { code } = members.newCode(who('telegram:2'));
    const both = await Promise.allSettled([
      members.remove('엄마', who('discord:1')),
      members.redeem(code, 'discord:7'),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(store.list()).toEqual([FATHER]);
  });

  test('never gives a person two identities of a platform, and is void when tried', async () => {
    const { members, who } = people([FATHER]);
    const { code } = members.newCode(who('discord:1'));
    expect(await refusal(() => members.redeem(code, 'discord:7'))).toMatchObject({
      detail: { problem: 'samePlatform' },
    });
    expect(await refusal(() => members.redeem(code, 'telegram:7'))).toEqual(WRONG);
    expect(who('discord:1').ids).toEqual(['discord:1']);
  });

  test('typed where it was made says so and stays good', async () => {
    const { members, who } = people([FATHER]);
    const { code } = members.newCode(who('discord:1'));
    expect(await refusal(() => members.redeem(code, 'discord:1'))).toMatchObject({
      detail: { problem: 'ownCode' },
    });
    expect((await members.redeem(code, 'telegram:7')).name).toBe('아빠');
  });

  test('that could not be written down can be used again', async () => {
    let full = true;
    const store = memoryMembers([FATHER], () => (full ? new DeskError('storage', 'disk full') : undefined));
    const { members, who } = people([], { store });
    const { code } = members.newCode(who('discord:1'));
    expect(await refusal(() => members.redeem(code, 'telegram:7'))).toMatchObject({ kind: 'storage' });
    expect(members.find('telegram', '7')).toBeUndefined();
    full = false;
    expect((await members.redeem(code, 'telegram:7')).name).toBe('아빠');
  });

  test('is neither given to nor taken from the terminal', async () => {
    const { members, who } = people([FATHER], { operator: 'operator' });
    const operator = { detail: { problem: 'operator' } };
    expect(await refusal(() => members.newCode(who('console:operator')))).toMatchObject(operator);
    const { code } = members.newCode(who('discord:1'));
    expect(await refusal(() => members.redeem(code, 'console:operator'))).toMatchObject(operator);
  });
});

describe('guessing', () => {
  const guess = (n: number) => `AAAAA${String(n).padStart(5, '2').replaceAll(/[01]/g, '9')}`;

  test('twenty wrong codes void every open one, and the owner is told once', async () => {
    const { members, who, notices } = people([FATHER, MOTHER]);
    const codes = ['discord:1', 'telegram:2'].map(id => members.newCode(who(id)).code);
    for (let n = 0; n < 19; n += 1) await refusal(() => members.redeem(guess(n), 'telegram:66'));
    expect(notices).toEqual([]);
    await refusal(() => members.redeem(guess(19), 'telegram:67'));
    expect(notices).toMatchObject([
      { kind: 'security', isPrivate: true, draft: { title: '연결 코드를 모두 무효로 했습니다' } },
    ]);
    for (const code of codes) expect(await refusal(() => members.redeem(code, 'telegram:7'))).toEqual(WRONG);
  });

  test('with a code that was used already counts as wrong', async () => {
    const { members, who, notices } = people([FATHER, MOTHER]);
    const used = members.newCode(who('discord:1')).code;
    await members.redeem(used, 'telegram:7');
    members.newCode(who('telegram:2'));
    for (let n = 0; n < 20; n += 1) await refusal(() => members.redeem(used, 'telegram:66'));
    expect(notices.map(({ draft }) => draft.title)).toContain('연결 코드를 모두 무효로 했습니다');
  });

  test('while no code is open counts nothing, and does not spoil the next one', async () => {
    const { members, who, notices } = people([FATHER]);
    for (let n = 0; n < 100; n += 1) await refusal(() => members.redeem(guess(n), 'telegram:66'));
    const { code } = members.newCode(who('discord:1'));
    expect((await members.redeem(code, 'telegram:7')).name).toBe('아빠');
    expect(notices).toHaveLength(1);
  });
});
