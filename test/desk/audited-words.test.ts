import { expect, test } from 'vitest';
import { openDesk } from '../support/desk.js';

test.each([
  ['/members accounts 엄마 @가족 12345678-01', 'text /members accounts 엄마 @가족 ****5678-01'],
  ['/halt account 12345678-01', 'text /halt account ****5678-01'],
  ['/audit 12345678-01', 'text /audit ****5678-01'],
  ['/orders 20261102 20261120', 'text /orders 20261102 20261120'],
])('an account number that stands among other words is masked in the audit trail: %s', async (typed, act) => {
  const { type, audit } = openDesk({ roles: ['view', 'trade', 'admin'] });
  await type(typed);
  expect(audit.map(line => line.act)).toEqual([act]);
});

test.each(['/otp 123-456', '/otp 123 456', '/otp 123456', '/otp remove 12345 6'])(
  'a code that was mistyped does not reach the audit trail, nor a part of it: %s',
  async typed => {
    const { type, audit, logged } = openDesk({ roles: ['view'] });
    await type(typed);
    expect(audit).toHaveLength(1);
    expect(JSON.stringify([audit.map(({ act }) => act), logged])).not.toMatch(/123/);
  },
);
