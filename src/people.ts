import { randomBytes } from 'node:crypto';
import type { Config } from './config.js';
import {
  type AccountRef,
  type Clock,
  mayUse,
  PLATFORM_IDS,
  type Principal,
  type Tell,
} from './core/index.js';
import { type Access, createAccess, createMembers, type Members } from './desk/index.js';
import type { Store } from './store/index.js';

/** Who may do what, and where: those whom the configuration names and those in the store. */
export function admitPeople({
  config: { discord, telegram, console, language },
  store,
  tell,
  visitors,
  clock,
}: {
  readonly config: Config;
  readonly store: Pick<Store, 'members'>;
  readonly tell: Tell;
  /** Who comes over HTTP; left out: nobody. */
  visitors?(userId: string): Principal | undefined;
  readonly clock: Clock;
}): { readonly members: Members; readonly access: Access } {
  const members = createMembers({
    store: store.members,
    admins: [
      ...(discord?.adminIds ?? []).map(id => `discord:${id}`),
      ...(telegram?.adminIds ?? []).map(id => `telegram:${id}`),
    ],
    operator: console ? 'operator' : undefined,
    clock,
    language,
    random: randomBytes,
    tell,
  });
  const places = { discord: discord?.guildIds ?? [], telegram: telegram?.chatIds ?? [] };
  return { members, access: createAccess({ members, places, ...(visitors ? { visitors } : {}) }) };
}

/** Whose identity (`discord:1234`) this is now; undefined: nobody's any more. */
export function personOf(members: Pick<Members, 'find'>, identity: string): Principal | undefined {
  const [platform, ...rest] = identity.split(':');
  const known = PLATFORM_IDS.find(id => id === platform);
  return known && members.find(known, rest.join(':'));
}

/** Everybody who may agree to orders of this account now. */
export function approversOf(
  members: Pick<Members, 'find' | 'list'>,
  account: AccountRef,
): readonly Principal[] {
  return members
    .list()
    .flatMap(({ id }) => personOf(members, id) ?? [])
    .filter(who => who.roles.has('approve') && mayUse(who, account));
}
