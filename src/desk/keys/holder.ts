import type {
  AccountGrant,
  ApiKey,
  KeyHolder,
  KeyScope,
  KeyState,
  MemberView,
  Principal,
  Role,
  Stamp,
} from '../../core/index.js';

/** The role that its owner must have for a key to do this. With a token in hand orders need no desk, so it is trading. */
const OWNERS_ROLE: Readonly<Record<KeyScope, Role>> = {
  token: 'trade',
  read: 'view',
  trade: 'trade',
  unattended: 'trade',
  control: 'admin',
};

/** The role that the key itself has on the desk; a token is handed out beside the desk. */
const ROLE: Readonly<Record<KeyScope, Role | undefined>> = { ...OWNERS_ROLE, token: undefined };

/** The scopes that this member may not give away, since they lack the role. */
export function beyond(scopes: readonly KeyScope[], owner: Pick<MemberView, 'roles'>): readonly KeyScope[] {
  return scopes.filter(scope => !owner.roles.includes(OWNERS_ROLE[scope]));
}

type Held = Pick<ApiKey, 'id' | 'name' | 'scopes' | 'accounts' | 'owner' | 'limits'>;

/**
 * Who comes with the key, as its owner is at this moment: with no more roles, accounts and scopes than both have.
 * undefined when nothing is left, or the owner is gone.
 */
export function holderOf(key: Held, owner: MemberView | undefined): KeyHolder | undefined {
  const { id, name } = key;
  if (key.owner !== undefined && !owner) return undefined;
  const lost = owner ? beyond(key.scopes, owner) : [];
  const scopes = new Set(key.scopes.filter(scope => !lost.includes(scope)));
  if (scopes.size === 0) return undefined;
  const accounts = owner ? common(key.accounts, owner.accounts) : key.accounts;
  const identity = `web:key:${id}`;
  const who: Principal = {
    id: owner?.id ?? identity,
    ids: [...(owner?.identities ?? []), identity],
    name: owner?.name ?? name,
    roles: new Set([...scopes].flatMap(scope => ROLE[scope] ?? [])),
    accounts,
    byKey: { id, limits: key.limits },
  };
  return { id, name, scopes, accounts, who };
}

function common(one: AccountGrant, other: AccountGrant): AccountGrant {
  if (one === 'all') return other;
  return other === 'all' ? one : one.filter(account => other.includes(account));
}

/** Whether the key is over, whatever else is the matter with it. */
export function isOver({ revokedAt, expiresAt }: ApiKey, now: number): boolean {
  return revokedAt !== undefined || (expiresAt !== undefined && now >= expiresAt);
}

export function stateOf(key: ApiKey, holder: KeyHolder | undefined, stamp: Stamp, now: number): KeyState {
  if (key.revokedAt !== undefined) return 'revoked';
  if (isOver(key, now)) return 'expired';
  if (key.stamp !== stamp) return 'elsewhere';
  return holder ? 'good' : 'ownerless';
}
