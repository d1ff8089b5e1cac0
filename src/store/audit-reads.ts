import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { AuditMark, AuditReads, Secret } from '../core/index.js';
import { intentAnchors } from './audit-anchors.js';
import { listArchives } from './audit-files.js';
import { searchTrail } from './audit-search.js';
import { verifyTrail } from './audit-verify.js';
import { createCipher, hashKey } from './cipher.js';
import { openEnvelope } from './envelope.js';
import { existingKey } from './keys.js';
import { storageError } from './storage-error.js';

/** Of the hashes that chain the lines of the trail. */
export const auditKey = (master: Buffer) => hashKey(master, 'audit');

/**
 * Reads a trail. Verifying holds it against what the journal of orders remembers of it, and against `known`: marks of
 * lines that were there once.
 */
export function createAuditReads(
  directory: string,
  key: Buffer,
  known: () => readonly AuditMark[],
): AuditReads {
  return {
    search: (query, signal) => searchTrail(directory, query, signal),
    async verify(signal) {
      // Before the trail is read: what they name is on the disk by now, whatever is written meanwhile.
      const anchors = [...known(), ...(await intentAnchors(directory, signal))];
      return verifyTrail({ directory, key, anchors, signal });
    },
  };
}

export interface AuditReadsOptions {
  /** The data directory; nothing in it is changed, and the program may be at work there. */
  directory: string;
  /** `STORE_KEY`; without it the key file counts. */
  key: Secret | undefined;
  keyFile: string;
  /** Marks that were written down elsewhere. */
  heads: readonly AuditMark[];
}

/** The trail of a data directory, without opening the store. Throws `storage`: `keyMissing`, `wrongKey`, … */
export async function openAuditReads(options: AuditReadsOptions): Promise<AuditReads> {
  const { directory, heads } = options;
  // No directory at all is another mistake than no key, and must not look like a lost one.
  await listArchives(directory);
  const master = await existingKey(options);
  if (master === undefined) {
    const facts = { file: basename(options.keyFile) };
    throw storageError('keyMissing', 'there is no key to verify the trail with', facts);
  }
  const file = 'tokens.json';
  const text = await readFile(join(directory, file), 'utf8').catch(() => undefined);
  if (
    text !== undefined &&
    openEnvelope('tokens', text, createCipher(master, 'tokens')).kind === 'wrongKey'
  ) {
    throw storageError('wrongKey', 'the store was written with another key than the one given', { file });
  }
  return createAuditReads(directory, auditKey(master), () => heads);
}
