import type { AccountGrant, KeyCheck, KeyHolder, KeyScope, Principal } from '../../src/core/index.js';

export interface TestKeys extends KeyCheck {
  /** A new key; its id is the name. Without `who` it acts in nobody's name. */
  add(name: string, scopes: readonly KeyScope[], how?: { accounts?: AccountGrant; who?: Principal }): string;
  revoke(key: string): void;
}

/** Keys in memory, with the words of the real ones: `kco_` and 43 characters. */
export function testKeys(): TestKeys {
  const holders = new Map<string, KeyHolder>();
  return {
    check: presented => (presented === undefined ? undefined : holders.get(presented)),
    add(name, scopes, { accounts = 'all', who } = {}) {
      const key = `kco_${`${name}-${holders.size}-`.padEnd(43, 'k').slice(0, 43)}`;
      const principal = who ?? nobody(name, accounts);
      holders.set(key, { id: name, name, scopes: new Set(scopes), accounts, who: principal });
      return key;
    },
    revoke(key) {
      holders.delete(key);
    },
  };
}

function nobody(name: string, accounts: AccountGrant): Principal {
  const id = `web:key:${name}`;
  return {
    id,
    ids: [id],
    name,
    roles: new Set(['view', 'trade', 'admin']),
    accounts,
    byKey: { id: name, limits: undefined },
  };
}
