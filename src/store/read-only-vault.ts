import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TokenVault } from '../core/index.js';
import { createCipher } from './cipher.js';
import { openEnvelope } from './envelope.js';
import { storageError } from './storage-error.js';
import { FIRST_TOKENS, moreTokensOf, tokenContent } from './token-vault.js';

/**
 * The tokens of a directory that somebody else may be holding. Whatever would write rejects with `storage`
 * (`problem: 'closed'`): nothing can be asked of a broker that must be noted first.
 */
export function readOnlyVault(directory: string, master: Buffer): TokenVault {
  const cipher = createCipher(master, 'tokens');
  const refuse = () => Promise.reject(storageError('closed', 'the store is only looked at'));

  async function contentOf(name: string) {
    const text = await readFile(join(directory, `${name}.json`), 'utf8').catch(() => undefined);
    const opened = text === undefined ? undefined : openEnvelope(name, text, cipher);
    return opened?.kind === 'good' ? tokenContent.safeParse(opened.data).data : undefined;
  }

  const contents = (key: string) => Promise.all([FIRST_TOKENS, moreTokensOf(key)].map(contentOf));

  return {
    read: async key => (await contents(key)).flatMap(content => content?.tokens[key] ?? [])[0],
    lastAttempt: async key => (await contents(key)).flatMap(content => content?.attempts[key] ?? [])[0],
    save: refuse,
    forget: refuse,
    noteAttempt: refuse,
  };
}
