import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Cipher } from './cipher.js';
import { type DocumentOptions, openDocument } from './document.js';
import { openEnvelope } from './envelope.js';

const NAME = 'key-uses';
/** How long what happened may be in memory only, ms. */
const LEISURE_MS = 60_000;

/** When each key was used last, by its id. */
const contentSchema = z.object({ uses: z.record(z.string(), z.number()) });

type Content = z.infer<typeof contentSchema>;

export interface KeyUses {
  /** ms; undefined: never. */
  at(id: string): number | undefined;
  /** Returns at once; on the disk within a minute or two, and when it is closed. */
  note(id: string, at: number): void;
  close(): Promise<void>;
}

/**
 * A small document beside that of the keys, which must not be written each time that one is used. People look at it and
 * nothing is decided by it: what cannot be written stays in memory and is tried again with the next use.
 */
export async function openKeyUses(
  options: Omit<DocumentOptions<Content>, 'name' | 'schema' | 'empty'>,
): Promise<KeyUses> {
  const document = await openDocument<Content>({
    ...options,
    name: NAME,
    schema: contentSchema,
    empty: () => ({ uses: {} }),
  });
  const uses = new Map(Object.entries((await document.read()).uses));
  const life = new AbortController();
  let planned = false;
  let dirty = false;

  async function write(): Promise<void> {
    dirty = false;
    await document
      .update(content => {
        content.uses = Object.fromEntries(uses);
      })
      .catch(() => {
        dirty = true;
      });
  }

  async function writeLater(): Promise<void> {
    await options.clock.sleep(LEISURE_MS, life.signal);
    planned = false;
    await write();
  }

  return {
    at: id => uses.get(id),
    note(id, at) {
      uses.set(id, at);
      dirty = true;
      if (planned || life.signal.aborted) return;
      planned = true;
      // Rejects only when it is closed, which writes.
      writeLater().catch(() => undefined);
    },
    async close() {
      life.abort();
      if (dirty) await write();
      await document.close();
    },
  };
}

/** The same of a directory that another process may be at work in: nothing is written there. */
export async function readKeyUses(directory: string, cipher: Cipher): Promise<Omit<KeyUses, 'close'>> {
  const text = await readFile(join(directory, `${NAME}.json`), 'utf8').catch(() => undefined);
  const opened = text === undefined ? undefined : openEnvelope(NAME, text, cipher);
  const uses = opened?.kind === 'good' ? (contentSchema.safeParse(opened.data).data?.uses ?? {}) : {};
  return { at: id => (Object.hasOwn(uses, id) ? uses[id] : undefined), note: () => undefined };
}
