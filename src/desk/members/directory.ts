import type { Member, MemberView, Principal, Role } from '../../core/index.js';
import { OPERATOR } from './identity.js';

/** In rising order of trust. */
export const ROLES: readonly Role[] = ['view', 'trade', 'approve', 'admin'];

/** What is not in the store: it holds for as long as the configuration says so. */
export interface Fixed {
  /** Identities that the configuration names. */
  readonly admins: ReadonlySet<string>;
  /** What whoever sits at the terminal is called; undefined when the console is off. */
  readonly operator: string | undefined;
  /** When the configuration was read, ms. */
  readonly since: number;
}

/** Everybody whom the desk knows, at one moment. */
export interface Directory {
  readonly views: readonly MemberView[];
  /** By each identity. Nobody without a role is in it: who was granted nothing is a stranger. */
  readonly people: ReadonlyMap<string, Principal>;
}

/** Those of the store, those whom only the configuration names, and the person at the terminal. Pure. */
export function directoryOf(stored: readonly Member[], { admins, operator, since }: Fixed): Directory {
  const known = new Set(stored.flatMap(({ identities }) => identities));
  const views: MemberView[] = [
    ...stored.map(member => viewOf(member, admins)),
    ...[...admins].filter(id => !known.has(id)).map(id => fixedView(id, id.split(':')[1] ?? id, since)),
    ...(operator === undefined ? [] : [fixedView(OPERATOR, operator, since)]),
  ];
  const people = new Map<string, Principal>();
  for (const { id, identities, name, roles, accounts } of views) {
    if (roles.length === 0) continue;
    const who: Principal = { id, ids: identities, name, roles: new Set(roles), accounts };
    for (const identity of identities) people.set(identity, who);
  }
  return { views, people };
}

function viewOf(member: Member, admins: ReadonlySet<string>): MemberView {
  const fixed = member.identities.some(identity => admins.has(identity));
  return fixed ? { ...member, roles: ROLES, accounts: 'all', fixed } : { ...member, fixed };
}

function fixedView(id: string, name: string, since: number): MemberView {
  return { id, name, identities: [id], roles: ROLES, accounts: 'all', since, fixed: true };
}

export const isAdmin = ({ roles }: Pick<MemberView, 'roles'>) => roles.includes('admin');
