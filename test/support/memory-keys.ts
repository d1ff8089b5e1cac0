import type { ApiKey, ApiKeyStore } from '../../src/core/index.js';

/** A store of keys in memory. `fails`: nothing can be written. */
export interface MemoryKeys extends ApiKeyStore {
  fails: boolean;
  readonly uses: Map<string, number>;
  onElsewhere(hear: (before: readonly ApiKey[], now: readonly ApiKey[]) => void): void;
  /** What another process writes. */
  elsewhere(change: (keys: readonly ApiKey[]) => readonly ApiKey[]): void;
}

export function memoryKeys(failure: () => Error = () => new Error('unwritable')): MemoryKeys {
  let keys: readonly ApiKey[] = [];
  const hearing: ((before: readonly ApiKey[], now: readonly ApiKey[]) => void)[] = [];
  const uses = new Map<string, number>();
  return {
    fails: false,
    uses,
    list: () => keys,
    async update(change) {
      const next = change(keys);
      if (this.fails) throw failure();
      keys = next;
    },
    lastUsedAt: id => uses.get(id),
    noteUse: (id, at) => void uses.set(id, at),
    onElsewhere: hear => void hearing.push(hear),
    elsewhere(change) {
      const before = keys;
      keys = change(keys);
      for (const hear of hearing) hear(before, keys);
    },
  };
}
