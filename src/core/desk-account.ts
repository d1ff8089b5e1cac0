import type { AccountColour, AccountRef } from './account.js';
import type { Limits } from './limits.js';
import type { Principal } from './principal.js';

/** An account that the desk holds keys of. */
export interface DeskAccount {
  readonly ref: AccountRef;
  /** Whose it is, in people's words (`엄마`); '' when nobody said. */
  readonly owner: string;
  /** Where its keys come from. Those of the configuration are changed there. */
  readonly from: 'configuration' | 'store' | 'demo';
  /** What an admin set for it, over what the limits file and the desk say; nothing when nobody did. */
  readonly limits: Partial<Limits>;
  /** Its keys were refused, or belong to another account: nothing is read or ordered. In words without secrets. */
  readonly closed: string | undefined;
}

/** What an admin can change of an account in words. undefined takes a value back. */
export interface AccountChange {
  readonly alias?: string;
  readonly owner?: string;
  readonly colour?: AccountColour | undefined;
  readonly limits?: Partial<Limits>;
}

/** THE list of the desk's accounts, in the order in which people see them. Grows while the desk runs. */
export interface AccountList {
  list(): readonly DeskAccount[];
  /** By `accountKey`. */
  find(key: string): DeskAccount | undefined;
  /** Hears of an account that was added, changed or taken away, after it. */
  onChange(heard: () => void): void;
}

/** Accounts as commands see them. Never with keys. */
export interface AccountControl {
  /** Those that this person was given, in the desk's order. */
  mine(): readonly DeskAccount[];
  /** Every account of the desk. Admins. */
  all(): readonly DeskAccount[];
  /** The one that a word means, among those that this person was given: its alias, `12345678-01`, or its last four digits. */
  meant(word: string): DeskAccount | undefined;
  /** The account that this person's commands are about when they name none; undefined: nothing was chosen. */
  pinned(): DeskAccount | undefined;
  /** Durable when it resolves. undefined: asked anew each time. Throws `denied` for an account that is not theirs. */
  pin(account: AccountRef | undefined): Promise<void>;
  /** Admins, with a second factor. Durable when it resolves. Throws `impossible` (`problem`: `aliasTaken`), `notFound`. */
  change(account: AccountRef, change: AccountChange): Promise<DeskAccount>;
  /**
   * Forgets the keys of an account of the store. Admins, with a second factor. Throws `impossible` (`problem`:
   * `fixedAccount`) for one of the configuration, (`accountInUse`) while orders of it are open or in doubt.
   */
  remove(account: AccountRef): Promise<void>;
}

/** Keys of a broker, as somebody hands them over. They are never shown again. */
export interface AccountKeys {
  readonly appKey: string;
  readonly appSecret: string;
  /** KIS only: HTS id, for notices of fills. */
  readonly htsId?: string;
}

/** What adding an account, or giving it other keys, needs. */
export interface AccountEntry {
  readonly broker: AccountRef['broker'];
  readonly mode: AccountRef['mode'];
  /** `12345678-01`; left out for Kiwoom, whose keys tell it. */
  readonly number?: string;
  readonly alias: string;
  readonly owner: string;
  readonly colour?: AccountColour;
  readonly keys: AccountKeys;
}

/** Adds accounts and gives them other keys; behind it every entry is tested at the broker before anything is kept. */
export interface AccountEntries {
  /**
   * Tests the keys at the broker (a token, and one read of the account), then keeps them sealed. Durable, and in use, when
   * it resolves. Throws `credentials`, `unavailable`, `input`, `conflict` (`what`: `account`, `alias`, `appKey`).
   */
  add(entry: AccountEntry, who: Pick<Principal, 'id'>, signal: AbortSignal): Promise<DeskAccount>;
  /** Other keys of the same account; those at hand serve until the new ones were tested. Throws as `add`. */
  replaceKeys(
    account: AccountRef,
    keys: AccountKeys,
    who: Pick<Principal, 'id'>,
    signal: AbortSignal,
  ): Promise<DeskAccount>;
}
