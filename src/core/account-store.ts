import type { AccountColour, AccountRef } from './account.js';
import type { AccountKeys } from './desk-account.js';
import type { Limits } from './limits.js';

/** What makes an account the one that it is. */
export type AccountIdentity = Pick<AccountRef, 'broker' | 'mode' | 'number' | 'product'>;

/** What people said of an account, whether its keys rest in the store or in the configuration. */
export interface AccountProfile {
  readonly alias?: string;
  readonly owner?: string;
  readonly colour?: AccountColour;
  readonly limits?: Partial<Limits>;
}

/** An account whose keys rest in the store; without the keys. */
export interface StoredAccount extends AccountIdentity {
  /** ms */
  readonly addedAt: number;
  /** When its present keys were handed in, ms. */
  readonly keysAt: number;
  /** SHA-256 of its app key, hex: no two accounts have one. */
  readonly keyDigest: string;
}

/** Everything about accounts that is not a key. */
export interface AccountBook {
  /** By `accountKey`. */
  readonly profiles: ReadonlyMap<string, AccountProfile>;
  /** In the order in which they were added. */
  readonly accounts: readonly StoredAccount[];
}

/**
 * Where accounts rest, with their keys sealed. A second process (`npm run account`) may change them: `list` knows of it
 * within half a second.
 */
export interface AccountStore {
  /** What is durable, from memory; the same object until something changes. */
  list(): AccountBook;
  /**
   * Durable when it resolves. Of two changes at once, also of two processes, each sees the other. `keys`: those to be
   * sealed with it; an account that comes in needs them, and one that is left out loses its own. Throws `storage`, and
   * what `change` throws; then nothing has changed.
   */
  update(
    change: (book: AccountBook) => AccountBook,
    keys?: { readonly of: AccountIdentity; readonly keys: AccountKeys },
  ): Promise<void>;
  /** Opened at this moment, and kept nowhere. undefined: there are none for this account of this broker and environment. */
  keysOf(account: AccountIdentity): AccountKeys | undefined;
  /**
   * Seals all keys anew under a new data key and forgets the old one. Durable when it resolves, to how many there were;
   * after a crash either the old or the new one holds for all. Throws `storage`.
   */
  rotate(): Promise<number>;
  /** Called with what was there before and is there now, each time that another process turns out to have changed it. */
  onElsewhere(hear: (before: AccountBook, now: AccountBook) => void): void;
}
