import { expect, test } from 'vitest';
import type { Role } from '../../src/core/index.js';
import { activityFor } from '../../src/desk/activity.js';

const line = (person: string) => ({
  day: '20261123',
  person,
  account: '',
  act: '/help',
  count: 1,
  failed: 0,
});
const ALL = ['discord:1', 'telegram:7', 'discord:2', 'desk', '…'].map(line);

test.each([
  [
    ['view', 'trade', 'approve'],
    ['discord:1', 'telegram:7'],
  ],
  [
    ['view', 'admin'],
    ['discord:1', 'telegram:7', 'discord:2', 'desk', '…'],
  ],
] as const)('a person with the roles %j sees what %j did', (roles, people) => {
  const held = new Set<Role>(roles);
  const seen = activityFor({ read: () => ALL }, { ids: ['discord:1', 'telegram:7'], roles: held });
  expect(seen.read('20261123', '20261123').map(({ person }) => person)).toEqual(people);
});
