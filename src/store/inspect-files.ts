import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asDeskError } from '../core/index.js';
import { auditKey, createAuditReads } from './audit-reads.js';
import { createCipher } from './cipher.js';
import { openEnvelope } from './envelope.js';
import { openSlot, SLOT_BYTES } from './halt-slot.js';
import { readInboxLine } from './inbox-line.js';
import { INTENT_HEADER, isNewer, readIntentLine } from './intent-line.js';
import { withLines } from './line-reader.js';
import { isNewerOnce, ONCE_HEADER, readOnceLine } from './once-line.js';
import { isNewerOutbox, OUTBOX_HEADER, readOutboxLine } from './outbox-line.js';
import { FIRST_TOKENS, MORE_TOKENS } from './token-vault.js';

/** `lines`: so many of a journal cannot be read. `aside`: it was damaged once and put aside. */
export interface FileFault {
  readonly file: string;
  readonly problem: 'damaged' | 'lines' | 'newer' | 'wrongKey' | 'unreadable' | 'aside';
  readonly lines?: number;
}

const DOCUMENTS = [
  FIRST_TOKENS,
  ...MORE_TOKENS,
  'accounts',
  'members',
  'desk',
  'keys',
  'key-uses',
  'step-up',
  'watchlists',
  'workspaces',
  'usage',
  'activity',
  'preferences',
];

/** Reads every file of the store as the next start would, and changes none of them. */
export async function inspectFiles(directory: string, master: Buffer): Promise<readonly FileFault[]> {
  const names = await readdir(directory);
  const faults: FileFault[] = names
    .filter(name => name.includes('.damaged-'))
    .map(file => ({ file, problem: 'aside' }));

  async function look(
    file: string,
    problemOf: (path: string) => Promise<Omit<FileFault, 'file'> | undefined>,
  ) {
    if (!names.includes(file)) return;
    const problem = await problemOf(join(directory, file)).catch(() => ({ problem: 'unreadable' }) as const);
    if (problem) faults.push({ file, ...problem });
  }

  for (const name of DOCUMENTS) {
    const problemOf = (path: string) => documentProblem(path, name, master);
    await look(`${name}.json`, problemOf);
    await look(`${name}.previous.json`, problemOf);
  }
  await look('inbox.jsonl', path => linesProblem(path, line => readInboxLine(line) !== undefined));
  const outbox = createCipher(master, 'outbox');
  await look('outbox.jsonl', path =>
    linesProblem(
      path,
      line => line === OUTBOX_HEADER || readOutboxLine(line, outbox) !== undefined,
      isNewerOutbox,
    ),
  );
  const once = createCipher(master, 'once');
  await look('once.jsonl', path =>
    linesProblem(path, line => line === ONCE_HEADER || readOnceLine(line, once) !== undefined, isNewerOnce),
  );
  await look('intents.jsonl', path =>
    linesProblem(path, line => line === INTENT_HEADER || readIntentLine(line) !== undefined, isNewer),
  );
  await look('halts.bin', haltsProblem);
  return [...faults, ...(await auditFaults(directory, master))];
}

async function documentProblem(path: string, name: string, master: Buffer) {
  const { kind } = openEnvelope(name, await readFile(path, 'utf8'), createCipher(master, name));
  return kind === 'good' ? undefined : { problem: kind };
}

/** What stands after the last line break is being written, or is cut off at the next start. */
async function linesProblem(
  path: string,
  isGood: (line: string) => boolean,
  isLater: (firstLine: string) => boolean = () => false,
): Promise<Omit<FileFault, 'file'> | undefined> {
  let lines = 0;
  let bad = 0;
  let later = false;
  const visit = (bytes: Buffer) => {
    const line = bytes.toString('utf8');
    later ||= ++lines === 1 && isLater(line);
    if (!isGood(line)) bad++;
    return !later;
  };
  await withLines(path, file => file.forward(visit));
  if (later) return { problem: 'newer' };
  return bad > 0 ? { problem: 'lines', lines: bad } : undefined;
}

/** One slot is being written while the other stands; damaged are halts only when both are. */
async function haltsProblem(path: string): Promise<Omit<FileFault, 'file'> | undefined> {
  const bytes = await readFile(path);
  const slots = [0, 1].map(n => bytes.subarray(n * SLOT_BYTES, (n + 1) * SLOT_BYTES));
  const kinds = slots.map(slot => (slot.length === SLOT_BYTES ? openSlot(slot).kind : 'damaged'));
  if (kinds.includes('newer')) return { problem: 'newer' };
  return kinds.includes('good') ? undefined : { problem: 'damaged' };
}

async function auditFaults(directory: string, master: Buffer): Promise<FileFault[]> {
  try {
    const verdict = await createAuditReads(directory, auditKey(master), () => []).verify();
    return verdict.kind === 'broken' ? [{ file: verdict.file, problem: 'damaged' }] : [];
  } catch (thrown) {
    const file = asDeskError(thrown).detail['file'];
    return [{ file: typeof file === 'string' ? file : 'audit.jsonl', problem: 'unreadable' }];
  }
}
