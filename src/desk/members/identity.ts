import { DeskError, type PlatformId, readIdentity } from '../../core/index.js';

/** Throws `input` for what is no identity. */
export function requireIdentity(text: string): string {
  const identity = readIdentity(text);
  if (identity === undefined) {
    throw new DeskError('input', 'no identity', { problem: 'identity', argument: 'who' });
  }
  return identity;
}

/** The terminal has one identity, whatever it calls the person at it. */
export const OPERATOR = 'console:operator';

export function identityOf(platform: PlatformId, userId: string): string {
  return platform === 'console' ? OPERATOR : `${platform}:${userId}`;
}

export function samePlatform(a: string, b: string): boolean {
  return a.split(':')[0] === b.split(':')[0];
}
