import type { ApiKey, KeyScope, Secret, Stamp } from '../../core/index.js';
import { digestOf } from './digest.js';

/** A key that the configuration holds, for every account and in nobody's name. */
export interface ConfiguredKey {
  readonly id: 'sync' | 'backend';
  readonly secret: Secret;
  readonly scopes: readonly KeyScope[];
}

/**
 * What each key of the configuration may do: the first consumer is handed tokens, the operator's own programs look and
 * control. Theirs may also halt, for which the desk asks for `trade`; their orders are refused for want of an owner.
 */
export function configuredKeys(given: {
  readonly syncKey: Secret | undefined;
  readonly backendKey: Secret | undefined;
}): readonly ConfiguredKey[] {
  const { syncKey, backendKey } = given;
  return [
    ...(syncKey ? [{ id: 'sync', secret: syncKey, scopes: ['token'] } as const] : []),
    ...(backendKey
      ? [{ id: 'backend', secret: backendKey, scopes: ['read', 'trade', 'control'] } as const]
      : []),
  ];
}

/** As a key of the store would be. `since`: when the configuration was read, ms. */
export function asApiKey({ id, secret, scopes }: ConfiguredKey, stamp: Stamp, since: number): ApiKey {
  return {
    ...{ id, name: id, scopes, stamp },
    digest: digestOf(secret.reveal()).toString('hex'),
    accounts: 'all',
    previous: undefined,
    owner: undefined,
    limits: undefined,
    createdAt: since,
    expiresAt: undefined,
    revokedAt: undefined,
  };
}
