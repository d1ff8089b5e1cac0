import {
  type AccountBook,
  type AccountEntries,
  type AccountIdentity,
  type AccountProfile,
  accountKey,
  DeskError,
} from '../../core/index.js';
import type { Desk } from './accounts.js';
import { requireNoClash, standingOf, type Unique, withKeys, withProfile } from './book.js';
import { digestOf, requireEntry, requireKeys } from './entry.js';
import { accountProblem, otherAccount } from './problems.js';

/** Adds accounts and gives them other keys; nothing is kept that the broker did not take. */
export function accountEntries(desk: Desk): AccountEntries {
  const { store, configured, clock, probe } = desk;

  /** By what is on the disk at the moment of the change. */
  function requireUnique(book: AccountBook, wish: Unique, except?: string): void {
    const standing = standingOf(configured, book, new Map());
    const digests = new Map([
      ...desk.digests(),
      ...book.accounts.map(one => [one.keyDigest, accountKey(one)] as const),
    ]);
    requireNoClash(wish, standing, digests, except);
  }

  /** The account that the keys open. Throws `credentials` when it is not the one that was said. */
  async function proven(entry: Parameters<Desk['probe']>[0], signal: AbortSignal): Promise<AccountIdentity> {
    const { number, product } = await probe(entry, signal);
    if (!/^[0-9]{8}$/.test(number) || !/^[0-9]{2}$/.test(product))
      throw new DeskError('unavailable', 'the broker named no account');
    if (entry.number !== undefined && entry.number !== accountKey({ number, product }))
      throw otherAccount({ number, product });
    const { broker, mode } = entry;
    return { broker, mode, number, product };
  }

  return {
    async add(given, who, signal) {
      const { alias, owner, colour, ...entry } = requireEntry(given);
      const keyDigest = digestOf(entry.keys.appKey);
      const named = entry.number === undefined ? {} : { key: entry.number };
      requireUnique(store.list(), { alias, keyDigest, ...named });
      const identity = await proven(entry, signal);
      const key = accountKey(identity);
      const profile: AccountProfile = {
        alias,
        ...(owner === '' ? {} : { owner }),
        ...(colour === undefined ? {} : { colour }),
      };
      signal.throwIfAborted();
      await store.update(
        book => {
          requireUnique(book, { alias, keyDigest, key });
          const now = clock.now();
          const account = { ...identity, addedAt: now, keysAt: now, keyDigest };
          // Limits that somebody gave this account before hold on.
          const { limits } = book.profiles.get(key) ?? {};
          const said = limits ? { ...profile, limits } : profile;
          return withProfile({ ...book, accounts: [...book.accounts, account] }, key, said);
        },
        { of: identity, keys: entry.keys },
      );
      const added = desk.own({ ...identity, alias });
      await desk.changed('added', added, who);
      return added;
    },

    async replaceKeys(account, given, who, signal) {
      const { ref, from } = desk.own(account);
      if (from !== 'store') throw accountProblem('fixedAccount', { alias: ref.alias });
      const key = accountKey(ref);
      // An HTS id is the person's and outlives a key.
      const htsId = given.htsId ?? store.keysOf(ref)?.htsId;
      const keys = requireKeys(ref.broker, { ...given, ...(htsId === undefined ? {} : { htsId }) });
      const keyDigest = digestOf(keys.appKey);
      requireUnique(store.list(), { keyDigest }, key);
      const identity = await proven({ broker: ref.broker, mode: ref.mode, number: key, keys }, signal);
      signal.throwIfAborted();
      await store.update(
        book => {
          requireUnique(book, { keyDigest }, key);
          return withKeys(book, key, keyDigest, clock.now());
        },
        { of: identity, keys },
      );
      const after = desk.own(account);
      await desk.changed('keys', after, who);
      // Open again, since the broker took them.
      return desk.own(account);
    },
  };
}
