import type { Stamp } from './account.js';
import type { Won } from './money.js';
import type { AccountGrant, Principal } from './principal.js';

/**
 * What a program with a key may do. `token`: be handed the broker's token. `read`: look. `trade`: make tickets that a
 * person confirms. `unattended`: have its tickets sent without a person, within limits of its own. `control`: what an
 * admin does. Having one does not imply another.
 */
export const KEY_SCOPES = ['token', 'read', 'trade', 'unattended', 'control'] as const;

export type KeyScope = (typeof KEY_SCOPES)[number];

/** What a key may order without a person; beside these every limit of its owner and of the account holds. */
export interface KeyLimits {
  /** One order, won. */
  readonly orderAmount: Won;
  /** All its orders of one KST day, won. */
  readonly dayAmount: Won;
  /** Orders of one KST day. */
  readonly dayCount: number;
}

/** A key as it rests in the store: everything but the key itself. */
export interface ApiKey {
  /** Public, eight characters of base32; it stays when the key is rotated. */
  readonly id: string;
  /** As people call it: `^[a-z][a-z0-9-]{0,31}$`, one of its kind. */
  readonly name: string;
  /** SHA-256 of the key, hex. */
  readonly digest: string;
  /** The key before the last rotation, good until `until`, ms. */
  readonly previous: { readonly digest: string; readonly until: number } | undefined;
  readonly scopes: readonly KeyScope[];
  readonly accounts: AccountGrant;
  /** The only environment in which it is good. */
  readonly stamp: Stamp;
  /** The member in whose name it acts; without them it is good for nothing. undefined: it acts in nobody's name. */
  readonly owner: string | undefined;
  /** Goes with `unattended`. */
  readonly limits: KeyLimits | undefined;
  /** ms, as the two below. */
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  readonly revokedAt: number | undefined;
}

/**
 * `elsewhere`: made for another environment. `ownerless`: whoever it acts for is no member any more, or may do nothing
 * of what it is for.
 */
export type KeyState = 'good' | 'expired' | 'revoked' | 'elsewhere' | 'ownerless';

/** A key as people see it. */
export interface ApiKeyView extends Omit<ApiKey, 'digest' | 'previous'> {
  readonly state: KeyState;
  /** ms; undefined: never. */
  readonly lastUsedAt: number | undefined;
  /** The configuration names it: it is changed there. */
  readonly fixed: boolean;
}

export interface KeyWish {
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly accounts: AccountGrant;
  readonly owner: string | undefined;
  readonly limits: KeyLimits | undefined;
  /** ms from now; undefined: it does not expire. */
  readonly lifeMs: number | undefined;
}

/** A key at the only moment at which it is known. */
export interface MadeKey {
  readonly view: ApiKeyView;
  /** `kco_` and 43 characters of base64url: 256 random bits. */
  readonly key: string;
}

/** Keys as commands see them. Every change is durable when it resolves and counts from then on, everywhere within 1 s. */
export interface KeyControl {
  list(): readonly ApiKeyView[];
  /**
   * The name of a key that is over may be used anew. Throws `input` for what does not go together, `impossible` for a
   * name that is in use.
   */
  add(wish: KeyWish): Promise<MadeKey>;
  /**
   * A new key under the old name and id, for as long a life as the old one was given; the old one stays good for
   * `overlapMs`, at most 30 days and its own life. Throws `notFound`, and `impossible` for what is over or fixed.
   */
  rotate(name: string, overlapMs: number): Promise<MadeKey>;
  /** Throws `notFound`, and `impossible` for what the configuration names. */
  revoke(name: string): Promise<ApiKeyView>;
}

/**
 * Where keys rest. A second process (`npm run keys`) may change them: `list` knows of it within half a second.
 */
export interface ApiKeyStore {
  /** What is durable, from memory. */
  list(): readonly ApiKey[];
  /** Durable when it resolves. Of two changes at once, also of two processes, each sees the other. Throws `storage`. */
  update(change: (keys: readonly ApiKey[]) => readonly ApiKey[]): Promise<void>;
  /** ms; undefined: never. From memory. */
  lastUsedAt(id: string): number | undefined;
  /** Returns at once; written down at leisure. */
  noteUse(id: string, at: number): void;
}

/** Who came with a key that is good now. */
export interface KeyHolder {
  /** The key's id; `sync` and `backend` for those of the configuration. */
  readonly id: string;
  readonly name: string;
  readonly scopes: ReadonlySet<KeyScope>;
  readonly accounts: AccountGrant;
  /**
   * As whom the desk's commands and reads see it: the owner, with no more roles and accounts than both they and the key
   * have. A key that acts in nobody's name is `web:key:<id>`.
   */
  readonly who: Principal;
}

/** The gate of the gateway. */
export interface KeyCheck {
  /** undefined for a key that is missing, wrong, expired, revoked, of another environment or ownerless: all alike. */
  check(presented: string | undefined): KeyHolder | undefined;
}

const LOCAL_ID = 'web:key:local';

/** Whoever calls from this computer without a key, where none is required; `key:local` is its place. */
export const LOCAL_PROGRAM: Principal = {
  id: LOCAL_ID,
  ids: [LOCAL_ID],
  name: 'local',
  roles: new Set(['view', 'admin']),
  accounts: 'all',
  byKey: { id: 'local', limits: undefined },
};
