import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { keys as command } from '../../commands/keys.js';
import { link } from '../../commands/link.js';
import { type Inbound, type Principal, Secret } from '../../src/core/index.js';
import { configuredKeys } from '../../src/desk/keys/configured.js';
import { createKeys } from '../../src/desk/keys/keys.js';
import { createMembers } from '../../src/desk/members/members.js';
import { manualClock } from '../support/clock.js';
import { buttonNamed, buttonsOf, openDesk, PERSON, replyOf, textOf } from '../support/desk.js';
import { memoryKeys } from '../support/memory-keys.js';
import { memberOf, memoryMembers } from '../support/memory-members.js';

const KEY = /kco_[A-Za-z0-9_-]{43}/;
const BACKEND = `backend-${'Zk2'.repeat(15)}`;
const DISCORD_DM = { platform: 'discord', id: '8', group: undefined, kind: 'private' } as const;
const TELEGRAM_DM = { platform: 'telegram', id: PERSON, group: PERSON, kind: 'private' } as const;

function room(language: 'ko' | 'en' = 'ko') {
  const people = memoryMembers([
    memberOf({ platform: 'discord', userId: PERSON, name: '아빠', roles: ['view', 'trade', 'admin'] }),
    memberOf({ platform: 'telegram', userId: PERSON, name: '엄마', roles: ['view', 'trade'] }),
  ]);
  const clock = manualClock();
  const store = memoryKeys();
  const parts = { clock, random: randomBytes, language, tell: () => undefined };
  const members = createMembers({ ...parts, store: people, admins: [], operator: undefined });
  const configured = configuredKeys({ syncKey: undefined, backendKey: new Secret(BACKEND) });
  const keys = createKeys({ ...parts, store, configured, members, stamp: 'demo' });
  const visitors = (id: string): Principal | undefined => keys.principalOf(id.replace(/^key:/, ''));
  const desk = openDesk({ commands: [command, link], language, members: people, clock, keys, visitors });
  const card = async (line: string, over: Partial<Inbound> = { where: DISCORD_DM }) =>
    replyOf(await desk.type(line, over));
  const read = async (line: string, over?: Partial<Inbound>) => textOf(await card(line, over));
  const press = async (reply: Awaited<ReturnType<typeof card>>, label: string) =>
    replyOf(await desk.press(buttonNamed(reply, label).id, { where: DISCORD_DM }));
  const asProgram = (id: string): Partial<Inbound> => ({
    platform: 'web',
    who: { userId: `key:${id}`, name: id },
    where: { platform: 'web', id: `key:${id}`, group: undefined, kind: 'private' },
  });
  return { ...desk, store, keys, card, read, press, asProgram };
}

describe('/keys', () => {
  test('makes a key in the name of whoever asks, and shows it once', async () => {
    const { card, read, keys, store } = room();
    const reply = await card('/keys add dash read,token 7788 90일');
    const text = textOf(reply);
    const [key = ''] = KEY.exec(text) ?? [];
    expect(keys.check(key)).toMatchObject({
      name: 'dash',
      accounts: ['50107788-01'],
      who: { id: `discord:${PERSON}` },
    });
    for (const word of [
      '토큰, 조회',
      '가족',
      '아빠',
      '한 번만',
      '이 메시지를 지우세요',
      '한도와 정지(/halt)를 거치지 않고',
      'x-api-key',
    ])
      expect(text).toContain(word);
    expect(reply.visibility).toBe('private');
    expect(await read('/keys')).toContain('dash | 토큰, 조회 | 가족 | 사용 중');
    for (const line of ['/keys', '/keys dash']) expect(await read(line)).not.toMatch(KEY);
    expect(store.list()[0]?.expiresAt).toBe((store.list()[0]?.createdAt ?? 0) + 90 * 86_400_000);
  });

  test('warns of the token only where it is handed out, and of the chat only where there is one', async () => {
    const { read } = room();
    expect(await read('/keys add dash read')).not.toContain('거치지 않고');
    const page = {
      platform: 'console',
      where: { platform: 'console', id: 'console', group: undefined, kind: 'private' },
    } as const;
    const { type } = openDesk({ commands: [command], roles: ['view', 'admin', 'trade'] });
    const text = textOf(replyOf(await type('/keys add dash token', page)));
    expect(text).toContain('거치지 않고');
    expect(text).not.toContain('이 메시지를 지우세요');
  });

  test.each(['/keys add dash read', '/keys rotate there'])(
    '%s in a group shows no key, changes nothing and says where to do it',
    async line => {
      const { read, store } = room();
      await read('/keys add there read');
      const before = store.list();
      const group = { platform: 'discord', id: '71', group: '500', kind: 'group' } as const;
      const text = await read(line, { where: group });
      expect(text).toContain('다른 사람도 키를 읽을 수 있어');
      expect(text).toContain('1:1 대화');
      expect(text).not.toMatch(KEY);
      expect(store.list()).toBe(before);
      expect(await read('/keys revoke there', { where: group })).toContain('키를 폐기했습니다');
    },
  );

  test('takes scopes, accounts, life and limits in any order and both languages', async () => {
    const { read, store } = room();
    await read('열쇠 추가 robot 무인 하루=500만원 거래 30d 가족 count=12 order:1,000,000');
    await read('/keys add plain read never');
    await read('/keys add none read none');
    expect(store.list()).toMatchObject([
      {
        scopes: ['trade', 'unattended'],
        accounts: ['50107788-01'],
        limits: { orderAmount: 1_000_000n, dayAmount: 5_000_000n, dayCount: 12 },
      },
      { accounts: 'all', expiresAt: undefined, limits: undefined },
      { accounts: [] },
    ]);
  });

  test.each([
    ['/keys add', '빠진 것이 있습니다'],
    ['/keys add dash', '하나 이상입니다'],
    ['/keys add 대시보드 read', '영문 소문자로 시작하고'],
    ['/keys add dash read 50107788-01', '“50107788-01” 부분을 이해하지 못해'],
    ['/keys add dash raed', '“raed” 부분을 이해하지 못해'],
    ['/keys add dash read 30일 60일', '“60일” 부분은 쓸 곳이 없습니다'],
    ['/keys add dash read 30분', '1시간에서 2년'],
    ['/keys add dash unattended 주문=1만 하루=2만 횟수=1', '거래(trade)와 함께'],
    ['/keys add dash trade unattended', '한도 셋이 모두'],
    ['/keys add dash trade unattended 주문=1만 하루=2만', '한도 셋이 모두'],
    ['/keys add dash trade unattended 주문=백만 하루=2만 횟수=1', '한도 셋이 모두'],
    ['/keys add dash trade 주문=1만 하루=2만 횟수=1', '무인(unattended) 키에만'],
    ['/keys add there read', '이미 쓰이고 있어'],
    ['/keys add backend read', 'BACKEND_API_KEY'],
    ['/keys rotate backend', 'BACKEND_API_KEY'],
    ['/keys rotate none', '“none” 이름의 키가 없어'],
    ['/keys rotate there 언젠가', '30일까지'],
    ['/keys rotate there 31일', '30일까지'],
    ['/keys revoke', '빠진 것이 있습니다'],
    ['/keys revoke none', '“none” 이름의 키가 없어'],
    ['/keys none', '“none” 이름의 키가 없어'],
  ])('%s changes nothing and says what is wrong', async (line, said) => {
    const { read, store } = room();
    await read('/keys add there read');
    const before = store.list();
    const text = await read(line);
    expect(text).toContain(said);
    expect(text).not.toMatch(KEY);
    expect(store.list()).toBe(before);
  });

  test('is for admins only, whatever they are up to', async () => {
    const { read, store } = room();
    const mother = { platform: 'telegram', where: TELEGRAM_DM } as const;
    for (const line of ['/keys', '/keys add dash read', '/keys revoke backend'])
      expect(await read(line, mother)).toContain('관리 권한이 있어야 합니다');
    expect(store.list()).toEqual([]);
  });

  test('exchanges with an hour of overlap unless told otherwise', async () => {
    const { read, keys, clock } = room();
    const keyIn = (text: string) => KEY.exec(text)?.[0];
    const first = keyIn(await read('/keys add dash read'));
    const card = await read('/keys rotate dash');
    const second = keyIn(card);
    expect(card).toContain('함께 쓸 수 있습니다');
    await clock.advance(3_599_999);
    expect([first, second].map(key => keys.check(key)?.name)).toEqual(['dash', 'dash']);
    await clock.advance(1);
    expect([first, second].map(key => keys.check(key)?.name)).toEqual([undefined, 'dash']);
    const last = await read('키 교체 dash 바로');
    expect(last).toContain('앞의 키는 지금 끝났습니다');
    expect([second, keyIn(last)].map(key => keys.check(key)?.name)).toEqual([undefined, 'dash']);
  });

  test('has buttons for each key, from the list to its end', async () => {
    const { card, press } = room();
    await card('/keys add dash read');
    const one = await press(await card('/keys'), 'dash');
    expect(buttonNamed(one, '폐기').style).toBe('danger');
    const over = await press(one, '폐기');
    expect(over.title).toBe('키를 폐기했습니다');
    expect(buttonsOf(over).map(({ label }) => label)).toEqual(['목록']);
    const fixed = await press(await press(over, '목록'), 'backend');
    expect(textOf(fixed)).toContain('채팅에서는 바꿀 수 없습니다');
    expect(buttonsOf(fixed).map(({ label }) => label)).toEqual(['목록']);
  });

  test('the trail knows who made which key; neither it, the log nor a notice ever holds the key', async () => {
    const { read, audit, logged, notices, inbox } = room();
    const keys = [await read('/keys add dash read'), await read('/keys rotate dash')].map(
      text => KEY.exec(text)?.[0] ?? '',
    );
    expect(keys.every(key => KEY.test(key))).toBe(true);
    expect(audit.map(({ who, act, outcome }) => `${who} ${act} ${outcome}`)).toEqual([
      `discord:${PERSON} text /keys add dash read done`,
      `discord:${PERSON} text /keys rotate dash done`,
    ]);
    const written = JSON.stringify([audit, logged, notices, inbox.leftOver('discord')]);
    for (const key of keys) expect(written).not.toContain(key.slice(4));
  });

  test('a program with every right neither makes keys nor becomes its owner by a link code', async () => {
    const { read, keys, asProgram, store } = room();
    const [key] = KEY.exec(await read('/keys add ops read,trade,control')) ?? [];
    const ops = asProgram(keys.check(key)?.id ?? '');
    for (const line of ['/keys add more trade', '/keys rotate ops', '/link'])
      expect(await read(line, ops)).toContain('API 키로 온 프로그램은 할 수 없는 일입니다');
    expect(store.list()).toHaveLength(1);
    expect(await read('/keys', ops)).toContain('ops |');
    expect(await read('/keys revoke ops', ops)).toContain('키를 폐기했습니다');
  });

  test('speaks English to whoever reads it', async () => {
    const { read } = room('en');
    const text = await read('/keys add dash token');
    for (const word of ['shown once', 'past /halt', 'delete this message']) expect(text).toContain(word);
    expect(await read('/keys')).toContain('dash | token | all | good | never | - | 아빠');
    expect(text).not.toMatch(/[가-힣]{2,} [가-힣]/);
  });
});
