import type { Clock, Secret, TokenVault } from '../core/index.js';
import { type Accounts, accountCiphers, openAccounts } from './accounts.js';
import { createCipher } from './cipher.js';
import { holdsDocuments, prepareDirectory } from './data-directory.js';
import { masterKey } from './keys.js';
import type { Report } from './storage-error.js';
import { openTokenVault } from './token-vault.js';

/** What a tool that changes accounts needs of the store. */
export interface AccountsAlone {
  readonly accounts: Accounts;
  /** For the tokens that trying keys brings: a broker gives one a minute, and the desk is to find it there. */
  readonly vault: TokenVault;
  close(): Promise<void>;
}

/**
 * Opens the accounts without taking the directory: a desk may be at work in it, and takes every change over within half
 * a second. Throws `storage`.
 */
export async function openAccountsAlone(options: {
  readonly directory: string;
  readonly key: Secret | undefined;
  /** Made when it is missing and there is nothing yet that an older one would be needed for. */
  readonly keyFile: string;
  readonly clock: Clock;
  readonly report: Report;
}): Promise<AccountsAlone> {
  const { clock, report } = options;
  const directory = await prepareDirectory(options.directory);
  const master = await masterKey({ ...options, mayCreate: !(await holdsDocuments(directory)) });
  const accounts = await openAccounts({ directory, ...accountCiphers(master), clock, report });
  const vault = await openTokenVault({ directory, cipher: createCipher(master, 'tokens'), clock, report });
  return {
    accounts,
    vault,
    async close() {
      await Promise.all([accounts.close(), vault.close()]);
    },
  };
}
