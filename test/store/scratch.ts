import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { LogFields } from '../../src/core/index.js';
import type { Report } from '../../src/store/storage-error.js';

/** An empty directory that is gone when the test is over. */
export async function scratch(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'store-test-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Keeps what the store reported. */
export function reports(): { report: Report; events: string[]; fields: LogFields[]; remarks: string[] } {
  const kept = { events: [] as string[], fields: [] as LogFields[], remarks: [] as string[] };
  return {
    ...kept,
    report: (event, fields, remark) => {
      kept.events.push(event);
      kept.fields.push(fields);
      kept.remarks.push(remark.ko);
    },
  };
}
