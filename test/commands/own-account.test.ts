import { describe, expect, test } from 'vitest';
import type { AccountRef, Role, Stamp } from '../../src/core/index.js';
import {
  ACCOUNT,
  buttonNamed,
  buttonsOf,
  INSTRUMENTS,
  listOf,
  openDesk,
  orderOf,
  replyOf,
  textOf,
} from '../support/desk.js';
import { memberOf, memoryMembers } from '../support/memory-members.js';
import { accountsWith, deskWith, MUM, manyAccounts } from '../support/two-accounts.js';

const TRADER: readonly Role[] = ['view', 'trade'];

interface Scene {
  readonly closed?: Readonly<Record<string, string>>;
  readonly roles?: readonly Role[];
  readonly stamp?: Stamp;
}

/** A desk whose person was given these accounts; `card` types a line. */
function room(refs: readonly AccountRef[] = [ACCOUNT, MUM], scene: Scene = {}) {
  const { closed = {}, roles = TRADER, stamp = 'demo' } = scene;
  const read: string[] = [];
  const orders = async (account: AccountRef) => {
    read.push(account.alias);
    return listOf([orderOf(1), orderOf(2)]);
  };
  const desk = deskWith(refs, { orders, openOrders: orders });
  const open = openDesk({ desk, accounts: accountsWith(desk, closed), roles, stamp });
  const card = async (line: string) => replyOf(await open.type(line));
  const ordered = () => open.proposals.map(({ account }) => account.alias);
  return { ...open, read, card, ordered };
}

describe('a command that reads', () => {
  test('is about the account that is named, wherever the word stands', async () => {
    const { card, read } = room();
    for (const line of ['/orders @엄마', '/orders @2222 today', '/orders @81112222-10', '주문 오늘 @엄마']) {
      expect((await card(line)).title).toContain('🟢 엄마 (****2222-10)');
    }
    expect(read).toEqual(['엄마', '엄마', '엄마', '엄마']);
  });

  test('is about the pinned one when none is named, and about the first when none is pinned', async () => {
    const { card } = room();
    expect((await card('/orders')).title).toContain('가족');
    await card('/account @엄마 pin');
    expect((await card('/orders')).title).toContain('엄마');
    expect((await card('/orders @가족')).title).toContain('가족');
    await card('/account unpin');
    expect((await card('/orders')).title).toContain('가족');
  });

  test('says of real money that it is, and of paper money', async () => {
    const { card } = room([ACCOUNT, MUM], { stamp: 'live' });
    const replies = [await card('/orders @엄마'), await card('/orders')];
    expect(replies.map(({ stamp }) => stamp)).toEqual(['live', 'paper']);
    expect(replies.map(({ footer }) => footer?.split(' · ')[0])).toEqual([
      '🟢 엄마 (****2222-10)',
      '가족 (****7788-01)',
    ]);
  });

  test('of an account that is not theirs is told the same as of one that is not', async () => {
    const mine = memberOf({ platform: 'discord', userId: '1001', name: '아빠', roles: TRADER });
    const desk = deskWith([ACCOUNT, MUM]);
    const members = memoryMembers([{ ...mine, accounts: ['50107788-01'] }]);
    const open = openDesk({ desk, roles: TRADER, members });
    const said = await Promise.all(
      ['엄마', '누구', '2222', '81112222-10'].map(async word => {
        const text = textOf(replyOf(await open.type(`/balance @${word}`)));
        return text.replaceAll(word, '?').replace(/참조.*/, '');
      }),
    );
    expect(said).toEqual(Array(4).fill(said[0]));
    expect(said[0]).toContain('받은 계좌 가운데 “?”');
    expect(desk.asked).toEqual([]);
  });

  test('is refused for an account that is closed, with the reason; another one is read', async () => {
    const { card, read } = room([ACCOUNT, MUM], { closed: { 가족: '키를 증권사가 거절함' } });
    const text = textOf(await card('/orders @가족'));
    expect(text).toContain('가족 (****7788-01) 계좌는 지금 쓸 수 없어');
    expect(text).toContain('키를 증권사가 거절함');
    expect((await card('/orders')).title).toContain('엄마');
    expect(read).toEqual(['엄마']);
  });

  test('without any account tells whom to ask, with the line that an admin types', async () => {
    const { card, read } = room([]);
    for (const line of ['/balance', '/orders', '/token', '/account', '/buy 삼성전자 1']) {
      const text = textOf(await card(line));
      expect(text).toContain('볼 수 있는 계좌가 없습니다');
      expect(text).toContain('관리자');
      expect(text).toContain('/members accounts discord:1001');
    }
    expect(read).toEqual([]);
  });

  test('tells an admin of a desk without accounts how one is added', async () => {
    const { card } = room([], { roles: ['view', 'admin'] });
    expect(textOf(await card('/balance'))).toContain('npm run account');
  });

  test('writes the last digits of a number that was typed whole, and no more, into the trail', async () => {
    const { card, audit } = room();
    await card('/orders @81112222-10');
    expect(audit.map(({ act }) => act)).toEqual(['text /orders @****2222-10']);
  });
});

describe('a command that orders', () => {
  const LINES = [
    ['/buy 삼성전자 10주 71000', '/buy'],
    ['/sell 삼성전자 전량', '/sell'],
    ['/amend 1 71000', '/amend'],
    ['/cancel 전체', '/cancel'],
    ['/cancel 005935', '/cancel'],
  ] as const;

  test.each(LINES)(
    '%s asks which of several accounts, and goes on with the one that is pressed',
    async line => {
      const { card, press, proposals } = room();
      const asked = await card(line);
      expect(asked.title).toBe('어느 계좌인가요?');
      expect(buttonsOf(asked).map(({ label }) => label)).toEqual([
        '가족 (****7788-01) 데모',
        '🟢 엄마 (****2222-10) 데모',
      ]);
      expect(textOf(asked)).toContain('/account @가족 pin');
      expect(proposals).toEqual([]);
      await press(buttonNamed(asked, '🟢 엄마 (****2222-10) 데모').id);
      expect(proposals).toHaveLength(1);
      expect(proposals[0]).toMatchObject({ account: MUM });
    },
  );

  test('is the same order whether its account is pressed, named or pinned', async () => {
    for (const [line] of LINES) {
      const { card, press, proposals } = room();
      await press(buttonNamed(await card(line), '🟢 엄마 (****2222-10) 데모').id);
      await card(`${line} @엄마`);
      await card('/account @엄마 pin');
      await card(line);
      expect(proposals).toHaveLength(3);
      expect(proposals[1]).toEqual(proposals[0]);
      expect(proposals[2]).toEqual(proposals[0]);
    }
  });

  test('does not ask who has one account', async () => {
    const { card, ordered } = room([MUM]);
    await card('삼성전자 10주 71000 매수');
    expect(ordered()).toEqual(['엄마']);
  });

  test('is not sent anywhere when its account is unknown, closed, or one of two that are named', async () => {
    const { card, ordered } = room([ACCOUNT, MUM], { closed: { 엄마: '키가 만료됨' } });
    const said = [];
    for (const line of ['/buy 삼성전자 1 @없음', '/buy 삼성전자 1 @엄마', '/buy 삼성전자 1 @가족 @엄마']) {
      said.push(textOf(await card(line)));
    }
    expect(said[0]).toContain('“없음”');
    expect(said[1]).toContain('키가 만료됨');
    expect(said[2]).toContain('“@엄마” 부분은 쓸 곳이 없습니다');
    await card('/account @엄마 pin');
    expect(textOf(await card('/buy 삼성전자 1'))).toContain('키가 만료됨');
    expect(ordered()).toEqual([]);
  });

  test('keeps the account when the issue has to be chosen too, whatever is pinned meanwhile', async () => {
    const { card, press, ordered } = room();
    const choice = await card('/buy 삼성 10 @엄마');
    expect(textOf(choice)).toContain('/buy 005930 10 @엄마');
    await card('/account @가족 pin');
    await press(buttonNamed(choice, `${INSTRUMENTS[0]?.name} 005930`).id);
    expect(ordered()).toEqual(['엄마']);
  });

  test('lists ten of a thousand accounts to press, and says how the others are named', async () => {
    const { card } = room(manyAccounts(1_000));
    const asked = await card('/buy 삼성전자 1');
    expect(buttonsOf(asked)).toHaveLength(10);
    expect(textOf(asked)).toContain('990개');
  });
});

test('the buttons of a list of orders stay with its account, whatever is pinned meanwhile', async () => {
  const { card, press, ordered } = room();
  const list = await card('/orders open @엄마');
  await card('/account @가족 pin');
  for (const label of ['취소 삼성전자 #1', '전부 취소']) await press(buttonNamed(list, label).id);
  expect(ordered()).toEqual(['엄마', '엄마']);
  expect(replyOf(await press(buttonNamed(list, '새로고침').id)).title).toContain('엄마');
  expect(replyOf(await press(buttonNamed(list, '정정 삼성전자 #1').id)).title).toContain('엄마');
});
