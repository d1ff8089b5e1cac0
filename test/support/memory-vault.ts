import type { TokenRecord, TokenVault } from '../../src/core/index.js';

export interface MemoryVault extends TokenVault {
  /** What happened, in order: `read k`, `save k`, `note k`. */
  readonly journal: readonly string[];
  /** While set, every call rejects with it. */
  failure: Error | undefined;
}

/** A vault that lives as long as the test: two renewals on one vault are two runs, or two processes. */
export function memoryVault(): MemoryVault {
  const records = new Map<string, TokenRecord>();
  const attempts = new Map<string, number>();
  const journal: string[] = [];
  const vault: MemoryVault = {
    journal,
    failure: undefined,
    async read(key) {
      enter('read', key);
      return records.get(key);
    },
    async save(key, record) {
      enter('save', key);
      records.set(key, record);
    },
    async forget(key) {
      enter('forget', key);
      records.delete(key);
    },
    async lastAttempt(key) {
      enter('last', key);
      return attempts.get(key);
    },
    async noteAttempt(key, at) {
      enter('note', key);
      attempts.set(key, at);
    },
  };
  function enter(what: string, key: string): void {
    journal.push(`${what} ${key}`);
    if (vault.failure) throw vault.failure;
  }
  return vault;
}
