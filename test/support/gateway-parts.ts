import { randomBytes } from 'node:crypto';
import {
  type AccountList,
  type AccountRef,
  type AuditEntry,
  accountKey,
  type DeskAccount,
  DeskError,
  type DeskReads,
  type MarketReads,
  mayUse,
  type News,
  type NewsWire,
  type Notice,
  type ReadProxy,
  type TokenControl,
  type WebChat,
  type WebSession,
} from '../../src/core/index.js';
import type { GatewayParts } from '../../src/gateway/index.js';
import { type ManualClock, manualClock } from './clock.js';
import { type TestKeys, testKeys } from './gateway-keys.js';
import { type TestTokens, testTokens } from './gateway-tokens.js';
import { NO_LIMITS } from './no-limits.js';

type TestSession = Pick<WebSession, 'id' | 'who'>;

/** What goes in and out of a gateway under test, and the stand-ins behind it. */
export interface TestGatewayParts extends GatewayParts {
  readonly clock: ManualClock;
  readonly keys: TestKeys;
  /** Of every account's line, unless the test has lines of its own. */
  readonly tokens: TestTokens;
  readonly approvals: TestTokens;
  readonly proxy: ReadProxy;
  /** Of the web console, by the token in the cookie. */
  readonly sessions: Map<string, TestSession>;
  readonly audited: AuditEntry[];
  readonly told: Notice[];
  readonly logged: { readonly level: string; readonly event: string; readonly fields: string }[];
  readonly noted: Parameters<GatewayParts['usage']['note']>[0][];
}

export const TEST_ACCOUNTS: readonly AccountRef[] = [
  { broker: 'kis', mode: 'paper', number: '50101234', product: '01', alias: 'Main' },
  { broker: 'kis', mode: 'paper', number: '50109999', product: '01', alias: 'second' },
];

const missing = (what: string) => async () => {
  throw new DeskError('notOffered', `${what} is not part of this test`);
};

/** What a test hands in itself; time is always its own. */
export type GatewayOverrides = Partial<GatewayParts> & {
  readonly clock?: ManualClock;
  readonly tokens?: TokenControl;
  readonly approvals?: TokenControl;
  readonly proxy?: ReadProxy;
};

/** Plain stand-ins for what other rooms implement. A test hands in the real ones that it is about. */
export function testGatewayParts(overrides: GatewayOverrides = {}): TestGatewayParts {
  const { clock = manualClock() } = overrides;
  const audited: AuditEntry[] = [];
  const told: Notice[] = [];
  const logged: TestGatewayParts['logged'] = [];
  const noted: TestGatewayParts['noted'] = [];
  const sessions = new Map<string, TestSession>();
  const tokens = testTokens(clock.now);
  const news = testNews();
  let references = 0;
  const parts: TestGatewayParts = {
    settings: {
      host: '127.0.0.1',
      port: 0,
      url: 'http://127.0.0.1:8787',
      tls: undefined,
      corsOrigins: [],
      requireKey: true,
    },
    version: '0.0.0-test',
    stamp: 'paper',
    language: 'ko',
    keys: testKeys(),
    tokens,
    approvals: testTokens(clock.now),
    desk: testDesk(tokens),
    commands: [],
    market: noMarket,
    searchSymbols: () => [],
    proxy: { services: [], read: missing('the proxy'), examine: async () => undefined },
    proxied: overrides.proxy?.services ?? [],
    accounts: testAccounts(),
    entries: { replaceKeys: missing('other keys') },
    stepUp: { require: async () => undefined },
    lineOf: () => parts,
    orders: { propose: missing('ordering'), ticket: () => undefined, tickets: () => [] },
    dispatcher: {
      handle: missing('the dispatcher'),
      admits: () => true,
      visibilityOf: () => 'private',
      shown: () => undefined,
      formOf: () => undefined,
      suggest: async () => [],
      answered: () => undefined,
      leftOver: () => [],
    },
    shelf: {
      list: missing('the shelf'),
      get: missing('the shelf'),
      put: missing('the shelf'),
      remove: missing('the shelf'),
    },
    usage: { note: call => void noted.push(call), read: () => [] },
    activity: { read: () => [] },
    audit: {
      async record(entry) {
        audited.push(entry);
        return { line: audited.length, hash: '' };
      },
    },
    auditReads: { search: async () => [], verify: missing('verifying') },
    news,
    web: testWeb(sessions),
    meters: { exposition: async () => ({ text: '', type: 'text/plain' }), answered: () => undefined },
    tell: notice => void told.push(notice),
    readiness: () => ({ ready: true, reasons: [] }),
    explain: error => ({ ko: `실패: ${error.kind}`, en: `failed: ${error.kind}` }),
    newReference: () => `T-${++references}`,
    pageDirectory: '',
    clock,
    log: (level, event, fields) => void logged.push({ level, event, fields: JSON.stringify(fields ?? {}) }),
    random: bytes => randomBytes(bytes),
    sessions,
    audited,
    told,
    logged,
    noted,
  };
  return Object.assign(parts, overrides);
}

function deskAccount(ref: AccountRef): DeskAccount {
  return { ref, owner: '', from: 'configuration', limits: {}, closed: undefined };
}

/** A desk that has these accounts. */
export function testAccounts(refs: readonly AccountRef[] = TEST_ACCOUNTS): AccountList {
  const list = refs.map(ref => deskAccount(ref));
  return {
    list: () => list,
    find: key => list.find(({ ref }) => accountKey(ref) === key),
    onChange: () => undefined,
  };
}

function testNews(): NewsWire {
  const listeners = new Set<(news: News) => void>();
  return {
    tell(news) {
      for (const heard of [...listeners]) heard(news);
    },
    listen(heard) {
      listeners.add(heard);
      return () => void listeners.delete(heard);
    },
  };
}

function testDesk(tokens: TestTokens): DeskReads {
  return {
    accountsOf: who => TEST_ACCOUNTS.filter(account => mayUse(who, account)),
    allAccounts: () => TEST_ACCOUNTS,
    balance: missing('balance'),
    quote: missing('quote'),
    findSymbol: missing('symbols'),
    orders: missing('orders'),
    openOrders: missing('orders'),
    limitsOf: () => NO_LIMITS,
    tokenStatus: () => tokens.status(),
    renewToken: () => tokens.forceRenew(),
    status() {
      throw new DeskError('notOffered', 'status is not part of this test');
    },
  };
}

const noMarket: MarketReads = {
  quote: missing('quote'),
  orderBook: missing('orderBook'),
  dailyPrices: missing('dailyPrices'),
  candles: missing('candles'),
  minuteCandles: missing('minuteCandles'),
  stockInfo: missing('stockInfo'),
  marketDays: missing('marketDays'),
};

const QUIET: Omit<WebSession, 'id' | 'who'> = {
  latest: () => 0,
  since: () => [],
  watch: () => () => undefined,
  say: async () => undefined,
  press: async () => undefined,
  form: () => undefined,
  suggest: async () => [],
};

function testWeb(sessions: Map<string, TestSession>): WebChat {
  return {
    id: 'web',
    start: async () => undefined,
    stop: async () => undefined,
    status: () => ({ id: 'web', state: 'connected', reason: undefined }),
    alertPlace: undefined,
    sameKeyMs: 0,
    post: async () => undefined,
    rewrite: async () => undefined,
    link: () => ({ url: 'http://127.0.0.1/', until: 0 }),
    enter: () => undefined,
    enterWithKey() {
      throw new DeskError('notOffered', 'sessions are not part of this test');
    },
    session(token) {
      const session = sessions.get(token);
      return session && { ...QUIET, ...session };
    },
    find: userId => [...sessions.values()].find(({ id }) => userId === `page:${id}`)?.who(),
    leave: token => void sessions.delete(token),
  };
}
