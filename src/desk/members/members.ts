import {
  type AccountGrant,
  asDeskError,
  type Clock,
  DeskError,
  type Language,
  type LinkCode,
  type Member,
  type MemberStore,
  type MemberView,
  memberMeant,
  type PlatformId,
  type Principal,
  type Role,
  readIdentity,
  type Tell,
} from '../../core/index.js';
import type { RandomBytes } from '../buttons.js';
import { added, granted, joined, removed, requireAdmins, requireName, requireRoles } from './change.js';
import { createLinkCodes, type IssuedCode } from './codes.js';
import { type Directory, directoryOf, type Fixed } from './directory.js';
import { identityOf, OPERATOR, requireIdentity } from './identity.js';
import { guessingNotice, joinNotice } from './notices.js';
import { memberProblem, wrongCode } from './problems.js';

export interface MemberParts {
  readonly store: MemberStore;
  /** Identities that the configuration names: every role and account is theirs for as long as it does. */
  readonly admins: readonly string[];
  /** What whoever sits at the terminal is called; undefined when the console is off. */
  readonly operator: string | undefined;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly language: Language;
  readonly tell: Tell;
}

/** The people of the desk. See MemberControl for what each change promises; `by` is who asks for it. */
export interface Members {
  /** Whose this is now; undefined for a stranger. */
  find(platform: PlatformId, userId: string): Principal | undefined;
  list(): readonly MemberView[];
  add(identity: string, name: string, roles: readonly Role[]): Promise<MemberView>;
  setRoles(who: string, roles: readonly Role[], by: Principal): Promise<MemberView>;
  setAccounts(who: string, accounts: AccountGrant): Promise<MemberView>;
  /** Resolves to the member as it was. */
  remove(who: string, by: Principal): Promise<MemberView>;
  newCode(who: Principal): LinkCode;
  redeem(code: string, identity: string): Promise<MemberView>;
}

/** Throws `input` when an identity of the configuration is not a number: a name would let in a namesake. */
export function createMembers(parts: MemberParts): Members {
  const { store, clock, tell } = parts;
  const fixed: Fixed = {
    admins: new Set(parts.admins.map(requireListed)),
    operator: parts.operator,
    since: clock.now(),
  };
  const codes = createLinkCodes({ ...parts, onGuessing: () => tell(guessingNotice(parts)) });
  let known: { readonly stored: readonly Member[]; readonly directory: Directory } | undefined;

  /** What is durable now. */
  function directory(): Directory {
    const stored = store.list();
    if (known?.stored !== stored) known = { stored, directory: directoryOf(stored, fixed) };
    return known.directory;
  }

  /** Judged by what is durable when its turn comes, so that of two changes at once each sees the other. */
  async function change(
    to: (stored: readonly Member[]) => readonly Member[],
    by: readonly string[] = [],
  ): Promise<void> {
    await store.update(stored => {
      const next = to(stored);
      requireAdmins(directoryOf(stored, fixed), directoryOf(next, fixed), by);
      return next;
    });
  }

  const meant = (who: string) => memberMeant(who, directory().views);

  async function grant(who: string, given: Parameters<typeof granted>[2], by?: readonly string[]) {
    const { id } = meant(who);
    await change(stored => granted(stored, id, given, fixed), by);
    return meant(id);
  }

  async function join(code: IssuedCode, identity: string): Promise<void> {
    try {
      await change(stored => {
        // Removed since they asked for the code: nobody is left to be one with.
        if (!directoryOf(stored, fixed).people.has(code.owner)) throw wrongCode();
        return joined(stored, code.owner, identity, clock.now());
      });
    } catch (thrown) {
      // What could not be written may be tried again; otherwise the code is used up.
      if (asDeskError(thrown).kind === 'storage') code.use = undefined;
      throw thrown;
    }
    tell(joinNotice(meant(identity), identity, parts));
  }

  return {
    find: (platform, userId) => directory().people.get(identityOf(platform, userId)),
    list: () => directory().views,
    async add(identity, name, roles) {
      const id = requireIdentity(identity);
      const member: Member = {
        id,
        name: requireName(name),
        identities: [id],
        roles: requireRoles(roles),
        accounts: [],
        since: clock.now(),
      };
      await change(stored => added(stored, member, fixed));
      return meant(id);
    },
    setRoles: async (who, roles, by) => grant(who, { roles: requireRoles(roles) }, by.ids),
    setAccounts: async (who, accounts) => grant(who, { accounts }),
    async remove(who, by) {
      const before = meant(who);
      await change(stored => removed(stored, before.id, readIdentity(who), fixed), by.ids);
      return before;
    },
    newCode(who) {
      if (who.id === OPERATOR) throw memberProblem('operator');
      return codes.issue(who.id, who.ids);
    },
    async redeem(text, identity) {
      if (identity === OPERATOR) throw memberProblem('operator');
      const code = codes.find(text, requireIdentity(identity));
      const owner = code && directory().people.get(code.owner);
      if (!code || !owner) throw wrongCode();
      if (code.use === undefined) {
        if (owner.ids.includes(identity)) throw memberProblem('ownCode');
        // The claim: no await stands between the look and this.
        code.use = { identity, done: join(code, identity) };
      }
      await code.use.done;
      const one = directory().people.get(identity);
      // Delivered again, after somebody took them apart.
      if (!one?.ids.includes(code.owner)) throw wrongCode();
      return meant(identity);
    },
  };
}

function requireListed(identity: string): string {
  const read = readIdentity(identity);
  if (read !== identity) throw new DeskError('input', 'listed ids must be numeric', { problem: 'malformed' });
  return identity;
}
