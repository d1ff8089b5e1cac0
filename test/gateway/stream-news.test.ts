import { expect, it } from 'vitest';
import type { News, Principal, Role, TicketView } from '../../src/core/index.js';
import { TEST_ACCOUNTS } from '../support/gateway-parts.js';
import { streamRig } from '../support/stream-rig.js';

const AT = Date.parse('2026-11-23T10:00:00+09:00');
const [MAIN, SECOND] = TEST_ACCOUNTS;

const person = (n: number, roles: readonly Role[]): Principal => ({
  id: `discord:${n}`,
  ids: [`discord:${n}`, `telegram:${n}`],
  name: `person ${n}`,
  roles: new Set(roles),
  accounts: ['50101234-01'],
});

const ticket = (account = MAIN): TicketView => {
  if (!account) throw new Error('no such account');
  return {
    id: 'Zm9vYmFyYmF6cXV4MTIzNA',
    account,
    proposedAt: AT,
    expiresAt: AT + 60_000,
    state: 'waiting',
    ended: undefined,
    approval: undefined,
    acts: [
      {
        n: 0,
        kind: 'place',
        side: 'buy',
        code: '005930',
        quantity: 10n,
        price: 71_900n,
        type: 'limit',
        state: 'proposed',
        orderNumber: undefined,
        reason: undefined,
        filled: undefined,
      },
    ],
  };
};

const alert = (isPrivate: boolean): News => ({
  kind: 'alert',
  at: AT,
  id: 'letter-1',
  about: 'fill',
  urgency: 'info',
  tone: 'good',
  title: '체결',
  text: '10주 체결',
  isPrivate,
});

/** Types and bodies of what is told after the greeting. */
async function rigOf(who: Principal) {
  const rig = await streamRig();
  const reader = rig.reader({ 'x-api-key': rig.parts.keys.add('program', ['read'], { who }) });
  await reader.next('AUTH_OK');
  return { ...rig, reader, told: async () => (await reader.all()).slice(2) };
}

it('tells a new generation of the token and what became of one’s own tickets, but never the token', async () => {
  const { news, told } = await rigOf(person(1, ['view']));
  news.tell({ kind: 'token', at: AT, generation: 8, expiresAt: AT + 86_400_000 });
  news.tell({ kind: 'ticket', at: AT, owner: 'telegram:1', ticket: ticket() });
  expect(await told()).toEqual([
    { type: 'TOKEN', seq: 3, generation: 8, expires_at: '2026-11-24T10:00:00.000+09:00' },
    {
      type: 'ORDER',
      seq: 4,
      ticket: expect.objectContaining({
        state: 'waiting',
        proposed_at: '2026-11-23T10:00:00.000+09:00',
        acts: [expect.objectContaining({ code: '005930', quantity: 10, price: 71_900 })],
      }),
    },
  ]);
});

it('tells nobody of the tickets of others, nor of accounts that are not theirs', async () => {
  const { news, told } = await rigOf(person(1, ['view', 'trade', 'admin']));
  news.tell({ kind: 'ticket', at: AT, owner: 'discord:2', ticket: ticket() });
  news.tell({ kind: 'ticket', at: AT, owner: 'discord:1', ticket: ticket(SECOND) });
  expect(await told()).toEqual([]);
});

it.each<[Role, number]>([
  ['view', 1],
  ['approve', 1],
  ['trade', 2],
  ['admin', 2],
])('tells alerts, and private ones to those who trade or care for the desk: %s', async (role, count) => {
  const { news, told } = await rigOf(person(1, [role]));
  news.tell(alert(true));
  news.tell(alert(false));
  const alerts = await told();
  expect(alerts).toHaveLength(count);
  expect(alerts.at(-1)).toEqual({
    type: 'ALERT',
    seq: 2 + count,
    id: 'letter-1',
    at: '2026-11-23T10:00:00.000+09:00',
    about: 'fill',
    urgency: 'info',
    tone: 'good',
    title: '체결',
    text: '10주 체결',
  });
});

it('tells nothing to whoever has not shown who they are, nor once they may not any more', async () => {
  const rig = await streamRig();
  const stranger = rig.reader();
  await stranger.next('HELLO');
  const key = rig.parts.keys.add('gone', ['read']);
  const gone = rig.reader({ 'x-api-key': key });
  await gone.next('AUTH_OK');
  rig.parts.keys.revoke(key);
  await rig.parts.clock.advance(500);
  rig.news.tell(alert(false));
  await gone.closed;
  expect(gone.received.map(({ type }) => type)).toEqual(['HELLO', 'AUTH_OK']);
  expect((await stranger.all()).map(({ type }) => type)).toEqual(['HELLO']);
});

it('lets a program of this computer in without a key where none is required, and nobody who came by a proxy', async () => {
  const { parts } = await streamRig();
  const rig = await streamRig({ settings: { ...parts.settings, requireKey: false } });
  expect(await rig.reader().next('AUTH_OK')).toMatchObject({ caller: 'local' });
  const proxied = rig.reader({ 'x-forwarded-for': '203.0.113.7' });
  await proxied.next('HELLO');
  expect(await proxied.all()).toHaveLength(1);
});
