/** A broker access token as it rests in the store. */
export interface TokenRecord {
  token: string;
  /** When we received it, ms. */
  issuedAt: number;
  /** When the broker says it dies, ms. */
  expiresAt: number;
  /** Grows by one with every token stored under this key. */
  generation: number;
}

/**
 * Where tokens rest. Keys name broker, mode and app key together (`kis:paper:3fa9…`), so that tokens of two
 * environments cannot meet. `read` looks at the disk, since another process may have written.
 */
export interface TokenVault {
  read(key: string): Promise<TokenRecord | undefined>;
  /** Durable (fsynced) when it resolves. */
  save(key: string, record: TokenRecord): Promise<void>;
  forget(key: string): Promise<void>;
  /** When a token was last asked for under this key, ms; survives restarts, so the one-a-minute rule does too. */
  lastAttempt(key: string): Promise<number | undefined>;
  noteAttempt(key: string, at: number): Promise<void>;
}

/** A token that is given to another program. Times in ms. */
export interface HandedToken {
  readonly token: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly generation: number;
  /** When the desk renews it; who keeps it should ask again then. */
  readonly refreshAfter: number;
}

/** What people may see of a token: never the token. */
export interface TokenStatus {
  /** First 8 hex digits of its SHA-256. */
  fingerprint: string | undefined;
  state: 'none' | 'fresh' | 'due' | 'expired';
  issuedAt: number | undefined;
  expiresAt: number | undefined;
  generation: number;
  /** When renewal falls due, ms. */
  renewAt: number | undefined;
  /** Earliest moment the one-a-minute rule allows another issue, ms; undefined when it allows one now. */
  coolingUntil: number | undefined;
  lastError: { at: number; message: string; code: string | undefined } | undefined;
}

/** The part of a broker's token care that commands and jobs may use. */
export interface TokenControl {
  status(): TokenStatus;
  /**
   * The token to use, renewed first when it is missing or over; never one with less than a minute left. Without I/O while
   * it is fresh. Throws DeskError: `cooldown` and `deadToken` with `detail.until`, and what an issue throws.
   */
  hand(signal?: AbortSignal): Promise<HandedToken>;
  /** Renews when due; true when a new token was stored. Never issues more than once a minute. */
  renewIfDue(signal?: AbortSignal): Promise<boolean>;
  /** Asks for a new token now. Throws `cooldown` while the one-a-minute rule blocks. */
  forceRenew(signal?: AbortSignal): Promise<TokenStatus>;
}
