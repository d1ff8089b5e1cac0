import { afterEach, beforeEach, expect, test } from 'vitest';
import { DeskError, type Principal } from '../../../src/core/index.js';
import { buttonNamed, replyOf, textOf } from '../../support/desk.js';
import { groupOf, type Person } from '../../support/trade-people.js';
import { openTradeRig, type TradeRig } from '../../support/trade-rig.js';

const ON_DISCORD: Person = { platform: 'discord', userId: '1001' };
const ON_TELEGRAM: Person = { platform: 'telegram', userId: '1001' };
const OTHER: Person = { platform: 'telegram', userId: '1002' };

let rig: TradeRig;
beforeEach(async () => {
  rig = await openTradeRig({ seed: 'one person' });
});
afterEach(() => rig.stop());

const venueOrders = async () => (await rig.venue.ledger()).orders;
const members = () => rig.desk().members;

function whose({ platform, userId }: Person): Principal {
  const who = members().find(platform, userId);
  if (!who) throw new Error(`${platform}:${userId} is nobody's`);
  return who;
}

async function link(): Promise<void> {
  const { code } = members().newCode(whose(ON_DISCORD));
  await members().redeem(code, 'telegram:1001');
}

async function order(by: Person, text: string): Promise<string> {
  const ticket = await rig.ticket(by, text);
  return textOf(replyOf(await rig.clock.finish(rig.press(by, ticket.confirm))));
}

const answer = async (by: Person, text: string) =>
  textOf(replyOf(await rig.clock.finish(rig.type(by, text))));

test('the like order on the other platform within 30 seconds asks for the second confirmation', async () => {
  // Only under the other identity: whoever is one person has the stricter of the two.
  rig.limitPerson('discord:1001', { repeatSeconds: 30 });
  await link();
  await order(ON_DISCORD, '/buy 005930 3');
  await rig.clock.advance(10_000);
  const ticket = await rig.ticket(ON_TELEGRAM, '/buy 005930 3');
  const card = replyOf(await rig.clock.finish(rig.press(ON_TELEGRAM, ticket.confirm)));
  expect(await venueOrders()).toHaveLength(1);
  const again = buttonNamed(card, '같은 주문을 한 번 더 보냄').id;
  await rig.clock.finish(rig.press(ON_TELEGRAM, again));
  expect(await venueOrders()).toHaveLength(2);
});

test('a day’s limit is shared by both platforms, and what was ordered before the link counts', async () => {
  rig.limitPerson('telegram:1001', { dayCount: 2 });
  await order(ON_DISCORD, '/buy 005930 1');
  await order(ON_TELEGRAM, '/buy 005930 2');
  await link();
  for (const by of [ON_DISCORD, ON_TELEGRAM]) expect(await answer(by, '/buy 005930 4')).toContain('한도');
  expect(await venueOrders()).toHaveLength(2);
  await order(OTHER, '/buy 005930 5');
  expect(await venueOrders()).toHaveLength(3);
});

test('without a link two identities are two people', async () => {
  rig.limitPerson('telegram:1001', { dayCount: 1 });
  await order(ON_DISCORD, '/buy 005930 1');
  await order(ON_TELEGRAM, '/buy 005930 2');
  expect(await venueOrders()).toHaveLength(2);
  expect(await answer(ON_TELEGRAM, '/buy 005930 4')).toContain('한도');
});

test('the link survives a restart', async () => {
  await link();
  await rig.restart();
  expect(whose(ON_TELEGRAM)).toMatchObject({ id: 'discord:1001', ids: ['discord:1001', 'telegram:1001'] });
});

test('a removed member’s open ticket cannot be confirmed, and they are a stranger', async () => {
  const ticket = await rig.ticket(ON_DISCORD, '/buy 005930 3');
  await members().remove('discord:1001', whose(OTHER));
  expect(await rig.clock.finish(rig.press(ON_DISCORD, ticket.confirm))).toEqual({ kind: 'refused' });
  expect(await venueOrders()).toEqual([]);
});

test.each([
  ['their trade role', () => members().setRoles('discord:1001', ['view'], whose(OTHER))],
  ['the account', () => members().setAccounts('discord:1001', ['99999999-01'])],
])('who lost %s since the ticket cannot confirm it', async (_, lose) => {
  const ticket = await rig.ticket(ON_DISCORD, '/buy 005930 3');
  await lose();
  const reply = replyOf(await rig.clock.finish(rig.press(ON_DISCORD, ticket.confirm)));
  expect(reply.title).toBe('권한이 없습니다');
  expect(await venueOrders()).toEqual([]);
});

test('who lost the account can neither decline its ticket nor see its order of unknown outcome', async () => {
  const ticket = await rig.ticket(ON_DISCORD, '/buy 005930 3');
  await rig.venue.addFaults({ kind: 'resetAfter', match: { tr: 'VTTC0012U' } });
  const lost = await rig.ticket(ON_DISCORD, '/buy 005930 4');
  await rig.clock.finish(rig.press(ON_DISCORD, lost.confirm));
  const who = whose(ON_DISCORD);
  const { trade } = rig.desk();
  expect(trade.reshow(who)).toBeDefined();
  expect(trade.reshow({ ...who, accounts: [] })).toBeUndefined();
  await members().setAccounts('discord:1001', []);
  const reply = replyOf(await rig.clock.finish(rig.press(ON_DISCORD, ticket.decline)));
  expect(reply.title).toBe('권한이 없습니다');
});

test('who loses their rights while the press is under way orders nothing, and the ticket is over', async () => {
  const who = whose(ON_DISCORD);
  const losses: readonly (() => Principal)[] = [
    () => {
      throw new DeskError('denied', 'removed meanwhile', { need: 'trade' });
    },
    () => ({ ...who, accounts: [] }),
    () => ({ ...who, id: 'telegram:1001', ids: ['telegram:1001'] }),
  ];
  for (const again of losses) {
    const ticket = await rig.ticket(ON_DISCORD, '/buy 005930 3');
    const press = () => rig.desk().trade.press(ticket.confirm, who, groupOf(ON_DISCORD), again);
    await expect(rig.clock.finish(press())).rejects.toMatchObject({ kind: 'denied' });
    await expect(rig.clock.finish(press())).rejects.toMatchObject({ kind: 'usedTicket' });
  }
  expect(await venueOrders()).toEqual([]);
});

test('without a grant nothing of an account is shown or ordered', async () => {
  await members().setAccounts('discord:1001', []);
  for (const text of ['/balance', '/buy 005930 3', '/orders', '/cancel 전체']) {
    expect([text, await answer(ON_DISCORD, text)]).toEqual([text, expect.stringContaining('계좌')]);
    expect(await answer(ON_DISCORD, text)).toContain('권한이 없습니다');
  }
  expect(rig.journal).toEqual([]);
});

test('a ticket proposed for an account that is not theirs is refused when it is made', async () => {
  const who = { ...whose(ON_DISCORD), accounts: ['99999999-01'] };
  const account = rig.useAccount('50101234');
  const proposal = { kind: 'cancel', account, which: { kind: 'all' } } as const;
  const made = rig.desk().trade.propose(proposal, who, groupOf(ON_DISCORD), new AbortController().signal);
  await expect(rig.clock.finish(made)).rejects.toMatchObject({ kind: 'denied', detail: { need: 'account' } });
});
