import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PLATFORM_IDS } from '../core/index.js';
import { syncDirectory } from './durable-file.js';
import { eventKey } from './inbox-line.js';
import { errorCode, storageError } from './storage-error.js';

/** The ids that an earlier version noted in `seen.jsonl`: it kept no more of an event, so all count as answered. */
export interface SeenFile {
  /** Oldest first. */
  readonly keys: readonly string[];
  /** To be called when they are durable elsewhere. */
  remove(): Promise<void>;
}

const lineSchema = z.tuple([z.enum(PLATFORM_IDS), z.string()]);

/** Undefined when there is no such file. Lines that cannot be read are passed over. Throws `storage`. */
export async function openSeenFile(directory: string): Promise<SeenFile | undefined> {
  const path = join(directory, 'seen.jsonl');
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw storageError('unreadable', 'cannot read seen.jsonl', { file: 'seen.jsonl' }, cause);
  });
  if (text === undefined) return undefined;
  return {
    keys: text.split('\n').flatMap(line => keyIn(line)),
    async remove() {
      await rm(path, { force: true });
      await syncDirectory(directory);
    },
  };
}

function keyIn(line: string): string[] {
  try {
    const event = lineSchema.safeParse(JSON.parse(line)).data;
    return event ? [eventKey(...event)] : [];
  } catch {
    return [];
  }
}
