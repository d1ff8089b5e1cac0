import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type AccountIdentity, type AccountKeys, accountKey } from '../core/index.js';
import { type Cipher, createCipher } from './cipher.js';
import { storageError } from './storage-error.js';

const WRAPPED = 'account data key';
const DATA_KEY_BYTES = 32;

const keysSchema = z.object({
  appKey: z.string().min(1),
  appSecret: z.string().min(1),
  htsId: z.string().min(1).exactOptional(),
});

/** Seals the keys of accounts under one data key, each for its own account. */
export interface AccountSeal {
  seal(account: AccountIdentity, keys: AccountKeys): string;
  /** undefined for what was sealed for another account, broker or environment, or under another data key. */
  open(account: AccountIdentity, sealed: string): AccountKeys | undefined;
}

/** A new data key, as it rests: under the master key. */
export function newDataKey(master: Cipher): string {
  return master.seal(randomBytes(DATA_KEY_BYTES).toString('hex'), WRAPPED);
}

/** Throws `storage` for a data key that is not of this master key. */
export function accountSeal(dataKey: string, master: Cipher): AccountSeal {
  const key = master.open(dataKey, WRAPPED);
  if (key === undefined) throw storageError('wrongKey', 'the data key of the accounts does not open', FILE);
  const cipher = createCipher(Buffer.from(key, 'hex'), 'account keys');
  return {
    seal: (account, keys) => cipher.seal(JSON.stringify(keysSchema.parse(keys)), contextOf(account)),
    open(account, sealed) {
      const plain = cipher.open(sealed, contextOf(account));
      return plain === undefined ? undefined : keysSchema.parse(JSON.parse(plain));
    },
  };
}

/** What the damage is told by. */
export const FILE = { file: 'accounts.json' };

/** Opened for any other account, broker or environment a ciphertext gives nothing. */
function contextOf(account: AccountIdentity): string {
  return `${account.broker}:${account.mode}:${accountKey(account)}`;
}

export function digestOf(appKey: string): string {
  return createHash('sha256').update(appKey).digest('hex');
}
