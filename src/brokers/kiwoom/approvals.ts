import { DeskError, type TokenControl } from '../../core/index.js';

/** Kiwoom opens real-time sessions by the access token: there are no keys for them. Whoever asks is told `notOffered`. */
export function createApprovals(): TokenControl {
  const notOffered = () => Promise.reject(new DeskError('notOffered', 'Kiwoom has no approval keys'));
  return {
    status: () => ({
      fingerprint: undefined,
      state: 'none',
      issuedAt: undefined,
      expiresAt: undefined,
      generation: 0,
      renewAt: undefined,
      coolingUntil: undefined,
      lastError: undefined,
    }),
    hand: notOffered,
    renewIfDue: notOffered,
    forceRenew: notOffered,
  };
}
