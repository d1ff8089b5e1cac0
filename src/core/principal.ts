import { type AccountRef, accountKey } from './account.js';
import type { KeyLimits } from './api-key.js';

/** THE list of platforms: whatever reads one back from the disk knows all of them. */
export const PLATFORM_IDS = ['discord', 'telegram', 'console', 'web'] as const;

export type PlatformId = (typeof PLATFORM_IDS)[number];

/** In rising order of trust; having one does not imply another, so each is granted by name. */
export type Role = 'view' | 'trade' | 'approve' | 'admin';

/** A known person. Strangers never become one. */
export interface Principal {
  /** Stable across names and platforms: the first of the person's identities, such as `discord:1234`. */
  readonly id: string;
  /** Every identity of the person, `id` among them: what any of them did, this person did. */
  readonly ids: readonly string[];
  readonly name: string;
  readonly roles: ReadonlySet<Role>;
  /** The accounts they may look at and trade, as `accountKey` writes them. */
  readonly accounts: AccountGrant;
  /**
   * The API key that speaks in this person's name; its identity `web:key:<id>` is among `ids`. Whoever comes with a key
   * is a program: it never confirms what a person has to.
   */
  readonly byKey?: { readonly id: string; readonly limits: KeyLimits | undefined };
}

/** `all`, or a list of account keys; an empty list means none. */
export type AccountGrant = 'all' | readonly string[];

/** Whether this account was given to the person. */
export function mayUse({ accounts }: Pick<Principal, 'accounts'>, account: AccountRef): boolean {
  return accounts === 'all' || accounts.includes(accountKey(account));
}

/** Where a message was written and where the answer goes. */
export interface Place {
  readonly platform: PlatformId;
  /** Discord channel, Telegram chat; `console` on the terminal; `key:<id>` or `page:<session>` over HTTP. */
  readonly id: string;
  /** Discord guild; on Telegram the chat itself. */
  readonly group: string | undefined;
  readonly kind: 'private' | 'group';
}
