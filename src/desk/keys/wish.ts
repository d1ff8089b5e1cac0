import { KEY_SCOPES, type KeyLimits, type KeyWish, type MemberView } from '../../core/index.js';
import { beyond } from './holder.js';
import { keyInput } from './problems.js';

const NAME = /^[a-z][a-z0-9-]{0,31}$/;
const SHORTEST_LIFE_MS = 3_600_000;
const LONGEST_LIFE_MS = 731 * 86_400_000;
const LONGEST_OVERLAP_MS = 30 * 86_400_000;
const MOST_WON = 1_000_000_000_000n;
const MOST_ORDERS = 10_000;

/** A wish whose parts go together, its scopes in order and each once. Throws `input`. `owner`: who is named in it. */
export function requireWish(wish: KeyWish, owner: MemberView | undefined): KeyWish {
  if (!NAME.test(wish.name)) throw keyInput('keyName', { argument: 'name' });
  const scopes = KEY_SCOPES.filter(scope => wish.scopes.includes(scope));
  if (scopes.length === 0) throw keyInput('keyScopes');
  if (scopes.includes('unattended') && !scopes.includes('trade')) throw keyInput('keyUnattended');
  if (scopes.includes('trade') && wish.owner === undefined) throw keyInput('keyOwner');
  if (wish.owner !== undefined && !owner) throw keyInput('keyOwnerUnknown', { owner: wish.owner });
  const [scope] = owner ? beyond(scopes, owner) : [];
  if (scope !== undefined) throw keyInput('keyOwnerRole', { scope });
  requireLimits(wish.limits, scopes.includes('unattended'));
  const { lifeMs } = wish;
  if (lifeMs !== undefined && !(lifeMs >= SHORTEST_LIFE_MS && lifeMs <= LONGEST_LIFE_MS))
    throw keyInput('keyLife');
  return { ...wish, scopes, owner: owner?.id };
}

/** Throws `input`. */
export function requireOverlap(overlapMs: number): number {
  if (!(overlapMs >= 0 && overlapMs <= LONGEST_OVERLAP_MS)) throw keyInput('keyOverlap');
  return overlapMs;
}

function requireLimits(limits: KeyLimits | undefined, isUnattended: boolean): void {
  if (!isUnattended) {
    if (limits) throw keyInput('keyLimitsUseless');
    return;
  }
  if (!limits) throw keyInput('keyLimits');
  const { orderAmount, dayAmount, dayCount } = limits;
  const isRight =
    orderAmount > 0n &&
    dayAmount >= orderAmount &&
    dayAmount <= MOST_WON &&
    Number.isInteger(dayCount) &&
    dayCount > 0 &&
    dayCount <= MOST_ORDERS;
  if (!isRight) throw keyInput('keyLimits');
}
