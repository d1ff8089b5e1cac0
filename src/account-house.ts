import { type BrokerPool, createBrokerPool } from './broker-pool.js';
import type { Config } from './config.js';
import {
  type AccountBook,
  type AccountRef,
  type AccountStore,
  type AuditTrail,
  accountKey,
  type BrokerEventSink,
  type Clock,
  type DeskAccount,
  type Log,
  sameAccount,
  type Tell,
} from './core/index.js';
import { type Accounts, createAccounts } from './desk/index.js';
import type { LineOpener } from './open-line.js';
import type { Store } from './store/index.js';

const OTHER_KEYS = {
  ko: '앱키가 다른 계좌의 것입니다. 맞는 앱키로 바꾸거나 계좌번호를 고치세요.',
  en: 'Its keys are those of another account. Give it its own keys, or mend its number.',
} as const;

/** The desk's accounts and the lines to their brokers. */
export interface AccountHouse {
  readonly accounts: Accounts;
  readonly brokers: BrokerPool;
}

/** `isInUse`: orders of the account are open or in doubt. */
export function openAccounts(parts: {
  readonly config: Config;
  readonly configured: readonly DeskAccount[];
  readonly store: Pick<Store, 'accounts' | 'preferences'>;
  readonly opener: LineOpener;
  isInUse(account: AccountRef): boolean;
  readonly tell: Tell;
  readonly audit: AuditTrail;
  readonly emit: BrokerEventSink;
  readonly clock: Clock;
  readonly log: Log;
}): AccountHouse {
  const { config, configured, store, opener, clock, log } = parts;
  const { kis, kiwoom, language } = config;
  const accounts = createAccounts({
    store: store.accounts,
    configured,
    appKeys: [...(kis ? [kis.appKey] : []), ...(kiwoom ? [kiwoom.appKey] : [])],
    preferences: store.preferences,
    probe: opener.probe,
    isInUse: parts.isInUse,
    tell: parts.tell,
    audit: parts.audit,
    clock,
    language,
  });
  const keysAt = keyTimes(store.accounts);
  const brokers = createBrokerPool({
    accounts,
    keysAt,
    prepare: opener.prepare,
    open: opener.open,
    emit: parts.emit,
    onForeign: account => accounts.close(account, OTHER_KEYS[language]),
    clock,
    log,
  });
  return { accounts, brokers };
}

/** When the present keys of an account of the store were handed in, ms; 0 for others. Worked out anew when the store changes. */
function keyTimes(store: Pick<AccountStore, 'list'>): (account: AccountRef) => number {
  let known: { readonly book: AccountBook; readonly times: ReadonlyMap<string, number> } | undefined;
  return account => {
    const book = store.list();
    if (known?.book !== book) {
      known = { book, times: new Map(book.accounts.map(one => [accountKey(one), one.keysAt])) };
    }
    return known.times.get(accountKey(account)) ?? 0;
  };
}

/** Whether the desk has this very account. */
export function hasAccount(accounts: Pick<Accounts, 'find'>, account: AccountRef): boolean {
  const found = accounts.find(accountKey(account));
  return found !== undefined && sameAccount(found.ref, account);
}

/** The first open account of each broker and environment, in the desk's order: what one of them is told, all are. */
export function oneOfEach(accounts: Pick<Accounts, 'list'>): readonly AccountRef[] {
  const first = new Map<string, AccountRef>();
  for (const { ref, closed } of accounts.list()) {
    const kind = `${ref.broker} ${ref.mode}`;
    if (closed === undefined && !first.has(kind)) first.set(kind, ref);
  }
  return [...first.values()];
}
