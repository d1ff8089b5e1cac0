import { timingSafeEqual } from 'node:crypto';
import type { ApiKey, KeyHolder, MemberView, Stamp } from '../../core/index.js';
import { digestPresented } from './digest.js';
import { holderOf } from './holder.js';

/** Every key with whoever comes with it, worked out once for as long as neither keys nor members change. */
export interface KeyTable {
  readonly holders: ReadonlyMap<string, KeyHolder>;
  /**
   * Who comes with this key now. It is compared with every digest there is, good or not, to its end, so that how long it
   * takes tells nothing about what is wrong with it.
   */
  match(presented: string | undefined, now: number): KeyHolder | undefined;
}

interface Row {
  readonly digest: Buffer;
  /** ms, exclusive. */
  readonly until: number;
  readonly holder: KeyHolder | undefined;
}

/** `holders` has no key that is revoked, ownerless or made for another environment; whether it expired, its time tells. */
export function keyTable(keys: readonly ApiKey[], members: readonly MemberView[], stamp: Stamp): KeyTable {
  const holders = new Map<string, KeyHolder>();
  const rows: Row[] = [];
  for (const key of keys) {
    const owner = members.find(({ identities }) => identities.some(identity => identity === key.owner));
    const isGood = key.revokedAt === undefined && key.stamp === stamp;
    const holder = isGood ? holderOf(key, owner) : undefined;
    if (holder) holders.set(key.id, holder);
    rows.push({ digest: Buffer.from(key.digest, 'hex'), until: key.expiresAt ?? Infinity, holder });
    if (key.previous) {
      const { digest, until } = key.previous;
      rows.push({ digest: Buffer.from(digest, 'hex'), until, holder });
    }
  }
  return {
    holders,
    match(presented, now) {
      const digest = digestPresented(presented);
      let found: KeyHolder | undefined;
      for (const row of rows) {
        const isIt = timingSafeEqual(row.digest, digest);
        const isGood = now < row.until;
        found = isIt && isGood ? row.holder : found;
      }
      return found;
    },
  };
}
