import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TokenVault } from '../core/index.js';
import { createCipher } from './cipher.js';
import { openEnvelope } from './envelope.js';
import { storageError } from './storage-error.js';
import { tokenContent } from './token-vault.js';

/**
 * The tokens of a directory that somebody else may be holding. Whatever would write rejects with `storage`
 * (`problem: 'closed'`): nothing can be asked of a broker that must be noted first.
 */
export function readOnlyVault(directory: string, master: Buffer): TokenVault {
  const cipher = createCipher(master, 'tokens');
  const refuse = () => Promise.reject(storageError('closed', 'the store is only looked at'));

  async function content() {
    const text = await readFile(join(directory, 'tokens.json'), 'utf8').catch(() => undefined);
    const opened = text === undefined ? undefined : openEnvelope('tokens', text, cipher);
    return opened?.kind === 'good' ? tokenContent.safeParse(opened.data).data : undefined;
  }

  return {
    read: async key => (await content())?.tokens[key],
    lastAttempt: async key => (await content())?.attempts[key],
    save: refuse,
    forget: refuse,
    noteAttempt: refuse,
  };
}
