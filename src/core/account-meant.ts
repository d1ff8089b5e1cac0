import { type AccountRef, accountKey, maskAccount } from './account.js';

/**
 * The account that a word means, with or without @ before it: by its alias, else by `12345678-01` or `****5678-01`, else
 * by its last four digits. undefined where none is meant, or more than one could be.
 */
export function accountMeant(word: string, accounts: readonly AccountRef[]): AccountRef | undefined {
  const bare = word.trim().replace(/^@/, '').normalize('NFC');
  if (bare === '') return undefined;
  const called = accounts.filter(({ alias }) => alias !== '' && folded(alias) === folded(bare));
  const numbered = accounts.filter(one => accountKey(one) === bare || maskAccount(one) === bare);
  const ending = accounts.filter(({ number }) => number.slice(-4) === bare);
  const [account, another] = [called, numbered, ending].find(found => found.length > 0) ?? [];
  return another ? undefined : account;
}

/** The shortest word that `accountMeant` reads as this one of these accounts. */
export function accountWord(account: AccountRef, accounts: readonly AccountRef[]): string {
  const words = [account.alias, account.number.slice(-4), maskAccount(account)];
  const key = accountKey(account);
  return words.find(word => meansKey(word, accounts, key)) ?? key;
}

function meansKey(word: string, accounts: readonly AccountRef[], key: string): boolean {
  const meant = accountMeant(word, accounts);
  return meant !== undefined && accountKey(meant) === key;
}

const folded = (alias: string) => alias.normalize('NFC').toLowerCase();
