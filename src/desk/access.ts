import { DeskError, type Inbound, type Place, type Principal } from '../core/index.js';
import type { Members } from './members/members.js';

export interface AccessRules {
  /** Who a person is now. Nobody but these. */
  readonly members: Pick<Members, 'find'>;
  /** Who stands at `key:<id>` or `page:<session>` over HTTP now. Left out: nobody comes that way. */
  readonly visitors?: (userId: string) => Principal | undefined;
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
export function createAccess({ members, visitors, places }: AccessRules): Access {
  const groups = new Set<string>();
  for (const platform of ['discord', 'telegram'] as const) {
    for (const id of places[platform]) {
      requireNumeric(id, platform === 'telegram' ? /^-?[0-9]{1,20}$/ : /^[0-9]{1,20}$/);
      groups.add(`${platform}:${id}`);
    }
  }
  const personOf = ({ platform, who }: Visit) =>
    platform === 'web' ? visitors?.(who.userId) : members.find(platform, who.userId);
  const mayStand = ({ platform, who, where }: Visit) =>
    where.platform === platform && listed(where, who.userId, groups);

  return {
    enter(from) {
      const person = personOf(from);
      if (!person) return { kind: 'refused', reason: 'person' };
      return mayStand(from) ? { kind: 'allowed', who: person } : { kind: 'refused', reason: 'place' };
    },
    // Whoever comes over HTTP and is unknown has no key and no session: nothing that they bring makes them a member.
    mayStand: from => from.platform !== 'web' && mayStand(from),
  };
}

/** A private chat with a person is theirs, a group must be listed. */
function listed(where: Place, userId: string, groups: ReadonlySet<string>): boolean {
  switch (where.platform) {
    case 'console':
      return true;
    case 'web':
      return where.kind === 'private' && where.group === undefined && where.id === userId;
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
