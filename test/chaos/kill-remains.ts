import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../src/core/index.js';
import { openStore } from '../../src/store/index.js';

/** Whether a journal ends in the middle of a line. */
export async function isTorn(directory: string): Promise<boolean> {
  for (const name of await readdir(directory).catch(() => [])) {
    if (!name.endsWith('.jsonl')) continue;
    const file = await open(join(directory, name));
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    await file.close();
    if (size > 0 && buffer[0] !== 0x0a) return true;
  }
  return false;
}

/** What the store itself finds wrong with the directory, torn last lines aside, and what is wrong with the audit trail. */
export async function storeProblems(directory: string): Promise<string[]> {
  const problems: string[] = [];
  const store = await openStore({
    directory,
    keyFile: `${directory}.key`,
    key: undefined,
    clock: systemClock,
    log: (level, event) => {
      if (level !== 'info' && event !== 'journal_torn') problems.push(`the store reports ${event}`);
    },
  });
  if (store.intents.damaged > 0) problems.push(`${store.intents.damaged} damaged lines of the journal`);
  const verdict = await store.auditReads.verify();
  if (verdict.kind === 'broken') problems.push(`the audit trail is broken: ${JSON.stringify(verdict)}`);
  await store.close();
  return problems;
}
