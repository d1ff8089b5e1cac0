import type { Member, MemberStore, PlatformId, Role } from '../../src/core/index.js';

/** Somebody by the number of one platform. */
export interface ListedPerson {
  readonly platform: Exclude<PlatformId, 'console'>;
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/** Every account is theirs unless something else is said. */
export function memberOf(
  { platform, userId, name, roles }: ListedPerson,
  over: Partial<Member> = {},
): Member {
  const id = `${platform}:${userId}`;
  return { id, name, identities: [id], roles, accounts: 'all', since: 0, ...over };
}

/** Members in memory; `fails` is asked before every write. */
export function memoryMembers(
  members: readonly Member[] = [],
  fails: () => Error | undefined = () => undefined,
): MemberStore {
  let durable = members;
  let turn: Promise<unknown> = Promise.resolve();
  return {
    list: () => durable,
    update(change) {
      const result = turn.then(() => {
        const next = change(durable);
        const failure = fails();
        if (failure) throw failure;
        durable = next;
      });
      turn = result.catch(() => undefined);
      return result;
    },
  };
}
