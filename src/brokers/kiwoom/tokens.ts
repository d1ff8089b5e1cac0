import { createHash } from 'node:crypto';
import type { BrokerEventSink, Clock, TokenVault } from '../../core/index.js';
import { createRenewal, type Renewal } from '../transport/index.js';
import type { KiwoomEnvironment } from './environment.js';
import type { KiwoomOauth } from './oauth.js';

export interface KiwoomTokens {
  /** The access token of all calls and of the real-time session. */
  readonly access: Renewal;
  /** Revokes the access token at Kiwoom, then drops it here. */
  revoke(signal: AbortSignal): Promise<void>;
}

/** The vault key of an app key in an environment: `kiwoom:paper:<first 16 hex of its SHA-256>`. */
export function vaultKey(environment: Pick<KiwoomEnvironment, 'mode' | 'appKey'>): string {
  const digest = createHash('sha256').update(environment.appKey.reveal()).digest('hex');
  return `kiwoom:${environment.mode}:${digest.slice(0, 16)}`;
}

export function createKiwoomTokens(options: {
  readonly environment: Pick<KiwoomEnvironment, 'mode' | 'appKey'>;
  readonly oauth: KiwoomOauth;
  readonly vault: TokenVault;
  readonly clock: Clock;
  readonly emit: BrokerEventSink;
  readonly closing: AbortSignal;
}): KiwoomTokens {
  const { environment, oauth, vault, clock, emit, closing } = options;
  const access = createRenewal({
    key: vaultKey(environment),
    vault,
    clock,
    emit,
    closing,
    // Some app keys were seen to get the living token once more until its end, others a new one at once.
    repeats: true,
    issue: oauth.issueToken,
  });
  return {
    access,
    async revoke(signal) {
      const token = await access.current(signal);
      await oauth.revokeToken(token, signal);
      await access.forget(token);
    },
  };
}
