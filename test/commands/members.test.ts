import { describe, expect, test } from 'vitest';
import { members } from '../../commands/members.js';
import type { Member } from '../../src/core/index.js';
import { buttonNamed, buttonsOf, type OpenDeskOptions, openDesk, replyOf, textOf } from '../support/desk.js';
import { memberOf, memoryMembers } from '../support/memory-members.js';

const FATHER = memberOf({ platform: 'discord', userId: '1001', name: '아빠', roles: ['view', 'admin'] });
const MOTHER = memberOf(
  { platform: 'telegram', userId: '5678', name: '엄마', roles: ['view'] },
  { accounts: ['50107788-01'] },
);

function room(more: readonly Member[] = [MOTHER], options: OpenDeskOptions = {}) {
  const store = memoryMembers([FATHER, ...more]);
  const desk = openDesk({ commands: [members], ...options, members: store });
  const card = async (line: string) => replyOf(await desk.type(line));
  const read = async (line: string) => textOf(await card(line));
  const press = async (reply: Awaited<ReturnType<typeof card>>, label: string) =>
    replyOf(await desk.press(buttonNamed(reply, label).id));
  return { ...desk, store, card, read, press };
}

describe('/members', () => {
  test('lists everybody: roles, accounts by their alias, and who is fixed by the configuration', async () => {
    const { card } = room([MOTHER], { admins: ['telegram:42'] });
    const reply = await card('/members');
    const text = textOf(reply);
    for (const row of [
      '아빠 | discord:1001 | 조회, 관리 | 전체 | -',
      '엄마 | telegram:5678 | 조회 | 가족 | -',
      '42 | telegram:42 | 조회, 거래, 승인, 관리 | 전체 | 설정',
      'operator | console:operator | 조회, 거래, 승인, 관리 | 전체 | 설정',
    ]) {
      expect(text).toContain(row);
    }
    expect(text).not.toContain('50107788');
    expect(reply.visibility).toBe('private');
  });

  test('is for admins only, and so is every button of it', async () => {
    const { read, card, members: known, press, store } = room();
    const list = await card('/members');
    await known.add('telegram:9', '삼촌', ['admin']);
    const uncle = known.find('telegram', '9');
    if (uncle) await known.setRoles('아빠', ['view'], uncle);
    const before = store.list();
    expect(await read('/members')).toContain('관리 권한이 있어야 합니다');
    expect(await read('/members remove 엄마 confirm')).toContain('관리 권한이 있어야 합니다');
    expect(textOf(await press(list, '엄마'))).toContain('관리 권한이 있어야 합니다');
    expect(store.list()).toBe(before);
  });

  test('pages through many', async () => {
    const many = Array.from({ length: 23 }, (_, n) =>
      memberOf({ platform: 'telegram', userId: String(100 + n), name: `사람${n}`, roles: ['view'] }),
    );
    const { card, press } = room(many);
    const second = await press(await card('/members'), '다음 ▶');
    expect(textOf(second)).toContain('사람9 |');
    expect(textOf(await card('/members 목록 3'))).toContain('사람22 |');
  });

  test.each([
    ['/members add telegram:7 큰딸', ['view']],
    ['/members add telegram:7 큰딸 view trade', ['view', 'trade']],
    ['구성원 추가 telegram:7 우리 큰딸 거래 승인', ['view', 'trade', 'approve']],
    ['/members add <@7> 큰딸 trade', ['view', 'trade']],
  ])('%s adds, without accounts, and says so', async (line, roles) => {
    const { type, store } = room();
    const where = { platform: 'discord', id: '8', group: undefined, kind: 'private' } as const;
    const text = textOf(replyOf(await type(line, { where })));
    expect(text).toContain('구성원을 추가했습니다');
    expect(text).toContain('아직 볼 수 있는 계좌가 없습니다');
    expect(store.list().at(-1)).toMatchObject({ roles, accounts: [], name: expect.stringContaining('큰딸') });
  });

  test.each([
    ['/members add', '빠진 것이 있습니다'],
    ['/members add 엄마 view', 'discord:1234 나 telegram:5678 처럼'],
    ['/members add telegram:7', '이름이 빠졌거나'],
    ['/members add telegram:5678 누구', '이미 구성원입니다'],
    ['/members role 엄마', 'view(조회)'],
    ['/members role 엄마 view boss', 'view(조회)'],
    ['/members role 할머니 view', '맞는 구성원이 없어'],
    ['/members role 아빠 view', '자신의 관리 권한은 스스로'],
    ['/members accounts 엄마 50107788-01', '계좌번호 전체는 쓰지 마세요'],
    ['/members accounts 엄마 남의계좌', '뒤 네 자리'],
    ['/members remove 할머니', '맞는 구성원이 없어'],
    ['/members remove 아빠 confirm', '자신의 관리 권한은 스스로'],
    ['/members role operator view', 'DISCORD_ADMIN_IDS'],
  ])('%s changes nothing and says what is wrong', async (line, said) => {
    const { read, store } = room();
    const before = store.list();
    expect(await read(line)).toContain(said);
    expect(store.list()).toBe(before);
  });

  test('role and accounts are set by words, and by the buttons of the card', async () => {
    const { read, card, press, store } = room();
    expect(await read('/members role 엄 trade')).toContain('권한: 조회, 거래');
    expect(await read('/members accounts 엄마 none')).toContain('계좌: 없음');
    expect(await read('/members accounts 엄마 7788')).toContain('계좌: 가족');
    expect(await read('/members accounts 엄마 all')).toContain('계좌: 전체');
    const taken = await press(await card('/members 엄마'), '거래 빼기');
    expect(textOf(taken)).toContain('권한: 조회\n');
    await press(taken, '관리 주기');
    expect(store.list().at(-1)).toMatchObject({
      id: 'telegram:5678',
      roles: ['view', 'admin'],
      accounts: 'all',
    });
  });

  test('a removal asks once more with a danger button, and then is done', async () => {
    const { card, press, store, members: known } = room();
    const question = await card('/members remove 엄');
    expect(textOf(question)).toContain('“엄마” (telegram:5678)');
    expect(store.list()).toHaveLength(2);
    expect(buttonNamed(question, '빼기').style).toBe('danger');
    expect((await press(question, '빼기')).title).toBe('구성원에서 뺐습니다');
    expect(known.find('telegram', '5678')).toBeUndefined();
  });

  test('of two identities one can be cut off alone', async () => {
    const linked = { ...MOTHER, identities: ['telegram:5678', 'discord:77'] };
    const { card, press, store } = room([linked]);
    const question = await press(await card('/members 엄마'), 'discord:77 끊기');
    expect(question.title).toBe('계정을 끊을까요?');
    expect(store.list().at(-1)).toEqual(linked);
    await press(question, '끊기');
    expect(store.list().at(-1)).toEqual(MOTHER);
    const whole = await press(await card('/members 엄마'), '구성원에서 빼기');
    await press(whole, '빼기');
    expect(store.list()).toEqual([FATHER]);
  });

  test('offers no change of whom the configuration fixes', async () => {
    const { card } = room([MOTHER], { admins: ['telegram:5678'] });
    const reply = await card('/members 엄마');
    expect(textOf(reply)).toContain('채팅에서는 바꿀 수 없습니다');
    expect(buttonsOf(reply).map(({ label }) => label)).toEqual(['목록']);
  });
});
