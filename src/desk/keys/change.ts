import type { ApiKey, KeyWish, Stamp } from '../../core/index.js';
import { isOver } from './holder.js';
import { keyProblem, noSuchKey } from './problems.js';

/** Capitals do not matter in it, and no two of its characters look alike. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const ID_LENGTH = 8;

/** A public name of eight characters, which no key has yet. */
export function freshId(keys: readonly ApiKey[], random: (size: number) => Uint8Array): string {
  for (;;) {
    const id = Array.from(random(ID_LENGTH), byte => ALPHABET[byte & 31]).join('');
    if (!keys.some(key => key.id === id)) return id;
  }
}

/** A key as it is wished for; of keys of its name that are over nothing is kept. Throws `impossible`. */
export function added(
  keys: readonly ApiKey[],
  wish: KeyWish,
  made: { readonly id: string; readonly digest: string; readonly stamp: Stamp; readonly now: number },
): readonly ApiKey[] {
  const { now, id, digest, stamp } = made;
  const { name, scopes, accounts, owner, limits, lifeMs } = wish;
  if (keys.some(key => key.name === name && !isOver(key, now))) throw keyProblem('keyTaken', name);
  const key: ApiKey = {
    ...{ id, name, digest, scopes, accounts, stamp, owner, limits },
    previous: undefined,
    createdAt: now,
    expiresAt: lifeMs === undefined ? undefined : now + lifeMs,
    revokedAt: undefined,
  };
  return [...keys.filter(other => other.name !== name), key];
}

/** The key with another digest, its life begun anew. Throws `notFound`, and `impossible` for a key that is over. */
export function rotated(
  keys: readonly ApiKey[],
  name: string,
  made: { readonly digest: string; readonly overlapMs: number; readonly now: number },
): readonly ApiKey[] {
  const { digest, overlapMs, now } = made;
  const key = named(keys, name);
  if (isOver(key, now)) throw keyProblem('keyOver', name);
  const until = Math.min(now + overlapMs, key.expiresAt ?? Infinity);
  const next: ApiKey = {
    ...key,
    digest,
    previous: overlapMs > 0 ? { digest: key.digest, until } : undefined,
    createdAt: now,
    expiresAt: key.expiresAt === undefined ? undefined : now + (key.expiresAt - key.createdAt),
  };
  return keys.map(other => (other === key ? next : other));
}

/** The key and the one before it are good for nothing from now on. Throws `notFound`. */
export function revoked(keys: readonly ApiKey[], name: string, now: number): readonly ApiKey[] {
  const key = named(keys, name);
  if (key.revokedAt !== undefined) return keys;
  return keys.map(other => (other === key ? { ...key, previous: undefined, revokedAt: now } : other));
}

function named(keys: readonly ApiKey[], name: string): ApiKey {
  const key = keys.find(one => one.name === name);
  if (!key) throw noSuchKey(name);
  return key;
}
