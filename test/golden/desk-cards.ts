import { JOB_CHOICES } from '../../commands/job-name.js';
import {
  type AlertTest,
  type Balance,
  DeskError,
  type JobStatus,
  type OpenAlert,
  type Position,
  type Reply,
  type Role,
  type VenueOrder,
} from '../../src/core/index.js';
import {
  balanceOf,
  handMadeDesk,
  instrumentOf,
  listOf,
  MONDAY_TEN,
  type OpenDeskOptions,
  openDesk,
  orderOf,
  quoteOf,
  replyOf,
  STATUS,
  STRANGER,
} from '../support/desk.js';
import { auditLineOf, haltOf, handMadeAudit, memoryHalts } from '../support/fake-trade.js';
import { memoryAlerts } from '../support/memory-alerts.js';
import { NAMES } from './ticket-cards.js';

const EVERY_ROLE: readonly Role[] = ['view', 'trade', 'approve', 'admin'];

/** The desk's real answer to a line. */
async function answer(line: string, options: OpenDeskOptions = {}): Promise<Reply> {
  return replyOf(await openDesk({ roles: EVERY_ROLE, ...options }).type(line));
}

function holding(n: number): Position {
  const [name, code] = NAMES[n % NAMES.length] ?? NAMES[0];
  const quantity = BigInt(3 + n * 117);
  const price = BigInt(1 + ((n * 7) % 19)) * 12_350n;
  const average = Number(price) * (n % 2 === 0 ? 0.9177 : 1.0433);
  const cost = BigInt(Math.round(average * Number(quantity)));
  const profit = price * quantity - cost;
  return {
    code,
    name: n < NAMES.length ? name : `${name} ${n}`,
    quantity,
    sellable: quantity,
    averagePrice: average,
    price,
    cost,
    value: price * quantity,
    profit,
    profitRate: (Number(profit) / Number(cost)) * 100,
  };
}

function holdings(count: number): Balance {
  const positions = Array.from({ length: count }, (_, n) => holding(n));
  const sum = (of: (position: Position) => bigint) => positions.reduce((all, one) => all + of(one), 0n);
  const [value, cost] = [sum(one => one.value), sum(one => one.cost)];
  return {
    ...balanceOf(positions),
    stockValue: value,
    total: value + 5_000_001n,
    cost,
    profit: value - cost,
    profitRate: (Number(value - cost) / Number(cost)) * 100,
  };
}

const ORDERS: readonly VenueOrder[] = NAMES.map(([name, code], i) => {
  const filled = i % 3 === 0 ? 10n : i % 3 === 1 ? 4n : 0n;
  return orderOf(10_001 + i * 977, {
    name,
    code,
    side: i % 2 === 0 ? 'buy' : 'sell',
    price: i === 4 ? 0n : BigInt(1 + i) * 71_500n,
    typeName: i === 4 ? '시장가' : '지정가',
    filled,
    remaining: 10n - filled,
    state: filled === 10n ? 'filled' : filled === 0n ? 'open' : 'partlyFilled',
  });
});

const HALTS = [
  haltOf(1, { since: MONDAY_TEN - 600_000, reason: '공시 확인', until: MONDAY_TEN + 3_600_000 }),
  haltOf(2, {
    scope: { kind: 'symbol', code: '252670', name: 'KODEX 200선물인버스2X' },
    since: MONDAY_TEN - 86_400_000,
    by: 'desk',
    reason: '결과를 모르는 주문 3건 / 10분',
  }),
];

const TRAIL = Array.from({ length: 34 }, (_, i) =>
  auditLineOf(i + 1, {
    at: MONDAY_TEN - (34 - i) * 61_000,
    act: i % 4 === 0 ? 'place 매수 KODEX 200선물인버스2X 252670 100주 × 2,115원' : `text /price ${i}`,
    outcome: i % 7 === 0 ? 'refused' : 'done',
    ...(i % 7 === 0 ? { reason: 'limit', reference: `REF${i}XYZ` } : {}),
    ...(i % 4 === 0 ? { intent: `abcdefgh${i}/0` } : {}),
  }),
);

const OPEN_ALERTS: readonly OpenAlert[] = [
  {
    at: MONDAY_TEN - 1_380_000,
    title: '접근 토큰이 만료되었습니다',
    reference: 'K7Q2MXA',
    state: 'unacknowledged',
  },
  {
    at: MONDAY_TEN - 61_000,
    title: '증권사의 답을 받지 못했습니다',
    reference: 'B3WNT9C',
    state: 'nobody',
  },
];

const ARRIVALS: readonly AlertTest[] = [
  { where: 'Discord 알림 채널', arrived: true, tookMs: 184, reason: undefined },
  { where: 'Telegram 아빠', arrived: true, tookMs: 1_312, reason: undefined },
  {
    where: 'Telegram 엄마',
    arrived: false,
    tookMs: undefined,
    reason: '봇과 나눈 대화가 없거나 봇을 차단했습니다',
  },
];

const UNTOLD = [
  { kind: 'notice', tone: 'bad', text: '알림 3건이 아무에게도 전해지지 않았습니다. /alerts 에 있습니다.' },
] as const;

const JOBS: readonly JobStatus[] = JOB_CHOICES.map(({ value }, i) => ({
  name: value,
  deadlineMs: [60_000, 120_000, 600_000, 60_000, 90_000, 90_000, 300_000, 60_000][i] ?? 60_000,
  lastRunAt: i === 6 ? undefined : MONDAY_TEN - i * 3_600_000,
  lastResult: i === 6 ? undefined : i === 3 ? 'failed' : i === 5 ? 'overdue' : 'ok',
  nextRunAt: MONDAY_TEN + (i + 1) * 1_800_000,
}));

async function strangerCard(): Promise<Reply> {
  const desk = openDesk();
  await desk.type('/balance', { who: { userId: STRANGER, name: '<b>@everyone</b> **아무개**' } });
  const [notice] = desk.notices;
  if (!notice) throw new Error('the owner was not told');
  return { ...notice.draft, stamp: 'demo', visibility: 'private' };
}

async function csvCard(): Promise<Reply> {
  return answer('/audit csv', { auditReads: handMadeAudit(TRAIL) });
}

const upwards = quoteOf('0126Z0', {
  price: 12_900n,
  change: 2_900n,
  changeRate: 29,
  base: 10_000n,
  warnings: ['vi', 'overheated'],
});

/** Cards of the real commands on hand-made reads, each by its own maker. */
export const DESK_CARDS: Readonly<Record<string, () => Promise<Reply>>> = {
  help: () => answer('/help'),
  'help-buy': () => answer('/help buy'),
  balance: () => answer('/balance', { desk: handMadeDesk({ balance: async () => holdings(3) }) }),
  'balance-of-40': () => answer('/balance', { desk: handMadeDesk({ balance: async () => holdings(40) }) }),
  'price-down': () => answer('/price 005930'),
  'price-up': () => answer('/price 새로상장', { desk: handMadeDesk({ quote: async () => upwards }) }),
  'price-choice': () =>
    answer('/price 삼성', {
      desk: handMadeDesk({
        findSymbol: async () => ({
          kind: 'many',
          candidates: NAMES.map(([name, code]) => instrumentOf(code, name)),
        }),
      }),
    }),
  'amend-question': () => answer('/amend 1'),
  orders: () => answer('/orders', { desk: handMadeDesk({ orders: async () => listOf(ORDERS) }) }),
  'orders-incomplete': () =>
    answer('/orders open', {
      desk: handMadeDesk({ openOrders: async () => listOf(ORDERS.slice(1, 3), { complete: false }) }),
    }),
  halt: () => answer('/halt 2시간 공시 확인'),
  resume: () => answer('/resume', { halts: memoryHalts(() => MONDAY_TEN, HALTS) }),
  token: () => answer('/token'),
  status: () =>
    answer('/status', {
      desk: handMadeDesk({
        status: () => ({
          ...STATUS,
          halts: HALTS,
          unsettled: 1,
          platforms: [
            { id: 'console', state: 'connected', reason: undefined },
            { id: 'discord', state: 'lost', reason: 'gateway closed (1006)' },
          ],
          broker: { ...STATUS.broker, maintenanceSince: MONDAY_TEN - 754_000 },
          jobs: JOBS,
          alerts: { waiting: 12, oldestAt: MONDAY_TEN - 754_000, nobody: 3, unacknowledged: 1 },
          executions: {
            state: 'lost',
            since: MONDAY_TEN - 61_000,
            reason: { ko: '같은 앱키로 다른 연결이 열려 있습니다', en: '' },
            lastNoticeAt: MONDAY_TEN - 120_000,
          },
          disk: { freeBytes: 143_000_000, totalBytes: 10_000_000_000 },
          remarks: ['토큰 파일 하나를 읽을 수 없어 따로 두었습니다: tokens.bad-1'],
        }),
      }),
    }),
  alerts: () =>
    answer('/alerts 방해금지 22:00-07:00 휴일', {
      alerts: memoryAlerts({ places: ['discord:71'], open: OPEN_ALERTS }),
    }),
  'alerts-test': () => answer('/alerts 시험', { alerts: memoryAlerts({ arrivals: ARRIVALS }) }),
  'alerts-refused': () => answer('/alerts 체결 시끄럽게'),
  untold: () => answer('/me', { alerts: memoryAlerts({ untold: UNTOLD }) }),
  jobs: () => answer('/jobs', { desk: handMadeDesk({ status: () => ({ ...STATUS, jobs: JOBS }) }) }),
  'jobs-run': () =>
    answer('/jobs 마감 보고', {
      desk: handMadeDesk({ status: () => ({ ...STATUS, jobs: JOBS }) }),
      runJob: async () => 'overdue',
    }),
  me: () => answer('/me'),
  members: () => answer('/members'),
  audit: () => answer('/audit', { auditReads: handMadeAudit(TRAIL) }),
  'audit-csv': csvCard,
  denied: () => answer('/buy 삼성전자 10주 71900', { roles: ['view'] }),
  'unknown-command': () => answer('/없는명령'),
  'input-error': () => answer('/buy 삼성전자 십주'),
  stranger: strangerCard,
  'storage-error': () => answer('/balance', { inboxFails: true }),
  'broker-error': () =>
    answer('/balance', {
      desk: handMadeDesk({
        balance: () => Promise.reject(new DeskError('unavailable', 'no answer', { attempts: 3 })),
      }),
    }),
};
