import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditMark } from '../core/index.js';
import { readIntentLine } from './intent-line.js';
import { withLines } from './line-reader.js';
import { storageError } from './storage-error.js';

const INTENT_FILES = /^intents(?:-\d{8}-\d{6}(?:-\d+)?)?\.jsonl$/;

/**
 * Lines of the trail as the journal of orders knows them, its archives included: each order that left names the line
 * that was durable by then. Works beside a program that goes on writing. Throws `storage`.
 */
export async function intentAnchors(directory: string, signal?: AbortSignal): Promise<readonly AuditMark[]> {
  const names = await readdir(directory).catch((cause: unknown) => {
    throw storageError('unreadable', 'cannot read the data directory', {}, cause);
  });
  const anchors: AuditMark[] = [];
  const look = (bytes: Buffer) => {
    // Most lines are of another kind, and need not be taken apart.
    const event = bytes.includes('"sent"') ? readIntentLine(bytes.toString('utf8')) : undefined;
    if (event?.kind === 'sent' && event.audit) anchors.push(event.audit);
    return true;
  };
  for (const name of names.filter(name => INTENT_FILES.test(name))) {
    await withLines(join(directory, name), file => file.forward(look, signal));
  }
  return anchors;
}
