import type { AccountRef } from './account.js';
import type { Bilingual } from './language.js';

/** What a broker tells the desk. Plain data without secrets: it goes to logs and to people. */
export type BrokerEvent =
  | { kind: 'tokenRenewed'; at: number; generation: number; expiresAt: number }
  | {
      kind: 'tokenRefreshFailed';
      at: number;
      code: string | undefined;
      message: string;
      /** How long the old token still serves, ms; 0 when there is none. */
      remainingMs: number;
      retryAt: number;
    }
  /** A read was given up: exactly one per read, whichever way its retries ended. */
  | {
      kind: 'retriesExhausted';
      at: number;
      operation: string;
      attempts: number;
      lastError: string;
      elapsedMs: number;
    }
  | { kind: 'rateRefused'; at: number; operation: string; code: string }
  /** Every call that went to the broker, for the audit trail. `account` is masked. */
  | {
      kind: 'called';
      at: number;
      operation: string;
      /** `ok`, `refused`, `notSent`, `unknown`, `failed`. */
      outcome: string;
      code: string | undefined;
      /** HTTP requests that left, repeats included. */
      attempts: number;
      elapsedMs: number;
    }
  /** The broker's clock (its `Date` header) and ours differ by more than half a minute; ahead is positive. */
  | { kind: 'clockSkew'; at: number; skewMs: number }
  /**
   * The broker called a token invalid that had time left: revoked, or replaced by another program with the same app key.
   * `times` within the last hour, this one counted.
   */
  | { kind: 'tokenDied'; at: number; times: number }
  /** Tokens died before their time again and again: another program uses this app key. */
  | { kind: 'foreignToken'; at: number; times: number }
  /** The broker's answers look like maintenance, or do no more. */
  | { kind: 'maintenance'; at: number; phase: 'begun' | 'over'; operation: string }
  /** How the desk hears of fills has changed. */
  | { kind: 'executions'; at: number; state: 'live' | 'lost'; reason: Bilingual | undefined };

/** `from`: whose line it happened on; a broker by itself knows of one account only and leaves it out. */
export type BrokerEventSink = (event: BrokerEvent, from?: AccountRef) => void;
