import { createHash } from 'node:crypto';
import type { Clock, HandedToken, TokenRecord } from '../../core/index.js';

/** A token in memory, judged by both clocks. */
export interface HeldToken {
  readonly record: TokenRecord;
  /** As other programs are given it. */
  readonly handed: HandedToken;
  /** First 8 hex digits of its SHA-256. */
  readonly fingerprint: string;
  /** When renewal falls due, ms. */
  readonly renewAt: number;
  /** How long it may still be used, ms; 0 or less when it may not. */
  remaining(): number;
  /** How long the broker still takes it, ms: a minute more. */
  left(): number;
  isDue(): boolean;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A token is neither used nor handed out in its last minute, so that no request outlives it. */
const LAST_USE_MS = MINUTE_MS;
/** So early that a broker out of order for hours leaves people time to see to it. */
const DUE_BEFORE_EXPIRY_MS = 3 * HOUR_MS;
const DUE_AFTER_ISSUE_MS = 23 * HOUR_MS;

/**
 * Time goes by whichever clock is ahead: a wall clock set back must not bring a token back to life, and a monotonic
 * clock stands still while a machine sleeps.
 */
export function holdToken(record: TokenRecord, clock: Clock): HeldToken {
  const offset = clock.now() - clock.monotonic();
  const now = () => Math.max(clock.now(), clock.monotonic() + offset);
  const renewAt = Math.min(record.expiresAt - DUE_BEFORE_EXPIRY_MS, record.issuedAt + DUE_AFTER_ISSUE_MS);
  const { token, issuedAt, expiresAt, generation } = record;
  return {
    record,
    handed: Object.freeze({ token, issuedAt, expiresAt, generation, refreshAfter: renewAt }),
    fingerprint: createHash('sha256').update(record.token).digest('hex').slice(0, 8),
    renewAt,
    remaining: () => record.expiresAt - LAST_USE_MS - now(),
    left: () => record.expiresAt - now(),
    isDue: () => now() >= renewAt,
  };
}
