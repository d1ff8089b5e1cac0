import type { Config } from './config.js';
import { Secret, type TokenVault } from './core/index.js';
import { createScrubber } from './scrub.js';

/** How many tokens of one app key are still looked for. A day brings one or two. */
const MOST_TOKENS = 16;

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
  /** By the name that the vault has for the app key; the latest last. */
  const tokens = new Map<string, readonly string[]>();
  const { scrub, learn, forget } = createScrubber();
  for (const secret of fixed) learn(secret);

  function remember(key: string, token: string): void {
    const others = (tokens.get(key) ?? []).filter(one => one !== token);
    learn(token);
    for (const old of others.slice(0, Math.max(0, others.length + 1 - MOST_TOKENS))) forget(old);
    tokens.set(key, [...others, token].slice(-MOST_TOKENS));
  }

  return {
    scrub,
    add: (...secrets) => secrets.forEach(learn),
    watch: vault => ({
      ...vault,
      async read(key) {
        const record = await vault.read(key);
        if (record) remember(key, record.token);
        return record;
      },
      save(key, record) {
        // Known before it can be used, and so before anybody can complain of it.
        remember(key, record.token);
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
