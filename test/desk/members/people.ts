import { createHash } from 'node:crypto';
import type { DeskError, Member, MemberStore, Notice } from '../../../src/core/index.js';
import { asDeskError } from '../../../src/core/index.js';
import { createMembers } from '../../../src/desk/members/members.js';
import { manualClock } from '../../support/clock.js';
import { memoryMembers } from '../../support/memory-members.js';

/** Members on a store in memory, their codes drawn from a known series. */
export function people(
  stored: readonly Member[] = [],
  over: { admins?: readonly string[]; operator?: string; store?: MemberStore } = {},
) {
  const clock = manualClock();
  const notices: Notice[] = [];
  const store = over.store ?? memoryMembers(stored);
  let drawn = 0;
  const members = createMembers({
    store,
    admins: over.admins ?? [],
    operator: over.operator,
    clock,
    random: count => createHash('sha256').update(String(drawn++)).digest().subarray(0, count),
    language: 'ko',
    tell: notice => void notices.push(notice),
  });
  /** Whose this identity is; fails the test when nobody's. */
  const who = (identity: string) => {
    const [platform, userId = ''] = identity.split(':');
    const found =
      platform === 'discord' || platform === 'telegram' ? members.find(platform, userId) : undefined;
    const principal = platform === 'console' ? members.find('console', '') : found;
    if (!principal) throw new Error(`${identity} is nobody's`);
    return principal;
  };
  const known = (identity: string) => members.list().some(({ identities }) => identities.includes(identity));
  return { clock, notices, store, members, who, known };
}

/** What the call was refused with. */
export async function refusal(call: () => unknown): Promise<Pick<DeskError, 'kind' | 'detail'>> {
  try {
    await call();
  } catch (thrown) {
    const { kind, detail } = asDeskError(thrown);
    return { kind, detail };
  }
  throw new Error('it was not refused');
}
