import type { Config } from './config.js';
import { Secret, type TokenVault } from './core/index.js';

/** How many tokens of the past are still looked for. A day brings one or two. */
const MOST_TOKENS = 32;

/** What must not stand in a log line, whoever put it there. */
export interface KnownSecrets {
  list(): readonly string[];
  /** The same vault; from here on every token that goes through it is known as a secret. */
  watch(vault: TokenVault): TokenVault;
}

/** Begins with every secret of the configuration and the account's number. */
export function knownSecrets(config: Config): KnownSecrets {
  const fixed = [...secretsIn(config), ...(config.kis ? [config.kis.account.number] : [])];
  const tokens = new Set<string>();

  function remember(token: string): void {
    tokens.delete(token);
    tokens.add(token);
    for (const oldest of tokens) {
      if (tokens.size <= MOST_TOKENS) break;
      tokens.delete(oldest);
    }
  }

  return {
    list: () => [...fixed, ...tokens],
    watch: vault => ({
      ...vault,
      async read(key) {
        const record = await vault.read(key);
        if (record) remember(record.token);
        return record;
      },
      save(key, record) {
        // Known before it can be used, and so before anybody can complain of it.
        remember(record.token);
        return vault.save(key, record);
      },
    }),
  };
}

function secretsIn(value: unknown): string[] {
  if (value instanceof Secret) return [value.reveal()];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(secretsIn);
}
