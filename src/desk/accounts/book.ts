import {
  type AccountBook,
  type AccountChange,
  type AccountIdentity,
  type AccountProfile,
  type AccountRef,
  accountKey,
  type DeskAccount,
} from '../../core/index.js';
import { requireAlias, requireColour, requireOwner } from './entry.js';
import { changedLimits } from './own-limits.js';
import { type AccountClash, accountClash, accountProblem, noSuchAccount } from './problems.js';

/** The accounts of the desk at one moment. */
export interface Standing {
  readonly list: readonly DeskAccount[];
  /** By `accountKey`. */
  readonly byKey: ReadonlyMap<string, DeskAccount>;
}

const folded = (alias: string) => alias.normalize('NFC').toLowerCase();

/** Those of the configuration first, then those of the store as they were added; with what people said of them. */
export function standingOf(
  configured: readonly DeskAccount[],
  { accounts, profiles }: AccountBook,
  closed: ReadonlyMap<string, string>,
): Standing {
  const byKey = new Map<string, DeskAccount>();
  const aliases = new Set<string>();
  const take = (bare: AccountIdentity, from: DeskAccount['from'], own: string) => {
    const { broker, mode, number, product } = bare;
    const key = accountKey(bare);
    // The configuration has taken over an account that was in the store before.
    if (byKey.has(key)) return;
    const { alias: said = own, owner = '', colour, limits = {} } = profiles.get(key) ?? {};
    // A name that the configuration gives to another one now would stand for both.
    const alias = aliases.has(folded(said)) ? '' : said;
    aliases.add(folded(said));
    const ref: AccountRef = { broker, mode, number, product, alias, ...(colour ? { colour } : {}) };
    byKey.set(key, { ref, owner, from, limits, closed: closed.get(key) });
  };
  for (const { ref, from } of configured) take(ref, from, ref.alias);
  for (const account of accounts) take(account, 'store', '');
  return { list: [...byKey.values()], byKey };
}

/** What nobody else may have. */
export interface Unique {
  readonly key?: string;
  readonly alias?: string;
  readonly keyDigest?: string;
}

/** What of these belongs to an account already, `except` one. undefined: nothing. */
export function clashOf(
  wish: Unique,
  standing: Standing,
  digests: ReadonlyMap<string, string>,
  except?: string,
): AccountClash | undefined {
  if (wish.key !== undefined && wish.key !== except && standing.byKey.has(wish.key)) return 'account';
  const called = wish.alias === undefined ? undefined : folded(wish.alias);
  const other = standing.list.find(({ ref }) => ref.alias !== '' && folded(ref.alias) === called);
  if (other && accountKey(other.ref) !== except) return 'alias';
  const holder = wish.keyDigest === undefined ? undefined : digests.get(wish.keyDigest);
  return holder !== undefined && holder !== except ? 'appKey' : undefined;
}

/** Throws `conflict`. */
export function requireNoClash(...given: Parameters<typeof clashOf>): void {
  const clash = clashOf(...given);
  if (clash) throw accountClash(clash);
}

/** What is said of an account after the change. Throws `input`, and `impossible` for an alias of another one. */
export function changedProfile(
  before: AccountProfile,
  change: AccountChange,
  account: { readonly key: string; readonly standing: Standing },
): AccountProfile {
  const alias = change.alias === undefined ? before.alias : requireAlias(change.alias);
  const owner = change.owner === undefined ? (before.owner ?? '') : requireOwner(change.owner);
  const colour = 'colour' in change ? requireColour(change.colour) : before.colour;
  const limits = changedLimits(before.limits ?? {}, change.limits ?? {});
  if (
    change.alias !== undefined &&
    alias !== undefined &&
    clashOf({ alias }, account.standing, new Map(), account.key)
  )
    throw accountProblem('aliasTaken', { alias });
  return {
    ...(alias === undefined ? {} : { alias }),
    ...(owner === '' ? {} : { owner }),
    ...(colour === undefined ? {} : { colour }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  };
}

export function withProfile(book: AccountBook, key: string, profile: AccountProfile): AccountBook {
  const profiles = new Map(book.profiles);
  if (Object.keys(profile).length === 0) profiles.delete(key);
  else profiles.set(key, profile);
  return { ...book, profiles };
}

/** Without the account and what was said of it. Throws `notFound`. */
export function withoutAccount(book: AccountBook, key: string): AccountBook {
  const accounts = book.accounts.filter(one => accountKey(one) !== key);
  if (accounts.length === book.accounts.length) throw noSuchAccount();
  return withProfile({ ...book, accounts }, key, {});
}

/** Throws `notFound`. */
export function withKeys(book: AccountBook, key: string, keyDigest: string, keysAt: number): AccountBook {
  if (!book.accounts.some(one => accountKey(one) === key)) throw noSuchAccount();
  return {
    ...book,
    accounts: book.accounts.map(one => (accountKey(one) === key ? { ...one, keyDigest, keysAt } : one)),
  };
}
