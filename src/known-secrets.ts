import type { Config } from './config.js';
import { Secret, type TokenVault } from './core/index.js';
import { createScrubber } from './scrub.js';

/** How many tokens and keys that came up while the desk ran are looked for: those of a thousand accounts. */
const MOST_LEARNED = 4_000;

/** What must not stand in a log line, whoever put it there. */
export interface KnownSecrets {
  /** The text with each of them blotted out, however it is encoded. */
  scrub(text: string): string;
  /** From here on this is a secret. */
  add(...secrets: readonly string[]): void;
  /** The same vault; from here on every token that goes through it is known as a secret. */
  watch(vault: TokenVault): TokenVault;
}

/** Begins with every secret of the configuration and its accounts' numbers. */
export function knownSecrets(config: Config): KnownSecrets {
  const numbers = [config.kis?.account.number, config.kiwoom?.number?.number];
  const fixed = new Set([...secretsIn(config), ...numbers.filter(number => number !== undefined)]);
  const learned = new Set<string>();
  const { scrub, learn, forget } = createScrubber();
  for (const secret of fixed) learn(secret);

  function remember(secret: string): void {
    if (fixed.has(secret)) return;
    learned.delete(secret);
    learned.add(secret);
    learn(secret);
    for (const oldest of learned) {
      if (learned.size <= MOST_LEARNED) break;
      learned.delete(oldest);
      forget(oldest);
    }
  }

  return {
    scrub,
    add: (...secrets) => secrets.forEach(remember),
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
