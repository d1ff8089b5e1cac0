import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { createBrokerPool } from '../../src/broker-pool.js';
import { type Config, readConfig } from '../../src/config.js';
import {
  type AccountRef,
  type AccountStore,
  accountKey,
  type Broker,
  DeskError,
  type LimitBook,
  type Member,
  type Stamp,
  sameAccount,
  type TokenControl,
  type VenueOrder,
} from '../../src/core/index.js';
import { createAccounts } from '../../src/desk/accounts/accounts.js';
import { createTicketMaker, createTradeDesk } from '../../src/desk/index.js';
import { createMembers } from '../../src/desk/members/members.js';
import { createStepUp } from '../../src/desk/step-up/step-up.js';
import { deskReads } from '../../src/desk-reads.js';
import { approversOf, personOf } from '../../src/people.js';
import { createSymbols } from '../../src/symbols/index.js';
import type { ManualClock } from './clock.js';
import {
  balanceOf,
  INSTRUMENTS,
  listOf,
  openDesk,
  orderOf,
  positionOf,
  quoteOf,
  STATUS,
  TOKEN,
} from './desk.js';
import { memoryJournal } from './memory-journal.js';
import { memoryMembers } from './memory-members.js';
import { memoryPreferences, notingActivity } from './memory-preferences.js';
import { memoryStepUp } from './memory-step-up.js';
import { NO_LIMITS } from './no-limits.js';

/** One call that reached a broker: on behalf of whom, on whose line, and which account the call itself names. */
export interface Reached {
  readonly who: string | undefined;
  readonly act: string;
  readonly line: AccountRef;
  readonly named: AccountRef;
}

/**
 * A desk of these accounts and people on real parts from the dispatcher to the pool of brokers, behind which stands a
 * venue that takes every order and writes down who reached it.
 */
export function openGrantedDesk(options: {
  readonly accounts: readonly AccountRef[];
  readonly members: readonly Member[];
  readonly clock: ManualClock;
}) {
  const { accounts: refs, clock } = options;
  const acting = new AsyncLocalStorage<string>();
  const reached: Reached[] = [];
  const log = () => undefined;
  const tell = () => undefined;
  const language = 'ko';
  const stamp: Stamp = 'live';
  let drawn = 0;
  const random = (count: number) =>
    createHash('sha256').update(`granted${drawn++}`).digest().subarray(0, count);

  function open(line: AccountRef): Broker {
    const note = (act: string, named: AccountRef) =>
      void reached.push({ who: acting.getStore(), act, line, named });
    const rows = ordersOf(refs, line);
    let placed = 0;
    const taken = (act: string, named: AccountRef) => {
      note(act, named);
      placed += 1;
      const number = String(9_000 + placed + 100 * refs.indexOf(line));
      return { kind: 'accepted', order: { number, branch: '06010' }, at: clock.now() } as const;
    };
    const refuse = () => Promise.reject(new DeskError('notOffered', 'not here'));
    const tokens: TokenControl = {
      status: () => TOKEN,
      renewIfDue: async () => false,
      forceRenew: async () => TOKEN,
      hand: refuse,
    };
    return {
      market: {
        quote: async code => quoteOf(code, { asOf: clock.now() }),
        orderBook: refuse,
        dailyPrices: refuse,
        candles: refuse,
        minuteCandles: refuse,
        stockInfo: refuse,
        marketDays: refuse,
      },
      accounts: {
        async balance(account) {
          note('balance', account);
          return { ...balanceOf([positionOf(1)]), account };
        },
        async buyingPower(account) {
          note('buyingPower', account);
          return { cash: 1_000_000_000n, pricedAt: 70_000n, amount: 1_000_000_000n, quantity: 10_000n };
        },
        async sellable(account) {
          note('sellable', account);
          return 1_000n;
        },
        async orders(account) {
          note('orders', account);
          return listOf(rows);
        },
        async openOrders(account) {
          note('openOrders', account);
          return listOf(rows);
        },
      },
      trading: {
        prepare: async () => undefined,
        place: async ({ account }) => taken('place', account),
        amend: async ({ account }) => taken('amend', account),
        cancel: async ({ account }) => taken('cancel', account),
      },
      tokens,
      approvals: tokens,
      proxy: { services: [], examine: refuse, read: refuse },
      executions: {
        listen: () => undefined,
        status: () => ({ state: 'live', since: 0, reason: undefined, lastNoticeAt: undefined }),
      },
      status: () => STATUS.broker,
      close: () => undefined,
    };
  }

  const preferences = memoryPreferences();
  const audit = { record: async () => ({ line: 1, hash: '0123456789abcdef' }) };
  const accounts = createAccounts({
    store: emptyAccountStore(),
    configured: refs.map(ref => ({ ref, owner: '', from: 'configuration', limits: {}, closed: undefined })),
    appKeys: [],
    preferences,
    probe: () => Promise.reject(new DeskError('credentials', 'no keys here')),
    isInUse: () => false,
    tell,
    audit,
    clock,
    language,
  });
  const brokers = createBrokerPool({
    prepare: async () => {},
    onForeign: () => undefined,
    accounts,
    keysAt: () => 0,
    open,
    emit: () => undefined,
    clock,
    log,
  });
  const memberStore = memoryMembers(options.members);
  const members = createMembers({
    store: memberStore,
    admins: [],
    operator: undefined,
    clock,
    language,
    random,
    tell,
  });
  const limits: LimitBook = { limitsFor: () => NO_LIMITS };
  const maker = createTicketMaker({
    marketOf: account => brokers.of(account).market,
    accounts: brokers.accounts,
    instrumentOf: code => INSTRUMENTS.find(({ code: own }) => own === code),
    limits,
    clock,
    stamp,
    hasAccount: account => refs.some(one => sameAccount(one, account)),
    liveTrading: true,
    alwaysOpen: true,
  });
  const trade = createTradeDesk({
    trading: brokers.trading,
    accounts: brokers.accounts,
    executions: brokers.executions,
    maker,
    journal: memoryJournal(),
    audit: audit.record,
    lastMark: () => undefined,
    halts: {
      blocking: () => undefined,
      guard: () => ({ signal: new AbortController().signal, release: () => undefined }),
    },
    autoHalt: { note: () => undefined },
    platforms: [],
    clock,
    log,
    language,
    stamp,
    random,
    confirmSeconds: 60,
    tell,
    stepUp: createStepUp({
      store: memoryStepUp(),
      members,
      clock,
      language,
      tell,
      audit,
      random,
      policy: 'auto',
    }),
    approvers: account => approversOf(members, account),
    personOf: identity => personOf(members, identity),
    languageOf: () => language,
    activity: notingActivity(),
  });
  const reads = deskReads({
    version: 'test',
    brokers,
    accounts,
    symbols: createSymbols({
      download: () => Promise.reject(new Error('no masters here')),
      cacheFile: '/nowhere/symbols.json',
      clock,
      log,
    }),
    jobs: () => [],
    alerts: () => STATUS.alerts,
    disk: () => undefined,
    platforms: [],
    startedAt: clock.now(),
    config: { ...configured(), stamp },
    halts: { list: () => [] },
    limits,
    trade,
    remarks: () => [],
  });
  const room = openDesk({
    clock,
    desk: { ...reads, findSymbol: async query => knownIssue(query) },
    trade,
    accounts,
    preferences,
    members: memberStore,
    stamp,
  });
  return { ...room, reached, acting, trade, brokers };
}

function configured(): Config {
  const read = readConfig({});
  if (!read.ok) throw new Error('an empty configuration is one');
  return read.config;
}

function knownIssue(query: string) {
  const instrument = INSTRUMENTS.find(({ code, name }) => code === query || name === query);
  return instrument ? ({ kind: 'one', instrument } as const) : ({ kind: 'none', query } as const);
}

/** Two open orders of each account, under numbers that no other account has. */
function ordersOf(refs: readonly AccountRef[], account: AccountRef): readonly VenueOrder[] {
  const n = refs.findIndex(one => accountKey(one) === accountKey(account)) * 2 + 1;
  return [orderOf(n), orderOf(n + 1)];
}

function emptyAccountStore(): AccountStore {
  const book = { profiles: new Map(), accounts: [] };
  return {
    list: () => book,
    update: () => Promise.reject(new DeskError('storage', 'nothing is kept here')),
    keysOf: () => undefined,
    rotate: async () => 0,
    onElsewhere: () => undefined,
  };
}
