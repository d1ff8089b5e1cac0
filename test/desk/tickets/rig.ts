import type {
  AccountRef,
  Balance,
  BuyingPower,
  Instrument,
  LimitBook,
  Limits,
  OrderList,
  OrderRequest,
  Principal,
  Proposal,
  Quote,
  Shares,
  VenueOrder,
} from '../../../src/core/index.js';
import type { DayBook, Spent } from '../../../src/desk/risk/day-book.js';
import type { TicketParts } from '../../../src/desk/tickets/ticket.js';
import { createTicketMaker } from '../../../src/desk/tickets/ticket-maker.js';
import { type ManualClock, manualClock } from '../../support/clock.js';

/** Monday 23 November 2026, 10:00:00 KST: a trading day, in the regular session. */
export const MONDAY_TEN = Date.parse('2026-11-23T10:00:00+09:00');

export const ACCOUNT: AccountRef = {
  broker: 'kis',
  mode: 'paper',
  number: '50107788',
  product: '01',
  alias: '가족',
};

export const LIVE_ACCOUNT: AccountRef = { ...ACCOUNT, mode: 'live' };

export const WHO: Principal = {
  id: 'discord:1001',
  ids: ['discord:1001'],
  name: '아빠',
  roles: new Set(['trade']),
  accounts: 'all',
};

export const SAMSUNG: Instrument = {
  code: '005930',
  name: '삼성전자',
  market: 'KOSPI',
  kind: 'stock',
  basePrice: 73_000n,
  halted: false,
  managed: false,
  liquidation: false,
  warning: 'none',
};

export const NO_LIMITS: Limits = {
  orderAmount: undefined,
  orderQuantity: undefined,
  dayAmount: undefined,
  dayCount: undefined,
  priceDistance: undefined,
  drift: 1,
  repeatSeconds: 30,
  allow: undefined,
  deny: [],
  marketBuyCash: 100,
  dayLoss: undefined,
  approveAbove: undefined,
  approvers: 1,
  breakGlassMinutes: undefined,
  stepUpAbove: undefined,
};

export const QUOTE: Omit<Quote, 'asOf'> = {
  code: '005930',
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
};

export const OPEN_ORDER: VenueOrder = {
  date: '20261123',
  time: '093015',
  number: '0000012345',
  originalNumber: '',
  branch: '00950',
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
};

const BALANCE: Omit<Balance, 'asOf' | 'dayChange'> = {
  account: ACCOUNT,
  cash: 10_000_000n,
  cashNextDay: 10_000_000n,
  cashAfterSettlement: 10_000_000n,
  stockValue: 0n,
  total: 10_000_000n,
  cost: 0n,
  profit: 0n,
  profitRate: 0,
  positions: [],
};

/** What the market and the account answer; a test changes what it is about, before or between the steps. */
export interface World {
  quote: Partial<Quote>;
  power: Partial<BuyingPower>;
  cash: bigint;
  /** Awaited before the broker tells the cash. */
  beforeCash: () => Promise<void>;
  sellable: Shares;
  dayChange: bigint;
  open: Partial<OrderList>;
  limits: Partial<Limits>;
  /** The limits of the person alone. */
  personLimits: Partial<Limits>;
  spent: { account: Spent; person: Spent };
  lastLike: number | undefined;
  unsettled: boolean;
  instruments: readonly Instrument[];
  /** Reads that fail, by name. */
  failing: Map<string, unknown>;
}

const NOTHING: Spent = { amount: 0n, count: 0 };

export interface Rig {
  readonly world: World;
  readonly clock: ManualClock;
  /** Names of the reads, in the order in which they were asked for. */
  readonly asked: string[];
  /** What the days and likes were asked for. */
  readonly accountsAsked: string[];
  readonly day: DayBook;
  readonly maker: ReturnType<typeof createTicketMaker>;
  make(proposal: Proposal, who?: Principal): ReturnType<ReturnType<typeof createTicketMaker>['make']>;
}

/** A ticket maker on small hand-made reads, in the regular session of a paper account. */
export function rig(over: Partial<World> = {}, options: Partial<TicketParts> = {}): Rig {
  const clock = manualClock(MONDAY_TEN);
  const asked: string[] = [];
  const accountsAsked: string[] = [];
  const world: World = {
    quote: {},
    power: {},
    cash: 10_000_000n,
    beforeCash: async () => {},
    sellable: 100n,
    dayChange: 0n,
    open: {},
    limits: {},
    personLimits: {},
    spent: { account: NOTHING, person: NOTHING },
    lastLike: undefined,
    unsettled: false,
    instruments: [SAMSUNG],
    failing: new Map(),
    ...over,
  };

  async function read<T>(name: string, answer: () => T | Promise<T>): Promise<T> {
    asked.push(name);
    if (world.failing.has(name)) throw world.failing.get(name);
    return answer();
  }

  /** As KIS reckons: an order without a price at the upper limit price, the fee kept back. */
  function power(order: { price: bigint }): BuyingPower {
    const pricedAt = order.price > 0n ? order.price : (world.quote.upperLimit ?? QUOTE.upperLimit);
    const amount = world.cash - (world.cash * 142n) / 1_000_000n;
    return { cash: world.cash, pricedAt, amount, quantity: amount / pricedAt, ...world.power };
  }

  const limits: LimitBook = {
    limitsFor: (account, ...people) => ({
      ...NO_LIMITS,
      ...(account === '' ? {} : world.limits),
      ...(people.length === 0 ? {} : world.personLimits),
    }),
  };
  const day: DayBook = {
    spent: by => ('account' in by ? world.spent.account : world.spent.person),
    lastLike: (order: OrderRequest) => {
      accountsAsked.push(order.account.number);
      return world.lastLike;
    },
    unsettled: account => {
      accountsAsked.push(account);
      return world.unsettled;
    },
  };
  const maker = createTicketMaker({
    marketOf: () => ({
      quote: code => read('quote', () => ({ ...QUOTE, code, asOf: clock.now(), ...world.quote })),
    }),
    hasAccount: () => true,
    accounts: {
      balance: () => read('balance', () => ({ ...BALANCE, asOf: clock.now(), dayChange: world.dayChange })),
      buyingPower: (_, order) =>
        read(`buyingPower ${order.type} ${order.price}`, async () => {
          await world.beforeCash();
          return power(order);
        }),
      sellable: () => read('sellable', () => world.sellable),
      openOrders: () =>
        read('openOrders', () => ({
          asOf: clock.now(),
          orders: [OPEN_ORDER],
          complete: true,
          totals: undefined,
          ...world.open,
        })),
    },
    instrumentOf: code => world.instruments.find(instrument => instrument.code === code),
    limits,
    clock,
    stamp: 'paper',
    liveTrading: false,
    alwaysOpen: false,
    ...options,
  });
  const unending = new AbortController().signal;
  return {
    world,
    clock,
    asked,
    accountsAsked,
    day,
    maker,
    make: (proposal, who = WHO) => maker.make(proposal, who, day, unending),
  };
}

type PlaceProposal = Extract<Proposal, { kind: 'place' }>;
type AmendProposal = Extract<Proposal, { kind: 'amend' }>;

/** 10 shares at 71,900 won unless a test says otherwise. */
export function buy(over: Partial<PlaceProposal> = {}): PlaceProposal {
  return {
    kind: 'place',
    account: ACCOUNT,
    side: 'buy',
    instrument: SAMSUNG,
    size: { kind: 'shares', shares: 10n },
    price: { kind: 'at', won: 71_900n },
    type: undefined,
    exchange: undefined,
    ...over,
  };
}

export const sell = (over: Partial<PlaceProposal> = {}) => buy({ side: 'sell', ...over });

export function amend(over: Partial<AmendProposal> = {}): AmendProposal {
  return {
    kind: 'amend',
    account: ACCOUNT,
    number: '12345',
    price: { kind: 'at', won: 69_900n },
    size: undefined,
    ...over,
  };
}

export const MARKET = { kind: 'market' } as const;
export const at = (won: bigint) => ({ kind: 'at', won }) as const;
export const shares = (count: bigint) => ({ kind: 'shares', shares: count }) as const;
