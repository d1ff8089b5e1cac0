import {
  type AccountControl,
  type AccountEntries,
  type AccountEntry,
  type AccountList,
  type AccountRef,
  type AccountStore,
  type AuditTrail,
  accountKey,
  type Clock,
  type DeskAccount,
  type Language,
  maskAccount,
  type PreferenceStore,
  type Principal,
  type Secret,
  sameAccount,
  type Tell,
} from '../../core/index.js';
import { type Standing, standingOf } from './book.js';
import { accountControl } from './control.js';
import { accountEntries } from './entries.js';
import { digestOf } from './entry.js';
import {
  type AccountChanger,
  type AccountEvent,
  accountNotice,
  closedNotice,
  eventsBetween,
} from './notices.js';
import { noSuchAccount } from './problems.js';

export interface AccountParts {
  readonly store: AccountStore;
  /** Those of the configuration, or of the demo; they come first. */
  readonly configured: readonly DeskAccount[];
  /** The app keys of the configuration: no account of the store has one of them. */
  readonly appKeys: readonly Secret[];
  readonly preferences: PreferenceStore;
  /** Asks the broker which account the keys belong to. Throws `credentials`, and what a read throws. */
  probe(
    entry: Pick<AccountEntry, 'broker' | 'mode' | 'number' | 'keys'>,
    signal: AbortSignal,
  ): Promise<{ readonly number: string; readonly product: string }>;
  /** Whether orders of it are open or in doubt. */
  isInUse(account: AccountRef): boolean;
  readonly tell: Tell;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly language: Language;
}

export interface Accounts extends AccountList {
  readonly entries: AccountEntries;
  /** Accounts as this person's commands see them. Whoever hands it to a command asks for the second factor. */
  controlFor(who: Principal): AccountControl;
  /** Nothing of it is read or ordered until it has other keys. `reason`: in people's words, without secrets. */
  close(account: AccountRef, reason: string): void;
}

/** What the parts of this folder share: the accounts at this moment, and who hears of a change. */
export interface Desk extends AccountParts {
  standing(): Standing;
  /** By the digest of its app key: `accountKey`, '' for one of the configuration. */
  digests(): ReadonlyMap<string, string>;
  /** Exactly this account. Throws `notFound`. */
  own(account: AccountRef): DeskAccount;
  /** To be called once it is durable. */
  changed(what: AccountEvent, account: DeskAccount, by: AccountChanger): Promise<void>;
}

/** The accounts of the desk: those of the configuration, which are changed there, and those of the store. */
export function createAccounts(parts: AccountParts): Accounts {
  const { store, configured, audit, clock, language, tell } = parts;
  const closed = new Map<string, string>();
  const fixedDigests = parts.appKeys.map(key => [digestOf(key.reveal()), ''] as const);
  const hearing: (() => void)[] = [];
  let known: { readonly book: unknown; readonly standing: Standing } | undefined;

  function standing(): Standing {
    const book = store.list();
    if (known?.book !== book) known = { book, standing: standingOf(configured, book, closed) };
    return known.standing;
  }

  function announce(): void {
    known = undefined;
    for (const heard of hearing) heard();
  }

  /** The line may be late, but what was done is done. */
  async function changed(what: AccountEvent, account: DeskAccount, by: AccountChanger): Promise<void> {
    const { ref } = account;
    if (what === 'keys' || what === 'removed') closed.delete(accountKey(ref));
    announce();
    tell(accountNotice(what, account, by, { at: clock.now(), language }));
    const act = `account ${what} ${maskAccount(ref)} ${ref.broker} ${ref.mode}`;
    const place = by ? 'desk' : 'npm run account';
    const who = by?.id ?? 'desk';
    await audit
      .record({ at: clock.now(), platform: 'desk', who, place, act, outcome: 'done' })
      .catch(() => undefined);
  }

  store.onElsewhere((before, now) => {
    const [was, is] = [before, now].map(book => standingOf(configured, book, closed));
    for (const [what, key] of eventsBetween(before, now)) {
      const account = (what === 'removed' ? was : is)?.byKey.get(key);
      if (account) void changed(what, account, undefined);
    }
  });

  const desk: Desk = {
    ...parts,
    standing,
    digests: () =>
      new Map([
        ...store.list().accounts.map(one => [one.keyDigest, accountKey(one)] as const),
        ...fixedDigests,
      ]),
    own(account) {
      const found = standing().byKey.get(accountKey(account));
      if (!found || !sameAccount(found.ref, account)) throw noSuchAccount();
      return found;
    },
    changed,
  };

  return {
    list: () => standing().list,
    find: key => standing().byKey.get(key),
    onChange: heard => void hearing.push(heard),
    entries: accountEntries(desk),
    controlFor: who => accountControl(desk, who),
    close(account, reason) {
      const { ref } = desk.own(account);
      const isNews = !closed.has(accountKey(ref));
      closed.set(accountKey(ref), reason);
      announce();
      if (isNews) tell(closedNotice(ref, reason, { at: clock.now(), language }));
    },
  };
}
