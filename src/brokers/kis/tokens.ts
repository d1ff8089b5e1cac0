import { createHash } from 'node:crypto';
import type { BrokerEventSink, Clock, TokenVault } from '../../core/index.js';
import { createRenewal, type Renewal } from '../transport/index.js';
import type { KisEnvironment } from './environment.js';
import type { KisOauth } from './oauth.js';

export interface KisTokens {
  /** The access token of all REST calls. */
  readonly access: Renewal;
  /** The WebSocket approval key. */
  readonly approval: Renewal;
  /** Revokes the access token at KIS, then drops it here. Within six hours of its issue KIS mints no other. */
  revoke(signal: AbortSignal): Promise<void>;
}

/** KIS mints a new token only six hours after the last; until then it repeats that one, even when revoked. */
const MINT_MS = 6 * 3_600_000;
/** An approval key carries no expiry and lives 24 h; an old one opens a session that stays silent. */
const APPROVAL_LIFE_MS = 12 * 3_600_000;
/** Between two approval keys, ms. KIS: 실시간 접속키 발급, once a second. */
export const APPROVAL_INTERVAL_MS = 2_000;

/** The vault key of an app key in an environment: `kis:paper:<first 16 hex of its SHA-256>`. */
export function vaultKey(environment: Pick<KisEnvironment, 'mode' | 'appKey'>): string {
  const digest = createHash('sha256').update(environment.appKey.reveal()).digest('hex');
  return `kis:${environment.mode}:${digest.slice(0, 16)}`;
}

export function createKisTokens(options: {
  readonly environment: KisEnvironment;
  readonly oauth: KisOauth;
  readonly vault: TokenVault;
  readonly clock: Clock;
  readonly emit: BrokerEventSink;
  readonly closing: AbortSignal;
}): KisTokens {
  const { environment, oauth, vault, clock, emit, closing } = options;
  const key = vaultKey(environment);
  const access = createRenewal({
    key,
    vault,
    clock,
    emit,
    closing,
    mintMs: MINT_MS,
    issue: oauth.issueToken,
  });
  const approval = createRenewal({
    key: `${key}:approval`,
    vault,
    clock,
    closing,
    // People are told about access tokens; a missing approval key shows as a real-time session that cannot open.
    emit: () => undefined,
    minIntervalMs: APPROVAL_INTERVAL_MS,
    mintMs: MINT_MS,
    issue: async (signal, leaving) => ({
      token: await oauth.approvalKey(signal, leaving),
      expiresAt: clock.now() + APPROVAL_LIFE_MS,
    }),
  });
  return {
    access,
    approval,
    async revoke(signal) {
      const token = await access.current(signal);
      await oauth.revokeToken(token, signal);
      await access.forget(token);
    },
  };
}
