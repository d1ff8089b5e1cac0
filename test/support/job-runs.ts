import type { JobResult, JobRuns } from '../../src/core/index.js';

/** Runs of jobs in memory, as the store would keep them over a restart. */
export function memoryRuns(
  known: Readonly<Record<string, { at: number; result: JobResult }>> = {},
): JobRuns & { readonly all: Map<string, { at: number; result: JobResult }> } {
  const all = new Map(Object.entries(known));
  return {
    all,
    last: name => all.get(name),
    note: async (name, at, result) => void all.set(name, { at, result }),
  };
}
