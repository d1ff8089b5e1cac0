import { describe, expect, test } from 'vitest';
import type { AccountEntry, Limits, Role } from '../../src/core/index.js';
import { buttonNamed, buttonsOf, handMadeDesk, openDesk, replyOf, textOf } from '../support/desk.js';
import { ADMIN, openDeskAccounts } from '../support/desk-accounts.js';
import { memberOf, memoryMembers } from '../support/memory-members.js';
import { NO_LIMITS } from '../support/no-limits.js';

const ALL: readonly Role[] = ['view', 'trade', 'approve', 'admin'];

/** The real accounts of a desk: one of the configuration (모의) and these of the store; the person was given `accounts`. */
async function room(
  entries: readonly Partial<AccountEntry>[] = [{ alias: '엄마', owner: '김영희', colour: 'green' }],
  { roles = ALL, accounts = 'all' }: { roles?: readonly Role[]; accounts?: 'all' | readonly string[] } = {},
) {
  const rig = await openDeskAccounts();
  for (const [n, entry] of entries.entries()) await rig.add(n + 1, entry);
  const refs = () => rig.accounts.list().map(({ ref }) => ref);
  const limitsOf = (account: { number: string; product: string }): Limits => ({
    ...NO_LIMITS,
    ...rig.accounts.find(`${account.number}-${account.product}`)?.limits,
  });
  const desk = handMadeDesk({ accountsOf: refs, allAccounts: refs, limitsOf });
  const dad = memberOf({ platform: 'discord', userId: '1001', name: '아빠', roles }, { accounts });
  const open = openDesk({
    desk,
    roles,
    members: memoryMembers([dad]),
    accounts: { controlFor: who => rig.accounts.controlFor(who) },
  });
  const card = async (line: string) => replyOf(await open.type(line));
  return { ...rig, ...open, card };
}

const labels = (reply: Parameters<typeof buttonsOf>[0]) => buttonsOf(reply).map(({ label }) => label);

describe('/account', () => {
  test('lists broker, environment, owner, default and state of each, and pins what is pressed', async () => {
    const { card, press, chosen } = await room();
    const list = await card('/계좌');
    expect(textOf(list)).toContain('모의 (****1234-01) | 한국투자증권 데모 | - | - | 쓸 수 있음');
    expect(textOf(list)).toContain('🟢 엄마 (****7701-01) | 한국투자증권 데모 | 김영희 | - | 쓸 수 있음');
    const pinned = replyOf(await press(buttonNamed(list, '📌 엄마 기본으로').id));
    expect(pinned.title).toBe('기본 계좌로 정했습니다 · 🟢 엄마 (****7701-01)');
    expect(chosen.get('discord:1001')).toEqual({ account: '50107701-01' });
    const again = await card('/account');
    expect(textOf(again)).toContain('김영희 | 📌 | 쓸 수 있음');
    expect(labels(again)).not.toContain('📌 엄마 기본으로');
    await press(buttonNamed(again, '기본 풀기').id);
    expect(chosen.get('discord:1001')).toEqual({});
  });

  test('shows a plain person their own accounts and nothing that they cannot do', async () => {
    const { card } = await room(undefined, { roles: ['view'], accounts: ['50101234-01'] });
    const list = textOf(await card('/account'));
    expect(list).toContain('모의');
    expect(list).not.toContain('엄마');
    const one = await card('/account @모의');
    expect(labels(one)).toEqual(['📌 모의 기본으로', '잔고', '토큰', '목록']);
    expect(textOf(one)).not.toContain('쓸 수 있는 사람');
    expect(textOf(await card('/account @엄마'))).toContain('“엄마”');
  });

  test('shows an admin the accounts of the desk that are not theirs too, without a way to pin them', async () => {
    const { card } = await room(undefined, { accounts: ['50101234-01'] });
    expect(textOf(await card('/account'))).toContain('| 받지 않음 |');
    expect(labels(await card('/account @엄마'))).toEqual(['목록', '별명…', '주인…', '색…', '한도…', '제거']);
    expect(textOf(await card('/account @엄마 pin'))).toContain('이 계좌를 쓸 권한이 없습니다');
  });

  test('of one tells its limits in words, who may use it, and its token', async () => {
    const { card } = await room();
    await card('/account @엄마 limit approveAbove 500만');
    const text = textOf(await card('/account @7701'));
    for (const part of [
      '주인: 김영희',
      '토큰: 정상',
      '쓸 수 있는 사람: 아빠',
      '이보다 큰 주문은 다른 사람의 승인 | 5,000,000원 (이 계좌) | 승인금액',
      '주문 하나의 금액 | 없음 | 주문금액',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('50107701');
  });

  test('of a closed one says why, and asks nothing about its token', async () => {
    const rig = await room();
    const [, mum] = rig.accounts.list();
    if (mum) rig.accounts.close(mum.ref, '키를 증권사가 거절함');
    const reply = await rig.card('/account @엄마');
    expect(reply.tone).toBe('warning');
    expect(textOf(reply)).toContain('상태: 닫힘: 키를 증권사가 거절함');
    expect(textOf(reply)).not.toContain('토큰:');
    expect(textOf(await rig.card('/account'))).toContain('닫힘: 키를 증권사가 거절함');
  });

  test.each([
    ['/account 엄마', '계좌 · '],
    ['/account 엄마 고정', '기본 계좌로 정했습니다'],
    ['/account pin @엄마', '기본 계좌로 정했습니다'],
    ['/account @엄마 별명 어머니', '계좌를 바꿨습니다 · 🟢 어머니'],
    ['/account 엄마 별명 어머니', '계좌를 바꿨습니다 · 🟢 어머니'],
    ['/account @엄마 owner 김 영희', '계좌를 바꿨습니다'],
    ['/account @엄마 색 파랑', '계좌를 바꿨습니다 · 🔵 엄마'],
    ['/account @엄마 colour none', '계좌를 바꿨습니다 · 엄마'],
    ['/account 없는계좌', '찾지 못했습니다'],
    ['/account 2', '계좌'],
  ])('%s', async (line, title) => {
    const { card } = await room();
    expect((await card(line)).title).toContain(title);
  });

  test('takes typed options and text alike', async () => {
    const { dispatcher, inbound, accounts } = await room();
    const options = { account: '엄마', action: 'limit', words: 'stepUpAbove 100만' };
    await dispatcher.handle(inbound({ kind: 'command', name: 'account', options }));
    expect(accounts.find('50107701-01')?.limits).toEqual({ stepUpAbove: 1_000_000n });
  });

  test('asks twice before an account is forgotten, and forgets none of the configuration', async () => {
    const { card, press, accounts } = await room();
    const question = await card('/account @엄마 remove');
    expect(accounts.list()).toHaveLength(2);
    expect(replyOf(await press(buttonNamed(question, '빼기').id)).title).toContain('계좌를 뺐습니다');
    expect(accounts.list().map(({ ref }) => ref.alias)).toEqual(['모의']);
    await card('/account @모의 remove confirm');
    expect(accounts.list()).toHaveLength(1);
  });

  test.each(['alias x', 'owner x', 'colour red', 'limit orderAmount 100만', 'remove', 'remove confirm'])(
    'changes nothing for who is no admin: %s',
    async words => {
      const { card, accounts } = await room(undefined, { roles: ['view', 'trade', 'approve'] });
      const before = accounts.list();
      expect((await card(`/account @엄마 ${words}`)).title).toBe('권한이 없습니다');
      expect(accounts.list()).toEqual(before);
    },
  );
});

describe('a limit of an account', () => {
  const MUM = '50107701-01';
  test.each([
    ['approveAbove 500만', { approveAbove: 5_000_000n }],
    ['승인금액 500만원', { approveAbove: 5_000_000n }],
    ['STEPUPABOVE 1,000,000', { stepUpAbove: 1_000_000n }],
    ['orderAmount 0', { orderAmount: 0n }],
    ['주문수량 1,000', { orderQuantity: 1_000n }],
    ['dayCount 0', { dayCount: 0 }],
    ['priceDistance 7.5%', { priceDistance: 7.5 }],
    ['반복시간 60초', { repeatSeconds: 60 }],
    ['비상대기 30분', { breakGlassMinutes: 30 }],
    ['approvers 2명', { approvers: 2 }],
    ['금지종목 005930, 0126z0 005930', { deny: ['005930', '0126Z0'] }],
  ])('%s is taken', async (words, limits) => {
    const { card, accounts } = await room();
    await card(`/account @엄마 한도 ${words}`);
    expect(accounts.find(MUM)?.limits).toEqual(limits);
  });

  test.each([
    ['approveAbove', '값을 읽을 수 없어'],
    ['approveAbove 많이', '값을 읽을 수 없어'],
    ['approveAbove -1', '값을 읽을 수 없어'],
    ['approveAbove 1e6', '값을 읽을 수 없어'],
    ['approveAbove 5만주', '값을 읽을 수 없어'],
    ['deny 삼성전자', '값을 읽을 수 없어'],
    ['approvers 9', ''],
    ['priceDistance 101', ''],
    ['constructor 1', '그런 이름의 한도가 없어'],
    ['큰한도 1', '그런 이름의 한도가 없어'],
    ['', '빠진 것이 있습니다'],
  ])('“%s” is refused, and nothing changes', async (words, says) => {
    const { card, accounts } = await room();
    const reply = await card(`/account @엄마 limit ${words}`);
    expect(textOf(reply)).toContain(says);
    expect(reply.title).not.toContain('바꿨습니다');
    expect(accounts.find(MUM)?.limits).toEqual({});
  });

  test('is taken back by none, and the desk’s counts again', async () => {
    const { card, accounts } = await room();
    await card('/account @엄마 limit approveAbove 500만');
    const text = textOf(await card('/account @엄마 limit 승인금액 없음'));
    expect(accounts.find(MUM)?.limits).toEqual({});
    expect(text).toContain('이보다 큰 주문은 다른 사람의 승인 | 없음 | 승인금액');
  });
});

test('what is missing of a change can be pressed for', async () => {
  const { card, press, accounts } = await room();
  const missing = await card('/account @엄마 limit');
  const { id } = buttonNamed(missing, '내용…');
  await press(id);
  expect(accounts.find('50107701-01')?.limits).toEqual({});
  const again = await card('/account @엄마 limit');
  const button = buttonNamed(again, '내용…');
  const filled = { kind: 'press', buttonId: button.id, given: { words: '승인금액 10만' } } as const;
  await press(button.id, { content: filled });
  expect(accounts.find('50107701-01')?.limits).toEqual({ approveAbove: 100_000n });
});

test('a thousand accounts are turned over ten at a time', async () => {
  const { accounts, ...rest } = await room([]);
  const ref = accounts.list()[0]?.ref;
  if (!ref) throw new Error('no account');
  const many = Array.from({ length: 1_000 }, (_, n) => ({
    ref: { ...ref, number: String(60_000_000 + n), alias: `a${n}` },
    owner: '',
    from: 'configuration' as const,
    limits: {},
    closed: undefined,
  }));
  const control = { ...accounts.controlFor(ADMIN), mine: () => many, all: () => many };
  const open = openDesk({ roles: ALL, accounts: { controlFor: () => control } });
  const last = replyOf(await open.type('/account 100'));
  expect(textOf(last)).toContain('a999 (****0999-01)');
  expect(last.footer).toContain('100/100쪽');
  expect(buttonsOf(last).length).toBeLessThanOrEqual(25);
  expect(rest.audit).toEqual([]);
});

test('in English the cards are English', async () => {
  const rig = await openDeskAccounts();
  const control = rig.accounts.controlFor(ADMIN);
  const open = openDesk({ language: 'en', roles: ALL, accounts: { controlFor: () => control } });
  for (const line of ['/account', '/account @1234']) {
    const text = textOf(replyOf(await open.type(line)), 'en').replaceAll(/모의|아빠|엄마/g, '');
    expect(text).not.toMatch(/[가-힣]/);
  }
});
