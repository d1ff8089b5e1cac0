import {
  DeskError,
  type Inbound,
  type Place,
  type PlatformId,
  type Principal,
  type Role,
} from '../core/index.js';

/** A person as the configuration lists them: the platform's numeric user id, never a name. */
export interface ListedPerson {
  readonly platform: Exclude<PlatformId, 'console'>;
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

export interface AccessRules {
  /** Nobody but these; an empty list means nobody. */
  readonly people: readonly ListedPerson[];
  readonly places: {
    /** Discord guild ids. */
    readonly discord: readonly string[];
    /** Telegram group chat ids; the private chat of a listed person needs no entry. */
    readonly telegram: readonly string[];
  };
  /** Whoever sits at the terminal; undefined when the console is off. */
  readonly operator: { readonly name: string; readonly roles: readonly Role[] } | undefined;
}

/** Allowed and refused are different things, so that neither can be taken for the other. */
export type Entry =
  | { readonly kind: 'allowed'; readonly who: Principal }
  | { readonly kind: 'refused'; readonly reason: 'person' | 'place' };

export interface Access {
  enter(from: Pick<Inbound, 'platform' | 'who' | 'where'>): Entry;
}

/** Deny by default. Throws `input` when a listed id is not a number: a name in the list would let in a namesake. */
export function createAccess(rules: AccessRules): Access {
  const people = new Map<string, Principal>();
  for (const person of rules.people) {
    requireNumeric(person.userId, /^[0-9]{1,20}$/);
    const id = `${person.platform}:${person.userId}`;
    const roles = new Set([...(people.get(id)?.roles ?? []), ...person.roles]);
    people.set(id, { id, name: person.name, roles });
  }
  const groups = new Set<string>();
  for (const platform of ['discord', 'telegram'] as const) {
    for (const id of rules.places[platform]) {
      requireNumeric(id, platform === 'telegram' ? /^-?[0-9]{1,20}$/ : /^[0-9]{1,20}$/);
      groups.add(`${platform}:${id}`);
    }
  }
  const { operator } = rules;
  if (operator) {
    people.set('console:operator', {
      id: 'console:operator',
      name: operator.name,
      roles: new Set(operator.roles),
    });
  }

  return {
    enter({ platform, who, where }) {
      const id = platform === 'console' ? 'console:operator' : `${platform}:${who.userId}`;
      const person = people.get(id);
      if (!person) return { kind: 'refused', reason: 'person' };
      return where.platform === platform && listed(where, who.userId, groups)
        ? { kind: 'allowed', who: person }
        : { kind: 'refused', reason: 'place' };
    },
  };
}

/** The person is known already; a private chat with them is theirs, a group must be listed. */
function listed(where: Place, userId: string, groups: ReadonlySet<string>): boolean {
  switch (where.platform) {
    case 'console':
      return true;
    case 'discord':
      return where.group === undefined
        ? where.kind === 'private'
        : where.kind === 'group' && groups.has(`discord:${where.group}`);
    case 'telegram':
      // A Telegram private chat has the id of the person in it.
      return where.kind === 'private' ? where.id === userId : groups.has(`telegram:${where.id}`);
  }
}

function requireNumeric(id: string, form: RegExp): void {
  if (!form.test(id)) throw new DeskError('input', 'listed ids must be numeric', { problem: 'malformed' });
}
