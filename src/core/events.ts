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
  | { kind: 'rateRefused'; at: number; operation: string; code: string };

export type BrokerEventSink = (event: BrokerEvent) => void;
