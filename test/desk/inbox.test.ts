import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Inbound, Outcome, Reply, Role } from '../../src/core/index.js';
import { createCipher } from '../../src/store/cipher.js';
import { openInbox } from '../../src/store/inbox.js';
import { manualClock } from '../support/clock.js';
import {
  handMadeDesk,
  MONDAY_TEN,
  type OpenDeskOptions,
  openDesk,
  placeOn,
  replyOf,
} from '../support/desk.js';
import { notingTrade } from '../support/fake-trade.js';
import { memberOf, memoryMembers } from '../support/memory-members.js';
import { haltRig } from './halt/halt-rig.js';

const MINUTE = 60_000;

/** One desk after the other on the same directory and the same halts. Each ends as in a crash, once what it was writing is on the disk. */
async function site() {
  const directory = await mkdtemp(join(tmpdir(), 'inbox-desk-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const clock = manualClock(MONDAY_TEN);
  const { halts } = await haltRig({ clock });
  let last: Awaited<ReturnType<typeof openInbox>> | undefined;
  const start = async (options: OpenDeskOptions = {}) => {
    await last?.close();
    const inbox = await openInbox({
      directory,
      cipher: createCipher(Buffer.alloc(32, 1), 'inbox'),
      report: () => undefined,
    });
    last = inbox;
    onTestFinished(() => inbox.close());
    const room = openDesk({
      roles: ['view', 'trade', 'approve', 'admin'],
      clock,
      halts,
      ...options,
      inbox,
    });
    /** As a platform takes up what the last run left, its answers shown. */
    const takeUp = async (): Promise<Outcome[]> => {
      const outcomes: Outcome[] = [];
      for (const inbound of room.dispatcher.leftOver('discord')) {
        outcomes.push(await room.dispatcher.handle(inbound));
        room.dispatcher.answered(inbound);
      }
      return outcomes;
    };
    return { ...room, takeUp };
  };
  return { clock, halts, start };
}

const written = (text: string, over: Partial<Inbound> = {}): Inbound => ({
  platform: 'discord',
  eventId: `event of ${text}`,
  who: { userId: '1001', name: 'name' },
  where: placeOn('discord', true),
  sentAt: MONDAY_TEN,
  content: { kind: 'text', text },
  ...over,
});

const pressed = (buttonId: string) =>
  written('', { eventId: `press of ${buttonId}`, content: { kind: 'press', buttonId } });

const wordsOf = (reply: Reply): string => JSON.stringify([reply.title, reply.blocks]);
const titlesOf = (outcomes: readonly Outcome[]) => outcomes.map(outcome => replyOf(outcome).title);

describe('Nothing taken is lost: after a crash', () => {
  test('what was not answered is answered, oldest first, and nothing twice', async () => {
    const { start } = await site();
    const first = await start();
    for (const text of ['/price 005930', '/orders', '/status']) await first.dispatcher.handle(written(text));
    first.dispatcher.answered(written('/orders'));
    const second = await start();
    expect(titlesOf(await second.takeUp())).toEqual([
      expect.stringContaining('삼성전자'),
      expect.stringContaining('상태'),
    ]);
    expect(second.dispatcher.leftOver('discord')).toEqual([]);
    expect(await (await start()).takeUp()).toEqual([]);
  });

  test('an event that is taken up and delivered again at once is acted on once', async () => {
    const { start } = await site();
    await (await start()).dispatcher.handle(written('/balance'));
    const desk = handMadeDesk();
    const second = await start({ desk });
    const again = await Promise.all([
      second.dispatcher.handle(written('/balance')),
      ...second.dispatcher.leftOver('discord').map(inbound => second.dispatcher.handle(inbound)),
      second.dispatcher.handle(written('/balance')),
    ]);
    expect(again.map(({ kind }) => kind)).toEqual(['reply', 'ignored', 'ignored']);
    expect(desk.asked.filter(name => name === 'balance')).toHaveLength(1);
  });

  test('somebody who may not ask any more gets nothing, and is not taken up for ever', async () => {
    const { start } = await site();
    await (await start()).dispatcher.handle(written('/balance'));
    const other = memberOf({ platform: 'discord', userId: '2002', name: '엄마', roles: ['admin'] });
    const second = await start({ members: memoryMembers([other]) });
    const [left] = second.dispatcher.leftOver('discord');
    expect(left && (await second.dispatcher.handle(left))).toEqual({ kind: 'refused' });
    expect((await start()).dispatcher.leftOver('discord')).toEqual([]);
  });

  test('what came over HTTP is neither taken up nor acted on again: whoever asked asks anew', async () => {
    const { start } = await site();
    const who = {
      id: 'discord:1001',
      ids: ['discord:1001'],
      name: 'page',
      roles: new Set<Role>(['view']),
      accounts: 'all',
    } as const;
    const visitors = () => who;
    const asked = written('/balance', {
      platform: 'web',
      who: { userId: 'page:1', name: 'page' },
      where: { platform: 'web', id: 'page:1', group: undefined, kind: 'private' },
    });
    await (await start({ visitors })).dispatcher.handle(asked);
    const desk = handMadeDesk();
    const second = await start({ visitors, desk });
    expect(second.dispatcher.leftOver('web')).toEqual([]);
    expect(await second.dispatcher.handle(asked)).toEqual({ kind: 'ignored' });
    expect(desk.asked).toEqual([]);
    const anew = await second.dispatcher.handle({ ...asked, eventId: 'another' });
    expect(titlesOf([anew])).toEqual([expect.stringContaining('잔고')]);
  });

  test('a platform hears that an event is taken once it is written down, before it is answered', async () => {
    const { start } = await site();
    const order: string[] = [];
    const room = await start({
      desk: handMadeDesk({
        quote: async () => {
          order.push('asked');
          throw new Error('crash');
        },
      }),
    });
    await room.dispatcher.handle(written('/price 005930'), () => order.push('taken'));
    expect(order).toEqual(['taken', 'asked']);
    expect((await start()).dispatcher.leftOver('discord')).toHaveLength(1);
  });
});

describe('At most once: a left-over event', () => {
  test('of a view is run again up to its age, and then refused with the restart as its reason', async () => {
    const { start, clock } = await site();
    await (await start()).dispatcher.handle(written('/balance'));
    await clock.advance(9 * MINUTE);
    expect(titlesOf(await (await start()).takeUp())).toEqual([expect.stringContaining('잔고')]);
    await (await start()).dispatcher.handle(written('/orders', { sentAt: clock.now() }));
    await clock.advance(11 * MINUTE);
    const [late] = await (await start()).takeUp();
    expect(late && wordsOf(replyOf(late))).toMatch(
      /너무 늦게 도착.*다시 시작되어 처리가 중단.*주문은 나가지 않았습니다/,
    );
  });

  test('of an order makes a new ticket within thirty seconds, and is refused visibly after that', async () => {
    const { start, clock } = await site();
    await (await start()).dispatcher.handle(written('/buy 005930 10주 70000'));
    await clock.advance(29_000);
    const second = await start();
    expect(titlesOf(await second.takeUp())).toEqual(['주문표']);
    expect(second.proposals).toHaveLength(1);
    await second.dispatcher.handle(written('/sell 005930 10주 70000', { sentAt: clock.now() }));
    await clock.advance(31_000);
    const third = await start();
    const [late] = await third.takeUp();
    expect(late && wordsOf(replyOf(late))).toMatch(/다시 시작되어 처리가 중단.*주문은 나가지 않았습니다/);
    expect(third.proposals).toEqual([]);
  });

  test('that pressed a button is not done again, and is told where to look', async () => {
    const { start } = await site();
    await (await start()).dispatcher.handle(pressed('confirm'));
    const { proposals: _, ...trade } = notingTrade();
    const presses: string[] = [];
    const confirming = {
      ...trade,
      buttonOf: () => ({ label: 'confirm', cancel: false, role: 'trade' as const }),
      press: async (buttonId: string) => {
        presses.push(buttonId);
        return { title: '접수', tone: 'good' as const, blocks: [] };
      },
    };
    const [outcome] = await (await start({ trade: confirming })).takeUp();
    const words = outcome && wordsOf(replyOf(outcome));
    expect(words).toMatch(/다시 시작되어 중단.*다시 실행하지 않았습니다.*그 주문표의 카드와 \/orders 에/);
    expect(words).not.toContain('주문은 나가지 않았습니다');
    expect(presses).toEqual([]);
  });
});

describe('A halt is a halt: a left-over event', () => {
  test('that halts is run again, and is one halt as it was', async () => {
    const { start, halts, clock } = await site();
    await (await start()).dispatcher.handle(written('/halt 종목 005930 점심'));
    const before = halts.list();
    await clock.advance(5_000);
    const [again] = await (await start()).takeUp();
    expect(again && replyOf(again).blocks).not.toEqual([]);
    expect(halts.list()).toEqual(before);
    expect(before).toHaveLength(1);
  });

  test('that halts for a time is not prolonged by being run again', async () => {
    const { start, halts, clock } = await site();
    await (await start()).dispatcher.handle(written('/halt 30분'));
    for (let crash = 0; crash < 3; crash += 1) {
      await clock.advance(MINUTE);
      const room = await start();
      const [left] = room.dispatcher.leftOver('discord');
      if (!left) throw new Error('nothing left over');
      await room.dispatcher.handle(left);
      expect(halts.list().map(({ until }) => until)).toEqual([MONDAY_TEN + 30 * MINUTE]);
    }
  });

  test('that came to nothing before the crash halts for what is left of its time', async () => {
    const { start, halts, clock } = await site();
    const failing = await start({ halts: { ...halts, set: () => new Promise(() => undefined) } });
    void failing.dispatcher.handle(written('/halt 30분'));
    await failing.dispatcher.handle(written('/status'));
    await clock.advance(4 * MINUTE);
    await (await start()).takeUp();
    expect(halts.list().map(({ until }) => until)).toEqual([MONDAY_TEN + 30 * MINUTE]);
  });

  test('whose time is over halts nothing, and says so', async () => {
    const { start, halts, clock } = await site();
    await (await start()).dispatcher.handle(written('/halt 5분'));
    await clock.advance(6 * MINUTE);
    const [outcome] = await (await start()).takeUp();
    expect(halts.list()).toEqual([]);
    expect(outcome && wordsOf(replyOf(outcome))).toMatch(/정지 시간이 이미 지나 다시 정지하지 않았습니다/);
  });

  test('that lifts halts is not run again: one that was set since stays', async () => {
    const { start, halts } = await site();
    await halts.set({ scope: { kind: 'all' }, forMs: undefined, reason: '' }, 'discord:2002');
    await (await start()).dispatcher.handle(written('/resume'));
    await halts.set({ scope: { kind: 'buy' }, forMs: undefined, reason: '' }, 'discord:2002');
    const [outcome] = await (await start()).takeUp();
    expect(halts.list().map(({ scope }) => scope.kind)).toEqual(['buy']);
    expect(outcome && wordsOf(replyOf(outcome))).toMatch(
      /이미 끝났을 수도 있어.*다시 실행하지 않았습니다.*\/status/,
    );
  });

  test('that lifts halts stays undone however late it is, and never says that nothing happened', async () => {
    const { start, clock } = await site();
    await (await start()).dispatcher.handle(written('/resume'));
    await clock.advance(60 * MINUTE);
    const [outcome] = await (await start()).takeUp();
    expect(outcome && wordsOf(replyOf(outcome))).toMatch(/이미 끝났을 수도 있어/);
  });
});
