import { createHash } from 'node:crypto';
import { COMMANDS } from '../../commands/index.js';
import {
  type AccountRef,
  type AuditEntry,
  type AuditReads,
  type AuditTrail,
  type Balance,
  type Block,
  type Button,
  type Cell,
  type Command,
  cellText,
  DeskError,
  type DeskReads,
  type DeskStatus,
  type HaltControl,
  type Inbound,
  type InboundContent,
  type Inbox,
  type Instrument,
  type Language,
  type LogFields,
  type MemberStore,
  mayUse,
  type Notice,
  type OrderList,
  type Outcome,
  type Place,
  type PlatformId,
  type Position,
  type Quote,
  type Reply,
  type Role,
  type Stamp,
  type TokenStatus,
  type VenueOrder,
} from '../../src/core/index.js';
import { type AccessRules, createAccess } from '../../src/desk/access.js';
import { createDispatcher, type DispatchParts } from '../../src/desk/dispatch.js';
import { createKeys } from '../../src/desk/keys/keys.js';
import { createMembers, type Members } from '../../src/desk/members/members.js';
import { createStepUp, type StepUpParts } from '../../src/desk/step-up/step-up.js';
import { type ManualClock, manualClock } from './clock.js';
import { handMadeAudit, memoryHalts, notingTrade } from './fake-trade.js';
import { givenAccounts } from './given-accounts.js';
import { knownSymbols } from './known-symbols.js';
import { memoryAlerts } from './memory-alerts.js';
import { memoryInbox } from './memory-inbox.js';
import { memoryKeys } from './memory-keys.js';
import { type ListedPerson, memberOf, memoryMembers } from './memory-members.js';
import { memoryPreferences, notingActivity } from './memory-preferences.js';
import { memoryStepUp } from './memory-step-up.js';
import { NO_LIMITS } from './no-limits.js';

/** Monday 23 November 2026, 10:00:00 KST. */
export const MONDAY_TEN = Date.parse('2026-11-23T10:00:00+09:00');

export const ACCOUNT: AccountRef = {
  broker: 'kis',
  mode: 'paper',
  number: '50107788',
  product: '01',
  alias: '가족',
};

export function instrumentOf(code: string, name: string, over: Partial<Instrument> = {}): Instrument {
  return {
    code,
    name,
    market: 'KOSPI',
    kind: 'stock',
    basePrice: 10_000n,
    halted: false,
    managed: false,
    liquidation: false,
    warning: 'none',
    ...over,
  };
}

export const INSTRUMENTS: readonly Instrument[] = [
  instrumentOf('005930', '삼성전자'),
  instrumentOf('005935', '삼성전자우'),
  instrumentOf('000660', 'SK하이닉스'),
  instrumentOf('0126Z0', '새로상장', { market: 'KOSDAQ' }),
];

export function positionOf(n: number): Position {
  const quantity = BigInt(n);
  return {
    code: String(100_000 + n),
    name: `보유${n}`,
    quantity,
    sellable: quantity,
    averagePrice: 1000.25,
    price: 1100n,
    cost: quantity * 1000n,
    value: quantity * 1100n,
    profit: quantity * 100n,
    profitRate: 9.98,
  };
}

export function balanceOf(positions: readonly Position[]): Balance {
  return {
    account: ACCOUNT,
    asOf: MONDAY_TEN,
    cash: 5_000_001n,
    cashNextDay: 4_900_002n,
    cashAfterSettlement: 4_800_003n,
    stockValue: 1_234_500n,
    total: 6_034_503n,
    cost: 1_300_000n,
    profit: -65_500n,
    profitRate: -5.04,
    dayChange: 12_345n,
    positions,
  };
}

export function quoteOf(code: string, over: Partial<Quote> = {}): Quote {
  return {
    code,
    asOf: MONDAY_TEN,
    price: 71_900n,
    change: -1100n,
    changeRate: -1.51,
    open: 72_800n,
    high: 73_000n,
    low: 71_500n,
    base: 73_000n,
    upperLimit: 94_900n,
    lowerLimit: 51_100n,
    tick: 100n,
    volume: 9_876_543n,
    turnover: 712_345_678_900n,
    marketCap: 429_000_000_000_000n,
    per: 13.37,
    pbr: undefined,
    yearHigh: 88_800n,
    yearLow: 49_900n,
    warnings: [],
    ...over,
  };
}

export function orderOf(n: number, over: Partial<VenueOrder> = {}): VenueOrder {
  return {
    date: '20261123',
    time: '093015',
    number: String(n),
    originalNumber: '',
    branch: '06010',
    act: 'new',
    side: 'buy',
    code: '005930',
    name: '삼성전자',
    typeName: '지정가',
    type: 'limit',
    exchange: 'KRX',
    quantity: 10n,
    price: 70_000n,
    filled: 4n,
    averageFill: 70_000,
    remaining: 6n,
    state: 'partlyFilled',
    ...over,
  };
}

export const TOKEN: TokenStatus = {
  fingerprint: 'a1b2c3d4',
  state: 'fresh',
  issuedAt: MONDAY_TEN - 3 * 3_600_000,
  expiresAt: MONDAY_TEN + 20 * 3_600_000,
  generation: 7,
  renewAt: MONDAY_TEN + 19 * 3_600_000,
  coolingUntil: undefined,
  lastError: undefined,
};

export const STATUS: DeskStatus = {
  version: '9.8.7',
  stamp: 'demo',
  startedAt: MONDAY_TEN - 90_000,
  accounts: [ACCOUNT],
  broker: {
    lastGoodCallAt: MONDAY_TEN - 2000,
    limiter: { perSecond: 18, waiting: 3, inFlight: 2 },
    rateRefusals: 4,
    maintenanceSince: undefined,
  },
  lines: [],
  jobs: [
    {
      name: 'token renewal',
      deadlineMs: 60_000,
      lastRunAt: MONDAY_TEN - 60_000,
      lastResult: 'ok',
      nextRunAt: MONDAY_TEN,
    },
  ],
  platforms: [{ id: 'console', state: 'connected', reason: undefined }],
  halts: [],
  unsettled: 0,
  symbols: { count: 4, loadedAt: MONDAY_TEN - 80_000 },
  alerts: { waiting: 0, oldestAt: undefined, nobody: 0, unacknowledged: 0 },
  executions: {
    state: 'live',
    since: MONDAY_TEN - 85_000,
    reason: undefined,
    lastNoticeAt: MONDAY_TEN - 30_000,
  },
  disk: { freeBytes: 42_000_000_000, totalBytes: 100_000_000_000 },
  remarks: [],
};

export function listOf(orders: readonly VenueOrder[], over: Partial<OrderList> = {}): OrderList {
  return { asOf: MONDAY_TEN, orders, complete: true, totals: undefined, ...over };
}

/** A desk with hand-made values, counting what is asked of it; `over` replaces single answers. */
export function handMadeDesk(over: Partial<DeskReads> = {}): DeskReads & { readonly asked: string[] } {
  const asked: string[] = [];
  const answers: DeskReads = {
    accountsOf: who => [ACCOUNT].filter(account => mayUse(who, account)),
    allAccounts: () => [ACCOUNT],
    balance: async () => balanceOf([positionOf(3), positionOf(1), positionOf(2)]),
    quote: async code => quoteOf(code),
    findSymbol: async query => {
      const exact = INSTRUMENTS.find(i => i.code === query.toUpperCase() || i.name === query);
      if (exact) return { kind: 'one', instrument: exact };
      const candidates = INSTRUMENTS.filter(i => i.name.includes(query));
      return candidates.length > 0 ? { kind: 'many', candidates } : { kind: 'none', query };
    },
    orders: async () => listOf([orderOf(1), orderOf(2, { state: 'filled', filled: 10n, remaining: 0n })]),
    openOrders: async () => listOf([orderOf(1)]),
    limitsOf: () => NO_LIMITS,
    tokenStatus: () => TOKEN,
    renewToken: async () => ({
      ...TOKEN,
      fingerprint: 'e5f6a7b8',
      generation: 8,
      coolingUntil: MONDAY_TEN + 60_000,
    }),
    status: () => STATUS,
    ...over,
  };
  const noted = <A extends readonly unknown[], R>(name: string, answer: (...args: A) => R) => {
    return (...args: A): R => {
      asked.push(name);
      return answer(...args);
    };
  };
  return {
    asked,
    accountsOf: answers.accountsOf,
    allAccounts: answers.allAccounts,
    limitsOf: answers.limitsOf,
    balance: noted('balance', answers.balance),
    quote: noted('quote', answers.quote),
    findSymbol: noted('findSymbol', answers.findSymbol),
    orders: noted('orders', answers.orders),
    openOrders: noted('openOrders', answers.openOrders),
    tokenStatus: noted('tokenStatus', answers.tokenStatus),
    renewToken: noted('renewToken', answers.renewToken),
    status: noted('status', answers.status),
  };
}

/** Arguments with which a command that must have some has something to say, by its name. */
export const SAMPLE_OPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  price: { symbol: '005930' },
  buy: { symbol: '005930', quantity: '10' },
  sell: { symbol: '005930', quantity: '10' },
  amend: { order: '1' },
};

/** Person 1001 of every platform has the given roles; 2002 is another listed person, 9999 a stranger. */
export const PERSON = '1001';
export const OTHER = '2002';
export const STRANGER = '9999';

export function placeOn(platform: PlatformId, listed: boolean): Place {
  switch (platform) {
    case 'discord':
      return { platform, id: '71', group: listed ? '500' : '666', kind: 'group' };
    case 'telegram': {
      const chat = listed ? '-100500' : '-100666';
      return { platform, id: chat, group: chat, kind: 'group' };
    }
    case 'console':
      return { platform, id: 'console', group: undefined, kind: 'private' };
    case 'web':
      return { platform, id: PERSON, group: undefined, kind: 'private' };
  }
}

export interface OpenDeskOptions {
  readonly commands?: readonly Command[];
  readonly desk?: DeskReads;
  readonly symbols?: DispatchParts['symbols'];
  readonly trade?: DispatchParts['trade'];
  readonly halts?: HaltControl;
  readonly auditReads?: AuditReads;
  /** Instead of those in memory. */
  readonly alerts?: DispatchParts['alerts'];
  readonly runJob?: DispatchParts['runJob'];
  /** Instead of those in memory. */
  readonly keys?: DispatchParts['keys'];
  readonly webLink?: DispatchParts['webLink'];
  /** Instead of those of the reads. */
  readonly accounts?: DispatchParts['accounts'];
  /** Instead of those in memory. */
  readonly preferences?: DispatchParts['preferences'];
  readonly activity?: DispatchParts['activity'];
  /** Who has a second factor; left out, nobody. */
  readonly factors?: StepUpParts['store'];
  /** `auto`, if nothing is said. */
  readonly policy?: StepUpParts['policy'];
  /** Who comes over HTTP. */
  readonly visitors?: AccessRules['visitors'];
  readonly language?: Language;
  /** `demo`, if nothing is said. */
  readonly stamp?: Stamp;
  readonly roles?: readonly Role[];
  /** Instead of the two people of each platform. */
  readonly members?: MemberStore;
  /** Identities that the configuration names. */
  readonly admins?: readonly string[];
  readonly clock?: ManualClock;
  /** Instead of one in memory. */
  readonly inbox?: Inbox;
  readonly inboxFails?: boolean;
  readonly auditFails?: boolean;
  /** No line of the audit trail is durable before this. */
  readonly auditWaits?: Promise<void>;
}

/** A dispatcher on real parts, its ports in memory, and a way to talk to it. */
export function openDesk(options: OpenDeskOptions = {}) {
  const clock = options.clock ?? manualClock(MONDAY_TEN);
  const desk = options.desk ?? handMadeDesk();
  const { proposals, ...trade } = notingTrade();
  const halts = options.halts ?? memoryHalts(() => clock.now());
  const audit: AuditEntry[] = [];
  const logged: { level: string; event: string; fields: LogFields }[] = [];
  const alerts = options.alerts ?? memoryAlerts();
  const notices: Notice[] = [];
  const ran: string[] = [];
  const inbox = memoryInbox({ fails: options.inboxFails ?? false });
  const roles = options.roles ?? ['view'];
  const people = (['discord', 'telegram'] as const).flatMap((platform): ListedPerson[] => [
    { platform, userId: PERSON, name: '아빠', roles },
    { platform, userId: OTHER, name: '엄마', roles },
  ]);
  let events = 0;
  let drawn = 0;

  const known = createMembers({
    store: options.members ?? memoryMembers(people.map(person => memberOf(person))),
    admins: options.admins ?? [],
    operator: 'operator',
    clock,
    language: options.language ?? 'ko',
    random: count => createHash('sha256').update(`code${drawn++}`).digest().subarray(0, count),
    tell: notice => void notices.push(notice),
  });
  // The operator may do everything; a test may want them to do less.
  const members: Members = {
    ...known,
    find(platform, userId) {
      const who = known.find(platform, userId);
      return platform === 'console' && who ? { ...who, roles: new Set(roles) } : who;
    },
  };

  const keys =
    options.keys ??
    createKeys({
      store: memoryKeys(),
      configured: [],
      members,
      stamp: 'demo',
      clock,
      random: count => createHash('sha256').update(`key${drawn++}`).digest().subarray(0, count),
      language: options.language ?? 'ko',
      tell: notice => void notices.push(notice),
    });
  const trail: AuditTrail = {
    async record(entry) {
      if (options.auditFails) throw new DeskError('storage', 'disk full');
      audit.push(entry);
      await options.auditWaits;
      return { line: audit.length, hash: '0123456789abcdef' };
    },
  };
  const preferences = options.preferences ?? memoryPreferences();
  const activity = notingActivity();
  const dispatcher = createDispatcher({
    commands: options.commands ?? COMMANDS,
    access: createAccess({
      members,
      places: { discord: ['500'], telegram: ['-100500'] },
      ...(options.visitors ? { visitors: options.visitors } : {}),
    }),
    members,
    inbox: options.inbox ?? inbox,
    audit: trail,
    accounts: options.accounts ?? givenAccounts(desk),
    preferences,
    activity: options.activity ?? activity,
    stepUp: createStepUp({
      store: options.factors ?? memoryStepUp(),
      members,
      clock,
      language: options.language ?? 'ko',
      tell: notice => void notices.push(notice),
      audit: trail,
      random: count => createHash('sha256').update(`secret${drawn++}`).digest().subarray(0, count),
      policy: options.policy ?? 'auto',
    }),
    auditReads: options.auditReads ?? handMadeAudit(),
    trade: options.trade ?? trade,
    halts,
    desk,
    symbols: options.symbols ?? knownSymbols(INSTRUMENTS),
    clock,
    log: (level, event, fields = {}) => logged.push({ level, event, fields }),
    language: options.language ?? 'ko',
    stamp: options.stamp ?? 'demo',
    alerts,
    keys,
    webLink:
      options.webLink ??
      (() => {
        throw new DeskError('notOffered', 'no gateway');
      }),
    runJob:
      options.runJob ??
      (async name => {
        ran.push(name);
        return 'ok';
      }),
    tell: notice => void notices.push(notice),
    random: count => createHash('sha256').update(String(drawn++)).digest().subarray(0, count),
  });

  const inbound = (content: InboundContent, over: Partial<Inbound> = {}): Inbound => {
    const platform = over.platform ?? 'discord';
    return {
      platform,
      eventId: `e${events++}`,
      who: { userId: platform === 'console' ? 'console' : PERSON, name: 'name' },
      where: placeOn(platform, true),
      sentAt: clock.now(),
      content,
      ...over,
    };
  };
  const type = (text: string, over?: Partial<Inbound>) =>
    dispatcher.handle(inbound({ kind: 'text', text }, over));
  const press = (buttonId: string, over?: Partial<Inbound>) =>
    dispatcher.handle(inbound({ kind: 'press', buttonId }, over));

  return {
    clock,
    desk,
    proposals,
    halts,
    audit,
    logged,
    alerts,
    ran,
    preferences,
    noted: activity.noted,
    notices,
    inbox,
    members,
    dispatcher,
    inbound,
    type,
    press,
  };
}

/** The reply of an outcome; fails the test when there is none. */
export function replyOf(outcome: Outcome): Reply {
  if (outcome.kind !== 'reply') throw new Error(`expected a reply, got ${outcome.kind}`);
  return outcome.reply;
}

export function buttonsOf(reply: Pick<Reply, 'blocks'>): readonly Button[] {
  return reply.blocks.flatMap(block => (block.kind === 'buttons' ? block.buttons : []));
}

/** The button with this label; fails the test when it is not offered. */
export function buttonNamed(reply: Pick<Reply, 'blocks'>, label: string): Button {
  const found = buttonsOf(reply).find(button => button.label === label);
  if (!found) throw new Error(`no button ${label}`);
  return found;
}

/** All that a person reads on a card, one piece a line: title, blocks, footer. */
export function textOf(reply: Pick<Reply, 'title' | 'blocks' | 'footer'>, language: Language = 'ko'): string {
  const lines = (block: Block): string[] => {
    const cells = (row: readonly Cell[]) => row.map(cell => cellText(cell, language)).join(' | ');
    switch (block.kind) {
      case 'text':
      case 'notice':
        return [block.text];
      case 'fields':
        return block.fields.map(f => `${f.label}: ${cellText(f.value, language)}`);
      case 'table':
        return [block.columns.map(c => c.label).join(' | '), ...block.rows.map(cells)];
      case 'buttons':
        return block.buttons.map(button => `[${button.label}]`);
      case 'image':
        return [block.alt];
      case 'file':
        return [`<${block.name}>`];
      case 'divider':
        return [];
    }
  };
  return [reply.title, ...reply.blocks.flatMap(lines), reply.footer ?? ''].join('\n');
}
