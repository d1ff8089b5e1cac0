import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { TokenVault } from '../core/index.js';
import { type Document, type DocumentOptions, openDocument } from './document.js';
import { storageError } from './storage-error.js';

/** What one of the documents holds. */
export const tokenContent = z.object({
  tokens: z.record(
    z.string(),
    z.object({ token: z.string(), issuedAt: z.number(), expiresAt: z.number(), generation: z.int() }),
  ),
  /** When a token was last asked for. Outlives the token itself. */
  attempts: z.record(z.string(), z.number()),
});

type Content = z.infer<typeof tokenContent>;

/** The document of a desk of ordinary size. */
export const FIRST_TOKENS = 'tokens';
/** So many keys the first document takes: each write writes a document as a whole. */
const FIRST_HOLDS = 64;
/** Every further key has its document among these. */
export const MORE_TOKENS: readonly string[] = Array.from(
  { length: 16 },
  (_, n) => `tokens-${n.toString(16)}`,
);

/** Where a key is that the first document does not have. */
export const moreTokensOf = (key: string) =>
  `tokens-${createHash('sha256').update(key).digest('hex').charAt(0)}`;

const holds = ({ tokens, attempts }: Content, key: string) =>
  Object.hasOwn(tokens, key) || Object.hasOwn(attempts, key);

const keysOf = ({ tokens, attempts }: Content) => [...Object.keys(tokens), ...Object.keys(attempts)];

/** The tokens of all brokers in encrypted documents: one, and more where there are very many. */
export async function openTokenVault(
  options: Omit<DocumentOptions<Content>, 'name' | 'schema' | 'empty'>,
): Promise<TokenVault & { close(): Promise<void> }> {
  const open = (name: string) =>
    openDocument<Content>({
      ...options,
      name,
      schema: tokenContent,
      empty: () => ({ tokens: {}, attempts: {} }),
    });
  const first = await open(FIRST_TOKENS);
  const more = new Map<string, Document<Content>>();
  for (const name of MORE_TOKENS) more.set(name, await open(name));

  const moreOf = (key: string) => more.get(moreTokensOf(key)) ?? first;
  /** Keys that the first document has, or is about to have. */
  const inFirst = new Set(keysOf(await first.read()));
  const underWay = new Set<Promise<void>>();
  let closed = false;

  /** Once a key has a document it stays there. */
  async function homeOf(key: string): Promise<Document<Content>> {
    for (const document of [first, moreOf(key)]) if (holds(await document.read(), key)) return document;
    if (inFirst.size >= FIRST_HOLDS && !inFirst.has(key)) return moreOf(key);
    inFirst.add(key);
    return first;
  }

  async function contentOf(key: string): Promise<Content> {
    const content = await first.read();
    return holds(content, key) ? content : moreOf(key).read();
  }

  function update(key: string, change: (content: Content) => void): Promise<void> {
    if (closed) return Promise.reject(storageError('closed', 'the store is closed'));
    const writing = homeOf(key).then(home => home.update(change));
    underWay.add(writing);
    return writing.finally(() => underWay.delete(writing));
  }

  return {
    async read(key) {
      const record = (await contentOf(key)).tokens[key];
      return record === undefined ? undefined : { ...record };
    },
    save: (key, record) => {
      const mine = { ...record };
      return update(key, content => {
        content.tokens[key] = { ...mine };
      });
    },
    forget: key =>
      update(key, content => {
        delete content.tokens[key];
      }),
    lastAttempt: async key => (await contentOf(key)).attempts[key],
    noteAttempt: (key, at) =>
      update(key, content => {
        content.attempts[key] = at;
      }),
    async close() {
      closed = true;
      await Promise.allSettled(underWay);
      await Promise.all([first, ...more.values()].map(document => document.close()));
    },
  };
}
