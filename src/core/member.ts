import type { AccountGrant, Principal, Role } from './principal.js';

/** A person whom the desk knows, with one identity on each platform at most. */
export interface Member {
  /** The first identity, such as `discord:1234`; it stays when others are joined to it. */
  readonly id: string;
  readonly name: string;
  /** `discord:1234`, `telegram:5678`; numeric user ids, never names. */
  readonly identities: readonly string[];
  readonly roles: readonly Role[];
  readonly accounts: AccountGrant;
  /** When they became one, ms. */
  readonly since: number;
}

/** A member as others see them. `fixed`: the configuration names one of the identities, so every role is theirs. */
export interface MemberView extends Member {
  readonly fixed: boolean;
}

/** Where members rest. What the configuration grants is not in it. */
export interface MemberStore {
  /** What is durable, from memory. */
  list(): readonly Member[];
  /** Durable when it resolves. Throws `storage`; then nothing has changed. */
  update(change: (members: readonly Member[]) => readonly Member[]): Promise<void>;
}

/** A code that joins another identity to the person who asked for it: once, within ten minutes. */
export interface LinkCode {
  readonly code: string;
  /** ms */
  readonly until: number;
}

/** Members as commands see them. Every change is durable when it resolves, and counts from the next event on. */
export interface MemberControl {
  list(): readonly MemberView[];
  /** Throws `input` for what is no identity, `impossible` for one that is somebody's already. */
  add(identity: string, name: string, roles: readonly Role[]): Promise<MemberView>;
  /** `who`: an identity or the beginning of a name. Throws `notFound`, and `impossible` for what the configuration fixes. */
  setRoles(who: string, roles: readonly Role[]): Promise<MemberView>;
  setAccounts(who: string, accounts: AccountGrant): Promise<MemberView>;
  /** Of a member with several identities a named one alone, else the member. */
  remove(who: string): Promise<MemberView>;
  /** A new code for this person; one made before is void. */
  newCode(who: Principal): LinkCode;
  /** Joins the identity to the code's owner. Throws `denied` (`need: code`) for a code that is wrong, used or over. */
  redeem(code: string, identity: string): Promise<MemberView>;
}
