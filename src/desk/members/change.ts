import {
  type AccountGrant,
  DeskError,
  type Member,
  type MemberView,
  memberMeant,
  plainText,
  type Role,
} from '../../core/index.js';
import { type Directory, directoryOf, type Fixed, isAdmin, ROLES } from './directory.js';
import { samePlatform } from './identity.js';
import { memberProblem } from './problems.js';

type Stored = readonly Member[];

const LONGEST_NAME = 40;

/** A name as it is kept. Throws `input` for one that is none, or could be taken for a number or an identity. */
export function requireName(text: string): string {
  const name = plainText(text.trim());
  if (name === undefined || name === '' || name.length > LONGEST_NAME || /^[0-9]+$|[:<@]/.test(name)) {
    throw new DeskError('input', 'no name', { problem: 'memberName', argument: 'words' });
  }
  return name;
}

/** In order, each once; whoever may do anything may look too. Throws `input` when there is none. */
export function requireRoles(roles: readonly Role[]): readonly Role[] {
  if (roles.length === 0) throw new DeskError('input', 'no role', { problem: 'roles', argument: 'words' });
  return ROLES.filter(role => role === 'view' || roles.includes(role));
}

export function added(stored: Stored, member: Member, fixed: Fixed): Stored {
  const { views } = directoryOf(stored, fixed);
  if (views.some(({ identities }) => identities.includes(member.id))) {
    throw memberProblem('taken', { identity: member.id });
  }
  if (views.some(({ name }) => name.toLowerCase() === member.name.toLowerCase())) {
    throw memberProblem('nameTaken', { name: member.name });
  }
  return [...stored, member];
}

/** New roles or accounts of one whom the configuration does not name. */
export function granted(
  stored: Stored,
  id: string,
  grant: { readonly roles: readonly Role[] } | { readonly accounts: AccountGrant },
  fixed: Fixed,
): Stored {
  const free = requireFree(memberMeant(id, directoryOf(stored, fixed).views));
  return stored.map(member => (member.id === free.id ? { ...member, ...grant } : member));
}

/** Without the member, or without one identity of several. */
export function removed(stored: Stored, id: string, identity: string | undefined, fixed: Fixed): Stored {
  const meant = memberMeant(id, directoryOf(stored, fixed).views);
  if (identity === undefined || meant.identities.length === 1) {
    requireFree(meant);
    return stored.filter(member => member.id !== meant.id);
  }
  if (fixed.admins.has(identity)) throw memberProblem('fixed', { name: meant.name });
  return stored.map(member => (member.id === meant.id ? without(member, identity) : member));
}

/** The member is from then on who the first of the identities left is. */
function without(member: Member, identity: string): Member {
  const identities = member.identities.filter(other => other !== identity);
  return { ...member, id: identities[0] ?? member.id, identities };
}

/**
 * The identity, and with it the member whose it is, becomes one with the owner of a code. Roles and accounts of the two
 * are the union of what is stored: what the configuration grants is not stored.
 */
export function joined(stored: Stored, owner: string, identity: string, now: number): Stored {
  const of = (id: string) => stored.find(({ identities }) => identities.includes(id));
  const other = of(identity) ?? blank(identity, now);
  // Whom only the configuration names has no name but a number.
  const base = of(owner) ?? { ...blank(owner, now), name: of(identity)?.name ?? blank(owner, now).name };
  if (base.identities.some(mine => other.identities.some(theirs => samePlatform(mine, theirs)))) {
    throw memberProblem('samePlatform');
  }
  const one: Member = {
    ...base,
    identities: [...base.identities, ...other.identities],
    roles: ROLES.filter(role => base.roles.includes(role) || other.roles.includes(role)),
    accounts:
      base.accounts === 'all' || other.accounts === 'all'
        ? 'all'
        : [...new Set([...base.accounts, ...other.accounts])],
  };
  return [...stored.filter(({ id }) => id !== base.id && id !== other.id), one];
}

function blank(identity: string, since: number): Member {
  const name = identity.split(':')[1] ?? identity;
  return { id: identity, name, identities: [identity], roles: [], accounts: [], since };
}

/** Throws when the change would leave nobody to manage members, or take that role from whoever makes it. */
export function requireAdmins(before: Directory, after: Directory, by: readonly string[]): void {
  const admin = ({ people }: Directory) => by.some(id => people.get(id)?.roles.has('admin') === true);
  if (admin(before) && !admin(after)) {
    throw memberProblem(before.views.filter(isAdmin).length === 1 ? 'lastAdmin' : 'ownAdmin');
  }
  if (before.views.some(isAdmin) && !after.views.some(isAdmin)) throw memberProblem('lastAdmin');
}

function requireFree(member: MemberView): MemberView {
  if (member.fixed) throw memberProblem('fixed', { name: member.name });
  return member;
}
