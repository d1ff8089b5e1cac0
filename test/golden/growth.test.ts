import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../commands/index.js';
import { JOB_CHOICES } from '../../commands/job-name.js';
import { renderDiscord } from '../../src/chat/discord/render.js';
import { renderTelegram } from '../../src/chat/telegram/render.js';
import type { Reply, Role } from '../../src/core/index.js';
import {
  handMadeDesk,
  instrumentOf,
  listOf,
  MONDAY_TEN,
  type OpenDeskOptions,
  openDesk,
  orderOf,
  replyOf,
  STATUS,
} from '../support/desk.js';
import { auditLineOf, haltOf, handMadeAudit, memoryHalts } from '../support/fake-trade.js';
import { memoryAlerts } from '../support/memory-alerts.js';
import { discordFaults, telegramFaults } from './limits.js';
import {
  ACCEPTED,
  cancelAll,
  openTicket,
  rowFilled,
  type TicketSetting,
  ticketAfter,
  UNKNOWN,
} from './ticket-cards.js';

const EVERY_ROLE: readonly Role[] = ['view', 'trade', 'approve', 'admin'];
const LONG_NAME = 'KODEX 미국S&P500배당귀족커버드콜(합성 H)';
const LONG_REASON = '가나다라마바사 '.repeat(40).trim();
const many = <T>(count: number, of: (i: number) => T) => Array.from({ length: count }, (_, i) => of(i));

/** How many messages a card takes where it takes the most; it keeps to all limits. */
function messagesOf(card: Reply): number {
  const [discord, telegram] = [renderDiscord(card, 'ko'), renderTelegram(card, 'ko')];
  expect([...discordFaults(discord), ...telegramFaults(telegram)]).toEqual([]);
  return Math.max(discord.length, telegram.length);
}

const ORDERS = many(500, i =>
  orderOf(i, {
    number: `${9_000_000_000 + i}`,
    name: LONG_NAME,
    price: 1_234_567_000n,
    quantity: 99_999_999n,
    remaining: 99_999_990n,
    state: 'open',
  }),
);
const HALTS = many(60, i =>
  haltOf(i, {
    scope: { kind: 'symbol', code: '252670', name: LONG_NAME },
    since: MONDAY_TEN,
    reason: LONG_REASON,
  }),
);
const TRAIL = many(900, i =>
  auditLineOf(i, {
    at: MONDAY_TEN,
    who: `discord:${10 ** 18}`,
    act: `text ${LONG_REASON}`,
    reason: 'unavailable',
  }),
);

const LISTS: Readonly<Record<string, readonly [line: string, options: OpenDeskOptions]>> = {
  'orders of 500 rows, all open': ['/orders', { desk: handMadeDesk({ orders: async () => listOf(ORDERS) }) }],
  'open orders of 500 rows': [
    '/orders open',
    { desk: handMadeDesk({ openOrders: async () => listOf(ORDERS, { complete: false }) }) },
  ],
  'a resume of 60 halts': ['/resume', { halts: memoryHalts(() => MONDAY_TEN, HALTS) }],
  'a choice among 500 orders to cancel': [
    '/cancel',
    { desk: handMadeDesk({ openOrders: async () => listOf(ORDERS) }) },
  ],
  'a choice among 300 issues': [
    '/price 코',
    {
      desk: handMadeDesk({
        findSymbol: async () => ({
          kind: 'many',
          candidates: many(300, i => instrumentOf(`${100_000 + i}`, LONG_NAME)),
        }),
      }),
    },
  ],
  'an audit of 900 long lines': ['/audit', { auditReads: handMadeAudit(TRAIL) }],
  'a status with 60 halts and 25 long remarks': [
    '/status',
    {
      desk: handMadeDesk({
        status: () => ({ ...STATUS, halts: HALTS, remarks: many(25, i => `${i} ${LONG_REASON}`) }),
      }),
    },
  ],
  'alerts of which 300 with long titles are open': [
    '/alerts',
    {
      alerts: memoryAlerts({
        places: ['discord:71'],
        open: many(300, i => ({
          at: MONDAY_TEN,
          title: LONG_REASON.slice(0, 200),
          reference: `REF${i}`,
          state: 'nobody' as const,
        })),
      }),
    },
  ],
  'a test of alerts in 60 places': [
    '/alerts test',
    {
      alerts: memoryAlerts({
        arrivals: many(60, i => ({
          where: `Telegram 구성원 ${i}`,
          arrived: i % 2 === 0,
          tookMs: i,
          reason: i % 2 === 0 ? undefined : '봇과 나눈 대화가 없거나 봇을 차단했습니다',
        })),
      }),
    },
  ],
  'a status with everything wrong': [
    '/status',
    {
      desk: handMadeDesk({
        status: () => ({
          ...STATUS,
          halts: HALTS,
          remarks: many(25, i => `${i} ${LONG_REASON}`),
          broker: { ...STATUS.broker, maintenanceSince: 0 },
          platforms: (['discord', 'telegram', 'console'] as const).map(id => ({
            id,
            state: 'lost',
            reason: LONG_REASON,
          })),
          jobs: JOB_CHOICES.map(({ value }) => ({
            name: value,
            deadlineMs: 599_000,
            lastRunAt: MONDAY_TEN,
            lastResult: 'overdue',
            nextRunAt: MONDAY_TEN,
          })),
          executions: {
            state: 'lost',
            since: 0,
            reason: { ko: LONG_REASON, en: LONG_REASON },
            lastNoticeAt: MONDAY_TEN,
          },
        }),
      }),
    },
  ],
  'a halt with a long reason': [`/halt ${LONG_REASON}`, {}],
};

describe('no command floods a chat: two messages hold', () => {
  test.each(Object.keys(LISTS))('%s', async name => {
    const [line, options] = LISTS[name] ?? ['', {}];
    const { type } = openDesk({ roles: EVERY_ROLE, ...options });
    expect(messagesOf(replyOf(await type(line)))).toBeLessThanOrEqual(2);
  });

  test.each(COMMANDS.map(({ name }) => name))('the help for /%s', async name => {
    const { type } = openDesk({ roles: EVERY_ROLE });
    expect(messagesOf(replyOf(await type(`/help ${name}`)))).toBeLessThanOrEqual(2);
  });
});

describe('a living card is one message, or it could not be rewritten', () => {
  const wide = (count: number): TicketSetting => {
    const { proposal, world } = cancelAll(count);
    const orders = world.open.orders.map(order => ({ ...order, name: LONG_NAME, price: 1_234_567_000n }));
    return { proposal, world: { open: { orders, complete: false } } };
  };
  const alike = many(40, i => ({ ...rowFilled(0n), number: `${9_000_000_000 + i}`, time: '100012' }));
  const several = { kind: 'several', answers: 1, looks: 1, rows: alike } as const;
  const CARDS: Readonly<Record<string, () => Promise<Reply>>> = {
    'the ticket that cancels 1,000 orders with the longest names': () => openTicket(wide(1_000)),
    'what became of it': () => ticketAfter({ ...wide(1_000), steps: ACCEPTED }),
    'what became of it when nobody knows': () =>
      ticketAfter({ ...wide(1_000), steps: UNKNOWN, view: { hunt: several } }),
    'an order of which 40 look alike': () => ticketAfter({ steps: UNKNOWN, view: { hunt: several } }),
    'the refusal of a broker who talks': () =>
      ticketAfter({
        steps: [{ kind: 'sent' }, { kind: 'refused', code: 'APBK0952', message: '안 됩니다. '.repeat(400) }],
      }),
  };
  test.each(Object.keys(CARDS))('%s', async name => {
    const card = await CARDS[name]?.();
    expect(card?.card).toBeDefined();
    expect(card && messagesOf(card)).toBe(1);
  });
});
