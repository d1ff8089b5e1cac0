import type { Place, PlatformId, Role } from '../../src/core/index.js';
import type { ListedPerson } from './memory-members.js';

/** Somebody who writes to the desk. */
export interface Person {
  readonly platform: Exclude<PlatformId, 'console'>;
  readonly userId: string;
}

const ALL_ROLES: readonly Role[] = ['view', 'trade', 'approve', 'admin'];
const person = (platform: Person['platform'], userId: string): Person => ({ platform, userId });

/** Listed with every role. */
export const TRADERS: readonly Person[] = ['1001', '1002', '1003', '1004'].flatMap(userId => [
  person('discord', userId),
  person('telegram', userId),
]);
/** Listed to look. */
export const LOOKERS: readonly Person[] = [person('discord', '3001'), person('telegram', '3001')];
export const STRANGERS: readonly Person[] = [person('discord', '9999'), person('telegram', '9999')];

/** Where a person writes when nothing else is said: the group of their platform. */
export function groupOf({ platform }: Pick<Person, 'platform'>): Place {
  return platform === 'discord'
    ? { platform, id: '71', group: '500', kind: 'group' }
    : { platform, id: '-100500', group: '-100500', kind: 'group' };
}

const listed = (people: readonly Person[], roles: readonly Role[]) =>
  people.map(({ platform, userId }) => ({ platform, userId, name: userId, roles }));

export const LISTED: readonly ListedPerson[] = [...listed(TRADERS, ALL_ROLES), ...listed(LOOKERS, ['view'])];
