import { DeskError, type Inbound, type Place, type Principal } from '../core/index.js';
import type { Members } from './members/members.js';

export interface AccessRules {
  /** Who a person is now. Nobody but these. */
  readonly members: Pick<Members, 'find'>;
  readonly places: {
    /** Discord guild ids. */
    readonly discord: readonly string[];
    /** Telegram group chat ids; the private chat of a known person needs no entry. */
    readonly telegram: readonly string[];
  };
}

/** Allowed and refused are different things, so that neither can be taken for the other. */
export type Entry =
  | { readonly kind: 'allowed'; readonly who: Principal }
  | { readonly kind: 'refused'; readonly reason: 'person' | 'place' };

type Visit = Pick<Inbound, 'platform' | 'who' | 'where'>;

export interface Access {
  enter(from: Visit): Entry;
  /** Whether a person whom nobody knows yet could speak from here once they are known. */
  mayStand(from: Visit): boolean;
}

/** Deny by default. Throws `input` when a listed place is not a number. */
export function createAccess({ members, places }: AccessRules): Access {
  const groups = new Set<string>();
  for (const platform of ['discord', 'telegram'] as const) {
    for (const id of places[platform]) {
      requireNumeric(id, platform === 'telegram' ? /^-?[0-9]{1,20}$/ : /^[0-9]{1,20}$/);
      groups.add(`${platform}:${id}`);
    }
  }
  const mayStand = ({ platform, who, where }: Visit) =>
    where.platform === platform && listed(where, who.userId, groups);

  return {
    enter(from) {
      const person = members.find(from.platform, from.who.userId);
      if (!person) return { kind: 'refused', reason: 'person' };
      return mayStand(from) ? { kind: 'allowed', who: person } : { kind: 'refused', reason: 'place' };
    },
    mayStand,
  };
}

/** A private chat with a person is theirs, a group must be listed. */
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
