import {
  type AccountGrant,
  type AccountRef,
  accountKey,
  accountMeant,
  type CommandContext,
  DeskError,
  maskAccount,
  type Role,
} from '../src/core/index.js';

type Say = CommandContext['say'];

const ROLE_NAMES: Readonly<Record<Role, readonly [string, string]>> = {
  view: ['조회', 'view'],
  trade: ['거래', 'trade'],
  approve: ['승인', 'approve'],
  admin: ['관리', 'admin'],
};

export const ROLES: readonly Role[] = ['view', 'trade', 'approve', 'admin'];

export function rolesText(roles: Iterable<Role>, say: Say): string {
  const held = new Set(roles);
  return (
    ROLES.filter(role => held.has(role))
      .map(role => roleName(role, say))
      .join(', ') || say('없음', 'none')
  );
}

export function roleName(role: Role, say: Say): string {
  return say(...ROLE_NAMES[role]);
}

/** A role by its name in either language. */
export function readRole(word: string): Role | undefined {
  const wanted = word.toLowerCase();
  return ROLES.find(role => ROLE_NAMES[role].includes(wanted));
}

const MOST_NAMES = 10;
const WHOLE_NUMBER = /^@?[0-9]{8}-[0-9]{2}$/;

/** `전체`, `없음`, or aliases and masked numbers; an account that the desk no longer has stays masked. */
export function grantText(grant: AccountGrant, accounts: readonly AccountRef[], say: Say): string {
  if (grant === 'all') return say('전체', 'all');
  const names = grant.slice(0, MOST_NAMES).map(key => {
    const account = accounts.find(one => accountKey(one) === key);
    return account ? account.alias || maskAccount(account) : `****${key.slice(4)}`;
  });
  const more = grant.length - names.length;
  const shown = names.join(', ') || say('없음', 'none');
  return more > 0 ? say(`${shown} 외 ${more}개`, `${shown} and ${more} more`) : shown;
}

/**
 * `all`, `none`, or aliases and last four digits, with or without @, by blanks or commas. Throws `input` for anything
 * else, and for digits that several accounts end with.
 */
export function readGrant(words: string, accounts: readonly AccountRef[]): AccountGrant {
  const given = words.split(/[\s,]+/).filter(Boolean);
  const [only = ''] = given;
  if (given.length === 1 && /^(?:all|전체|모두)$/i.test(only)) return 'all';
  if (given.length === 1 && /^(?:none|없음)$/i.test(only)) return [];
  const keys = given.map(word => {
    // A whole number typed into a chat would stay there.
    const account = WHOLE_NUMBER.test(word) ? undefined : accountMeant(word, accounts);
    return account && accountKey(account);
  });
  const known = keys.filter(key => key !== undefined);
  if (known.length === 0 || known.length < keys.length) {
    throw new DeskError('input', 'no such account', { problem: 'accounts', argument: 'words' });
  }
  return [...new Set(known)];
}
