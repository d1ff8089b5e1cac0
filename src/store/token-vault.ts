import { z } from 'zod';
import type { TokenVault } from '../core/index.js';
import { type DocumentOptions, openDocument } from './document.js';

/** What the document holds. */
export const tokenContent = z.object({
  tokens: z.record(
    z.string(),
    z.object({ token: z.string(), issuedAt: z.number(), expiresAt: z.number(), generation: z.int() }),
  ),
  /** When a token was last asked for. Outlives the token itself. */
  attempts: z.record(z.string(), z.number()),
});

type Content = z.infer<typeof tokenContent>;

/** The tokens of all brokers in one encrypted document. */
export async function openTokenVault(
  options: Omit<DocumentOptions<Content>, 'name' | 'schema' | 'empty'>,
): Promise<TokenVault & { close(): Promise<void> }> {
  const document = await openDocument<Content>({
    ...options,
    name: 'tokens',
    schema: tokenContent,
    empty: () => ({ tokens: {}, attempts: {} }),
  });
  return {
    async read(key) {
      const { tokens } = await document.read();
      const record = tokens[key];
      return record === undefined ? undefined : { ...record };
    },
    save: (key, record) =>
      document.update(content => {
        content.tokens[key] = { ...record };
      }),
    forget: key =>
      document.update(content => {
        delete content.tokens[key];
      }),
    lastAttempt: async key => (await document.read()).attempts[key],
    noteAttempt: (key, at) =>
      document.update(content => {
        content.attempts[key] = at;
      }),
    close: () => document.close(),
  };
}
