import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MemberView, Principal, Role } from '../../../src/core/index.js';
import { memberOf } from '../../support/memory-members.js';
import { people } from './people.js';

const ADMIN = memberOf({ platform: 'discord', userId: '1', name: 'n1', roles: ['view', 'admin'] });
const FIXED = 'telegram:2';
const IDENTITIES = ['discord:1', FIXED, 'discord:3', 'telegram:4', 'discord:5', 'telegram:6'];
const ROLES: readonly Role[] = ['view', 'trade', 'approve', 'admin'];

const identity = fc.constantFrom(...IDENTITIES);
const name = fc.constantFrom('n1', 'n2', 'n3', 'n4', 'n');
const target = fc.oneof(identity, name);
const roles = fc.subarray([...ROLES]);
const accounts = fc.oneof(fc.constant('all' as const), fc.subarray(['11111111-01', '22222222-01']));

type Step =
  | { readonly kind: 'add'; readonly who: string; readonly name: string; readonly roles: readonly Role[] }
  | { readonly kind: 'roles'; readonly who: string; readonly roles: readonly Role[] }
  | { readonly kind: 'accounts'; readonly who: string; readonly accounts: 'all' | readonly string[] }
  | { readonly kind: 'remove'; readonly who: string }
  | { readonly kind: 'join'; readonly owner: string; readonly who: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('add'), who: identity, name, roles }),
  fc.record({ kind: fc.constant('roles'), who: target, roles }),
  fc.record({ kind: fc.constant('accounts'), who: target, accounts }),
  fc.record({ kind: fc.constant('remove'), who: target }),
  fc.record({ kind: fc.constant('join'), owner: identity, who: identity }),
);

type Room = ReturnType<typeof people>;

const principal = (room: Room, id: string): Principal | undefined => {
  const [platform, userId = ''] = id.split(':');
  return room.members.find(platform === 'discord' ? 'discord' : 'telegram', userId);
};

/** Whether it happened. */
async function tried(room: Room, by: Principal, one: Step): Promise<boolean> {
  const { members } = room;
  const doing = async () => {
    switch (one.kind) {
      case 'add':
        return members.add(one.who, one.name, one.roles);
      case 'roles':
        return members.setRoles(one.who, one.roles, by);
      case 'accounts':
        return members.setAccounts(one.who, one.accounts);
      case 'remove':
        return members.remove(one.who, by);
      case 'join': {
        const owner = principal(room, one.owner);
        if (!owner) throw new Error('nobody asks for a code');
        return members.redeem(members.newCode(owner).code, one.who);
      }
    }
  };
  return doing().then(
    () => true,
    () => false,
  );
}

/** Rights somebody has that they had not: per identity, since people come together and apart. */
function gained(before: readonly MemberView[], after: readonly MemberView[]): string[] {
  const rights = (views: readonly MemberView[]) =>
    views.flatMap(({ identities, roles: held, accounts: grant }) =>
      identities.flatMap(id => [
        ...held.map(role => `${id} ${role}`),
        ...(grant === 'all' ? ['all', '11111111-01', '22222222-01'] : grant).map(key => `${id} ${key}`),
      ]),
    );
  const had = new Set(rights(before));
  return rights(after).filter(right => !had.has(right));
}

/** What this step may give: what was asked for, or to those who join what any of the two had. */
function allowed(
  one: Step,
  before: readonly MemberView[],
  after: readonly MemberView[],
): (right: string) => boolean {
  const of = (views: readonly MemberView[], id: string) => views.find(view => view.identities.includes(id));
  switch (one.kind) {
    case 'add':
      return right => right === `${one.who} view` || one.roles.some(role => right === `${one.who} ${role}`);
    case 'roles':
      return right => ['view', ...one.roles].some(role => right.endsWith(` ${role}`));
    case 'accounts':
      return right => one.accounts === 'all' || one.accounts.some(key => right.endsWith(` ${key}`));
    case 'remove':
      return () => false;
    case 'join': {
      const joined = of(after, one.who)?.identities ?? [];
      const sources = [of(before, one.owner), of(before, one.who)];
      return right => {
        const [id = '', what = ''] = right.split(' ');
        const had = sources.some(
          view =>
            view &&
            (view.roles.some(role => role === what) ||
              view.accounts === 'all' ||
              view.accounts.includes(what)),
        );
        return joined.includes(id) && had;
      };
    }
  }
}

test('no sequence of changes loses the last admin, shares an identity, or grants what nobody granted', async () => {
  let happened = 0;
  const run = async (steps: readonly Step[], admins: readonly string[]) => {
    const room = people([ADMIN], { admins });
    for (const one of steps) {
      const before = room.members.list();
      const by = before.find(({ roles: held }) => held.includes('admin'));
      const asking = by && principal(room, by.id);
      if (!asking) throw new Error('nobody is left to ask');
      const done = await tried(room, asking, one);
      const after = room.members.list();
      happened += done ? 1 : 0;
      if (!done) expect(after).toEqual(before);
      expect(after.filter(({ roles: held }) => held.includes('admin'))).not.toEqual([]);
      const all = after.flatMap(({ identities }) => identities);
      expect(new Set(all).size).toBe(all.length);
      for (const { identities } of after) {
        expect(new Set(identities.map(id => id.split(':')[0])).size).toBe(identities.length);
      }
      const may = allowed(one, before, after);
      expect(gained(before, after).filter(right => !may(right))).toEqual([]);
      for (const id of admins) expect(principal(room, id)?.roles.has('admin')).toBe(true);
    }
  };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), fc.subarray([FIXED]), run),
    {
      numRuns: 150,
      seed: 20261123,
    },
  );
  // A run in which everything was refused would prove nothing.
  expect(happened).toBeGreaterThan(300);
});
