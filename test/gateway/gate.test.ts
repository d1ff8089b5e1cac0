import { afterEach, describe, expect, it } from 'vitest';
import type { Principal, Role } from '../../src/core/index.js';
import { type GatewayOverrides, testGatewayParts } from '../support/gateway-parts.js';
import { type GatewayRig, openGatewayRig } from '../support/gateway-rig.js';

const TOKEN = '/api/v1/sync/kis-token/main';
const STATUS = '/api/v1/auth/kis/status';
const SYMBOLS = '/api/v1/symbols?q=a';
const REFRESH = '/api/v1/auth/kis/token/refresh';
const MINUTE = 60_000;

let rig: GatewayRig;
afterEach(() => rig.close());

async function open(overrides: GatewayOverrides = {}, requireKey = true): Promise<GatewayRig> {
  const settings = { ...testGatewayParts().settings, requireKey };
  rig = await openGatewayRig({ ...overrides, settings });
  return rig;
}

const person = (...roles: Role[]): Principal => ({
  id: 'discord:1',
  ids: ['discord:1'],
  name: 'father',
  roles: new Set(roles),
  accounts: 'all',
});

describe('a key', () => {
  it('is taken from either header, and two that differ are none', async () => {
    await open();
    const [one, other] = [rig.parts.keys.add('one', ['token']), rig.parts.keys.add('other', ['token'])];
    const statusWith = async (headers: Record<string, string>) => (await rig.get(TOKEN, headers)).status;
    expect(await statusWith({ 'x-sync-key': one })).toBe(200);
    expect(await statusWith({ 'x-api-key': one })).toBe(200);
    expect(await statusWith({ 'x-api-key': one, 'x-sync-key': one })).toBe(200);
    expect(await statusWith({ 'x-api-key': one, 'x-sync-key': other })).toBe(403);
  });

  it('that is missing, wrong, revoked, out of scope or doubled is refused with the same bytes', async () => {
    await open();
    const { keys } = rig.parts;
    const [revoked, reader, good] = [
      keys.add('a', ['token']),
      keys.add('b', ['read', 'trade']),
      keys.add('c', ['token']),
    ];
    keys.revoke(revoked);
    const presented = [
      {},
      { 'x-sync-key': '' },
      { 'x-sync-key': 'wrong' },
      { 'x-sync-key': `kco_${'z'.repeat(43)}` },
      { 'x-sync-key': revoked },
      { 'x-api-key': reader },
      { 'x-api-key': good, 'x-sync-key': reader },
      { cookie: 'desk=nobody' },
    ];
    const answers = [];
    for (const headers of presented) {
      const { status, text, headers: all } = await rig.get(TOKEN, headers);
      const { 'x-request-id': _id, date: _date, ...same } = all;
      answers.push(JSON.stringify([status, text, same]));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('403');
  });

  it('costs a look also when it is missing', async () => {
    const looks: unknown[] = [];
    await open({
      keys: {
        check(presented) {
          looks.push(presented);
          return undefined;
        },
      },
    });
    await rig.get(TOKEN);
    await rig.get(TOKEN, { 'x-sync-key': 'wrong' });
    await rig.get(TOKEN, { 'x-sync-key': 'wrong', 'x-api-key': 'other' });
    expect(looks).toEqual([undefined, 'wrong', undefined]);
  });
});

describe('whoever keeps coming without a good key', () => {
  const fail = async (times: number) => {
    const statuses = [];
    for (let n = 0; n < times; n += 1)
      statuses.push((await rig.get(TOKEN, { 'x-sync-key': `wrong-${n}` })).status);
    return statuses;
  };

  it('is told to wait from the eleventh time on, twice as long each time', async () => {
    await open();
    expect(await fail(11)).toEqual([...Array(10).fill(403), 429]);
    const { status, headers, json } = await rig.get(TOKEN);
    expect([status, headers['retry-after'], json]).toMatchObject([
      429,
      '60',
      { error: { code: 'throttled' } },
    ]);
    await rig.parts.clock.advance(MINUTE);
    expect((await fail(11)).slice(-2)).toEqual([403, 429]);
    expect((await rig.get(TOKEN)).headers['retry-after']).toBe('120');
  });

  it('does not keep a good key of the same machine out', async () => {
    await open();
    const key = rig.parts.keys.add('sync', ['token']);
    await fail(15);
    expect((await rig.get(TOKEN, { 'x-sync-key': key })).status).toBe(200);
    expect((await rig.get('/api/v1/health')).status).toBe(200);
  });

  it('is logged once a minute, and the owner is told once an hour', async () => {
    await open();
    const count = (event: string) => rig.parts.logged.filter(line => line.event === event).length;
    await fail(30);
    expect([count('gateway_turned_away'), rig.parts.told.length]).toEqual([1, 1]);
    expect(rig.parts.told).toMatchObject([{ kind: 'security', urgency: 'warning' }]);
    expect(JSON.stringify(rig.parts.told)).toContain('127.0.0.1');
    await rig.parts.clock.advance(MINUTE);
    await fail(11);
    expect([count('gateway_turned_away'), rig.parts.told.length]).toEqual([2, 1]);
    await rig.parts.clock.advance(60 * MINUTE);
    await fail(11);
    expect(rig.parts.told).toHaveLength(2);
    const lines = rig.parts.logged.filter(({ level }) => level === 'info');
    expect(JSON.stringify(lines)).not.toContain('gateway_answered');
  });
});

describe('a person in the browser', () => {
  it('looks, and controls only as an admin', async () => {
    await open();
    rig.parts.sessions.set('mine', { id: 's1', who: () => person('view') });
    rig.parts.sessions.set('admins', { id: 's2', who: () => person('view', 'admin') });
    expect((await rig.get(SYMBOLS, { cookie: 'other=1; desk=mine' })).status).toBe(200);
    expect((await rig.get(STATUS, { cookie: 'desk=mine' })).status).toBe(403);
    expect((await rig.get(STATUS, { cookie: 'desk=admins' })).status).toBe(200);
    expect((await rig.get(TOKEN, { cookie: 'desk=admins' })).status).toBe(403);
    expect(rig.parts.noted.map(({ caller }) => caller)).toEqual(['web', '-', 'web', '-']);
  });

  it('changes something only from our own page', async () => {
    await open();
    rig.parts.sessions.set('admins', { id: 's2', who: () => person('admin') });
    const cookie = { cookie: 'desk=admins' };
    expect((await rig.send('POST', REFRESH, undefined, cookie)).status).toBe(403);
    expect((await rig.send('POST', REFRESH, undefined, { ...cookie, 'x-desk': '1' })).status).toBe(200);
    expect(rig.parts.audited).toMatchObject([{ who: 'discord:1', place: 'page:s2' }]);
  });

  it('is nobody any more once they are no member', async () => {
    await open();
    rig.parts.sessions.set('gone', { id: 's3', who: () => undefined });
    expect((await rig.get(SYMBOLS, { cookie: 'desk=gone' })).status).toBe(403);
  });
});

describe('without any key', () => {
  it('nobody is let in unless the configuration says so', async () => {
    await open();
    expect((await rig.get(SYMBOLS)).status).toBe(403);
  });

  it('a program on this computer looks and controls, but is handed no token and trades nothing', async () => {
    await open({}, false);
    expect((await rig.get(SYMBOLS)).status).toBe(200);
    expect((await rig.send('POST', REFRESH)).status).toBe(200);
    expect(rig.parts.audited).toMatchObject([{ who: 'web:key:local', place: 'key:local' }]);
    expect((await rig.get(TOKEN)).status).toBe(403);
    expect(
      (await rig.send('POST', '/api/v1/orders', {}, { 'idempotency-key': 'test-key-0001' })).status,
    ).toBe(403);
    expect((await rig.get(SYMBOLS, { 'x-api-key': 'wrong' })).status).toBe(403);
  });

  it('what a proxy on this computer passes on does not count as local', async () => {
    await open({}, false);
    for (const name of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip']) {
      expect((await rig.get(SYMBOLS, { [name]: '192.0.2.7' })).status).toBe(403);
    }
  });
});
