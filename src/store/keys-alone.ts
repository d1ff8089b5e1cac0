import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Member, Secret } from '../core/index.js';
import { type ApiKeys, openApiKeys } from './api-keys.js';
import { type Cipher, createCipher } from './cipher.js';
import { holdsDocuments, prepareDirectory } from './data-directory.js';
import { openEnvelope } from './envelope.js';
import { readKeyUses } from './key-uses.js';
import { masterKey } from './keys.js';
import { membersContent } from './members.js';
import type { Report } from './storage-error.js';

/** What a tool that changes keys needs of the store. */
export interface KeysAlone {
  readonly apiKeys: ApiKeys;
  /** As they are on the disk at this moment. */
  readonly members: readonly Member[];
}

/**
 * Opens the keys of other programs without taking the directory: a desk may be at work in it, and takes every change over
 * within half a second. Throws `storage`.
 */
export async function openKeysAlone(options: {
  readonly directory: string;
  readonly key: Secret | undefined;
  /** Made when it is missing and there is nothing yet that an older one would be needed for. */
  readonly keyFile: string;
  readonly clock: Clock;
  readonly report: Report;
}): Promise<KeysAlone> {
  const { clock, report } = options;
  const directory = await prepareDirectory(options.directory);
  const master = await masterKey({ ...options, mayCreate: !(await holdsDocuments(directory)) });
  const uses = await readKeyUses(directory, createCipher(master, 'key-uses'));
  const cipher = createCipher(master, 'keys');
  const apiKeys = await openApiKeys({ directory, cipher, clock, report, uses });
  return { apiKeys, members: await readMembers(directory, createCipher(master, 'members')) };
}

async function readMembers(directory: string, cipher: Cipher): Promise<readonly Member[]> {
  const text = await readFile(join(directory, 'members.json'), 'utf8').catch(() => undefined);
  const opened = text === undefined ? undefined : openEnvelope('members', text, cipher);
  return opened?.kind === 'good' ? (membersContent.safeParse(opened.data).data?.members ?? []) : [];
}
