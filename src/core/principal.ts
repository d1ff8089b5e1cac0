export type PlatformId = 'discord' | 'telegram' | 'console';

/** In rising order of trust; having one does not imply another, so each is granted by name. */
export type Role = 'view' | 'trade' | 'approve' | 'admin';

/** A known person. Strangers never become one. */
export interface Principal {
  /** Stable across names: `discord:1234`. */
  readonly id: string;
  readonly name: string;
  readonly roles: ReadonlySet<Role>;
}

/** Where a message was written and where the answer goes. */
export interface Place {
  readonly platform: PlatformId;
  /** Discord channel, Telegram chat; `console` on the terminal. */
  readonly id: string;
  /** Discord guild; on Telegram the chat itself. */
  readonly group: string | undefined;
  readonly kind: 'private' | 'group';
}
