import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, kstDate, kstTime } from '../core/index.js';
import { storageError } from './storage-error.js';

/** The file that grows; the others are archives, named after when they were put aside and the last line they hold. */
export const CURRENT_FILE = 'audit.jsonl';
const ARCHIVE = /^audit-\d{8}-\d{6}-to-(\d{1,15})(?:-\d+)?\.jsonl$/;

/** `what`: `to-<last line>`, or `unchained` for a file from before the chain existed, which is no part of it. */
export function archiveName(clock: Clock, what: `to-${number}` | 'unchained', attempt: number): string {
  const now = clock.now();
  const again = attempt === 1 ? '' : `-${attempt}`;
  return `audit-${kstDate(now)}-${kstTime(now)}-${what}${again}.jsonl`;
}

export interface Archive {
  readonly path: string;
  readonly lastLine: number;
}

/** The archives in the order of their lines, whatever the clock said when they were named. Throws `storage`. */
export async function listArchives(directory: string): Promise<readonly Archive[]> {
  const names = await readdir(directory).catch((cause: unknown) => {
    throw storageError('unreadable', 'cannot read the data directory', {}, cause);
  });
  return names
    .flatMap(name => {
      const lastLine = ARCHIVE.exec(name)?.[1];
      return lastLine === undefined ? [] : [{ path: join(directory, name), lastLine: Number(lastLine) }];
    })
    .toSorted((a, b) => a.lastLine - b.lastLine || (a.path < b.path ? -1 : 1));
}
