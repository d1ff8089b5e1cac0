import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  type AccountEntry,
  type AccountRef,
  type AuditEntry,
  accountKey,
  type DeskAccount,
  DeskError,
  type Notice,
  type Preferences,
  type Principal,
  type Role,
  Secret,
} from '../../src/core/index.js';
import { createAccounts } from '../../src/desk/accounts/accounts.js';
import { accountCiphers, openAccounts } from '../../src/store/accounts.js';
import { manualClock } from './clock.js';

export const CONFIGURED: AccountRef = {
  broker: 'kis',
  mode: 'paper',
  number: '50101234',
  product: '01',
  alias: '모의',
};
const CONFIGURED_KEY = 'PSconfigured';

/** A person who was given these accounts. */
export function person(
  id: string,
  roles: readonly Role[],
  accounts: Principal['accounts'] = 'all',
): Principal {
  return { id, ids: [id], name: id, roles: new Set(roles), accounts };
}

export const ADMIN = person('discord:1', ['view', 'trade', 'approve', 'admin']);

export const entryOf = (n: number, over: Partial<AccountEntry> = {}): AccountEntry => ({
  broker: 'kis',
  mode: 'live',
  number: `5010770${n}-01`,
  alias: `account${n}`,
  owner: '',
  keys: { appKey: `PSappkey-${n}`, appSecret: `secret-${n}` },
  ...over,
});

/** The desk's accounts over a real store in a folder of their own; the broker is `numbers`. */
export async function openDeskAccounts(directory?: string) {
  const home = directory ?? (await mkdtemp(join(tmpdir(), 'accounts-')));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const clock = manualClock();
  const master = Buffer.alloc(32, 5);
  const open = () =>
    openAccounts({ directory: home, ...accountCiphers(master), clock, report: () => undefined });
  const store = await open();
  const told: Notice[] = [];
  const audited: AuditEntry[] = [];
  const chosen = new Map<string, Preferences>();
  /** By app key: which account the broker says it is of. */
  const numbers = new Map<string, string>();
  const inUse = new Set<string>();
  const probed: string[] = [];
  const flaws: { probe?: Error } = {};
  const configured: readonly DeskAccount[] = [
    { ref: CONFIGURED, owner: '', from: 'configuration', limits: {}, closed: undefined },
  ];
  const accounts = createAccounts({
    store,
    configured,
    appKeys: [new Secret(CONFIGURED_KEY)],
    preferences: {
      of: who => chosen.get(who) ?? {},
      async set(who, preferences) {
        chosen.set(who, preferences);
      },
    },
    async probe({ number, keys }) {
      probed.push(keys.appKey);
      if (flaws.probe) throw flaws.probe;
      const key = numbers.get(keys.appKey) ?? number;
      if (key === undefined) throw new DeskError('credentials', 'unknown keys');
      const [digits = '', product = ''] = key.split('-');
      return { number: digits, product };
    },
    isInUse: account => inUse.has(accountKey(account)),
    tell: notice => void told.push(notice),
    audit: {
      async record(entry) {
        audited.push(entry);
        return { line: audited.length, hash: '' };
      },
    },
    clock,
    language: 'ko',
  });
  const { signal } = new AbortController();
  return {
    ...{
      home,
      clock,
      store,
      open,
      accounts,
      told,
      audited,
      chosen,
      numbers,
      inUse,
      probed,
      flaws,
      signal,
    },
    configuredKey: CONFIGURED_KEY,
    add: (n: number, over: Partial<AccountEntry> = {}) =>
      accounts.entries.add(entryOf(n, over), ADMIN, signal),
  };
}
