import { randomBytes } from 'node:crypto';
import {
  DeskError,
  type KeyScope,
  type KeyWish,
  type Member,
  type Notice,
  type Role,
  Secret,
  type Stamp,
} from '../../../src/core/index.js';
import { configuredKeys } from '../../../src/desk/keys/configured.js';
import { createKeys } from '../../../src/desk/keys/keys.js';
import { createMembers } from '../../../src/desk/members/members.js';
import { manualClock } from '../../support/clock.js';
import { memoryKeys } from '../../support/memory-keys.js';
import { memberOf, memoryMembers } from '../../support/memory-members.js';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const FATHER = memberOf({
  platform: 'discord',
  userId: '1001',
  name: '아빠',
  roles: ['view', 'trade', 'admin'],
});
export const MOTHER = memberOf(
  { platform: 'telegram', userId: '5678', name: '엄마', roles: ['view', 'trade'] },
  { accounts: ['50107788-01'] },
);
export const SYNC = `sync-${'Qx7'.repeat(15)}`;
export const BACKEND = `backend-${'Zk2'.repeat(15)}`;
export const LIMITS = { orderAmount: 1_000_000n, dayAmount: 5_000_000n, dayCount: 10 };

/** Keys over a store in memory and real members, as the father asks for them. */
export function keyRoom(options: { readonly stamp?: Stamp; readonly people?: readonly Member[] } = {}) {
  const { stamp = 'demo', people = [FATHER, MOTHER] } = options;
  const clock = manualClock();
  const store = memoryKeys(() => new DeskError('storage', 'disk full'));
  const notices: Notice[] = [];
  const audited: string[] = [];
  const tell = (notice: Notice) => void notices.push(notice);
  const memberStore = memoryMembers(people);
  const members = createMembers({
    store: memberStore,
    admins: [],
    operator: undefined,
    clock,
    random: randomBytes,
    language: 'ko',
    tell,
  });
  const open = (at: Stamp) =>
    createKeys({
      store,
      configured: configuredKeys({ syncKey: new Secret(SYNC), backendKey: new Secret(BACKEND) }),
      members,
      stamp: at,
      clock,
      random: randomBytes,
      language: 'ko',
      tell,
      audit: {
        async record({ who, place, act }) {
          audited.push(`${who} ${place}: ${act}`);
          return { line: audited.length, hash: '' };
        },
      },
    });
  const keys = open(stamp);
  const control = keys.controlFor({ id: FATHER.id, name: FATHER.name });
  const wish = (name: string, scopes: readonly KeyScope[], over: Partial<KeyWish> = {}): KeyWish => ({
    name,
    scopes,
    accounts: 'all',
    owner: FATHER.id,
    limits: undefined,
    lifeMs: undefined,
    ...over,
  });
  const add = (name: string, scopes: readonly KeyScope[], over?: Partial<KeyWish>) =>
    control.add(wish(name, scopes, over));
  const stateOf = (name: string) => control.list().find(key => key.name === name)?.state;
  const setRoles = (id: string, roles: readonly Role[]) =>
    memberStore.update(all => all.map(member => (member.id === id ? { ...member, roles } : member)));
  return {
    ...{
      clock,
      store,
      notices,
      audited,
      members,
      memberStore,
      keys,
      control,
      open,
      wish,
      add,
      stateOf,
      setRoles,
    },
  };
}
