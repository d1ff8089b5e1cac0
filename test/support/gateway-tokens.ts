import { DeskError, type HandedToken, type TokenControl, type TokenStatus } from '../../src/core/index.js';

/** A token in memory that a test exchanges, lets fail and looks at. */
export interface TestTokens extends TokenControl {
  held: HandedToken | undefined;
  /** While set, `hand` and `forceRenew` reject with it. */
  failure: Error | undefined;
  /** How often somebody asked for it. */
  hands: number;
  renewals: number;
}

const HOUR = 3_600_000;

export function testTokens(now: () => number): TestTokens {
  const fresh = (generation: number): HandedToken => ({
    token: `broker-token-${generation}`,
    issuedAt: now(),
    expiresAt: now() + 24 * HOUR,
    generation,
    refreshAfter: now() + 22 * HOUR,
  });
  const status = (): TokenStatus => ({
    fingerprint: tokens.held && `0000000${tokens.held.generation}`.slice(-8),
    state: tokens.held ? 'fresh' : 'none',
    issuedAt: tokens.held?.issuedAt,
    expiresAt: tokens.held?.expiresAt,
    generation: tokens.held?.generation ?? 0,
    renewAt: tokens.held?.refreshAfter,
    coolingUntil: undefined,
    lastError: undefined,
  });
  const tokens: TestTokens = {
    held: fresh(1),
    failure: undefined,
    hands: 0,
    renewals: 0,
    status,
    async hand() {
      tokens.hands += 1;
      if (tokens.failure) throw tokens.failure;
      if (!tokens.held) throw new DeskError('unavailable', 'no token');
      return tokens.held;
    },
    async renewIfDue() {
      return false;
    },
    async forceRenew() {
      if (tokens.failure) throw tokens.failure;
      tokens.renewals += 1;
      tokens.held = fresh((tokens.held?.generation ?? 0) + 1);
      return status();
    },
  };
  return tokens;
}
