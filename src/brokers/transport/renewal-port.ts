import type { BrokerEventSink, Clock, TokenControl, TokenVault } from '../../core/index.js';

/** A token as the broker hands it out. `expiresAt` in ms. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresAt: number;
}

export interface RenewalOptions {
  /** Under which the vault keeps this token; names broker, mode and app key. */
  readonly key: string;
  readonly vault: TokenVault;
  readonly clock: Clock;
  readonly emit: BrokerEventSink;
  /**
   * Asks the broker once, and awaits `leaving` right before the request leaves: the minute counts from there, not from
   * the queue. Throws DeskError; `detail.code` is the broker's code.
   */
  readonly issue: (signal: AbortSignal, leaving: () => Promise<void>) => Promise<IssuedToken>;
  /** Never two issues within this span, across restarts too. */
  readonly minIntervalMs?: number;
  /** For so long after its issue the broker mints no other token, even when that one was revoked, ms. */
  readonly mintMs?: number;
  /** The broker may hand out the living token until its very end: that one is then used so long, and not asked for in vain. */
  readonly repeats?: boolean;
  /** Aborts when the broker is closed. */
  readonly closing: AbortSignal;
}

/** Keeps one token alive. Throws DeskError: `cooldown`, `deadToken`, `storage`, and whatever `issue` throws. */
export interface Renewal extends TokenControl {
  /** The token to use. Without I/O while it is fresh; while it is merely due, a renewal starts behind the caller. */
  current(signal?: AbortSignal): Promise<string>;
  /** The token to use at this moment; undefined while there is none. Like `current` it sees to one that is due. */
  peek(): string | undefined;
  /** After the broker called `dead` invalid: a newer token from memory, from the vault or from one issue. */
  recover(dead: string, signal?: AbortSignal): Promise<string>;
  /** Drops a token that was revoked; the broker may hand it out again, but it will not be believed. */
  forget(revoked: string): Promise<void>;
}
