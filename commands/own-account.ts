import { type AccountRef, type CommandContext, DeskError, maskAccount } from '../src/core/index.js';

/** The asker's first account. Throws `denied` when they have none. */
export function ownAccount({ desk, who }: CommandContext): AccountRef {
  const [account] = desk.accountsOf(who);
  if (!account) throw new DeskError('denied', 'no account', { need: 'account' });
  return account;
}

/** `가족 (****1234-01)`: how a card names an account. */
export function accountLabel(account: AccountRef): string {
  return account.alias === '' ? maskAccount(account) : `${account.alias} (${maskAccount(account)})`;
}
