import { afterEach, describe, expect, it } from 'vitest';
import { type GatewayOverrides, testGatewayParts } from '../support/gateway-parts.js';
import { type GatewayRig, openGatewayRig } from '../support/gateway-rig.js';

let rig: GatewayRig;
afterEach(() => rig.close());

async function open(settings: Partial<GatewayOverrides['settings']> = {}): Promise<GatewayRig> {
  const standard = testGatewayParts().settings;
  rig = await openGatewayRig({ settings: { ...standard, ...settings } });
  return rig;
}

describe('every answer', () => {
  it('is kept nowhere, names no program and says nothing to other sites', async () => {
    await open();
    for (const path of ['/api/v1/health', '/nothing', '/api/v1/positions', '/api/v1/health?key=1']) {
      const { headers } = await rig.get(path);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      });
      const names = Object.keys(headers);
      expect(names.filter(name => /^access-control|^server$|powered/.test(name))).toEqual([]);
    }
  });

  it('carries the request’s own id, or a new one where that is not sane', async () => {
    await open();
    const idOf = async (given?: string) =>
      (await rig.get('/api/v1/health', given === undefined ? {} : { 'x-request-id': given })).headers[
        'x-request-id'
      ];
    expect(await idOf('my.request-01')).toBe('my.request-01');
    const made = new Set<unknown>();
    for (const given of [undefined, 'short', 'a'.repeat(65), 'with blanks in it', `kco_${'a'.repeat(43)}`]) {
      const id = await idOf(given);
      expect(id).toMatch(/^[A-Za-z0-9_-]{12}\.\d+$/);
      made.add(id);
    }
    expect(made.size).toBe(5);
  });

  it('is counted and logged by its pattern, never by the address', async () => {
    await open();
    const key = rig.parts.keys.add('sync', ['token']);
    await rig.get('/api/v1/sync/kis-token/50101234', { 'x-sync-key': key });
    await rig.get('/private/50101234');
    expect(rig.parts.noted).toMatchObject([
      { caller: 'sync', endpoint: 'GET /api/v1/sync/kis-token/{account_number}', status: 200 },
      { caller: '-', endpoint: 'GET -', status: 404 },
    ]);
    expect(rig.parts.logged.filter(({ event }) => event === 'gateway_answered')).toHaveLength(2);
    expect(JSON.stringify(rig.parts.logged)).not.toMatch(/50101234|kco_/);
  });
});

describe('what is not there', () => {
  it('is 404, and another method of what is there 405 with those that it takes', async () => {
    await open();
    const missing = await rig.get('/api/v2/anything');
    expect([missing.status, missing.json]).toMatchObject([404, { error: { code: 'unknownPath' } }]);
    for (const method of ['POST', 'TRACE', 'PROPFIND', 'OPTIONS']) {
      const answer = await rig.send(method, '/api/v1/sync/kis-token/50101234');
      expect([answer.status, answer.json]).toMatchObject([405, { error: { code: 'method' } }]);
      expect(answer.headers['allow']).toContain('GET');
    }
    const put = await rig.send('PATCH', '/api/v1/orders/abc');
    expect(put.headers['allow']).toBe('DELETE, GET, HEAD, PUT');
  });

  it('has no figure in it when the body is no JSON: 400', async () => {
    await open();
    const key = rig.parts.keys.add('trader', ['trade']);
    const headers = { 'x-api-key': key, 'idempotency-key': 'test-key-0001' };
    const answer = await rig.send('POST', '/api/v1/orders', '{"code":', headers);
    expect([answer.status, answer.json]).toMatchObject([400, { error: { reference: expect.any(String) } }]);
  });
});

describe('the Host header', () => {
  it('names this computer and port, or the address of the configuration', async () => {
    await open({ url: 'https://desk.example' });
    const statusAt = async (host: string) => (await rig.get('/api/v1/health', { host })).status;
    const good = [`127.0.0.1:${rig.port}`, `localhost:${rig.port}`, `[::1]:${rig.port}`, 'desk.example'];
    for (const host of good) expect(await statusAt(host)).toBe(200);
    const bad = [
      `evil.example:${rig.port}`,
      'localhost',
      `localhost:${rig.port + 1}`,
      `127.0.0.1.evil.example:${rig.port}`,
    ];
    for (const host of bad) expect(await statusAt(host)).toBe(421);
  });
});

describe('a web page', () => {
  it('of another site calls nothing', async () => {
    await open();
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    ];
    for (const headers of foreign) {
      const answer = await rig.get('/api/v1/health', headers);
      expect([answer.status, answer.json]).toMatchObject([403, { error: { code: 'origin' } }]);
    }
    const preflight = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const { headers, status } = await rig.send('OPTIONS', '/api/v1/orders', undefined, preflight);
    expect(status).toBe(403);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('of our own may, and a link from elsewhere may open it', async () => {
    await open();
    for (const headers of [
      { origin: rig.url },
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
    ]) {
      expect((await rig.get('/api/v1/health', headers)).status).toBe(200);
    }
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect((await rig.get('/docs', link)).status).toBe(200);
  });

  it('that is listed may read answers, failures too', async () => {
    const origin = 'https://board.example';
    await open({ corsOrigins: [origin] });
    for (const path of ['/api/v1/health', '/api/v1/positions']) {
      const { headers } = await rig.get(path, { origin });
      expect(headers).toMatchObject({ 'access-control-allow-origin': origin, vary: 'Origin' });
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    }
    const preflight = { origin, 'access-control-request-method': 'GET' };
    const asked = await rig.send('OPTIONS', '/api/v1/positions', undefined, preflight);
    expect(asked.status).toBe(204);
    expect(asked.headers['access-control-allow-headers']).toContain('x-api-key');
    expect((await rig.get('/api/v1/health', { origin: `${origin}.evil.example` })).status).toBe(403);
  });
});

describe('a key in the address', () => {
  it('is refused although it is good, and stands in no log', async () => {
    await open();
    const key = rig.parts.keys.add('sync', ['token']);
    for (const query of [`x-sync-key=${key}`, `anything=${key}`, `API_KEY=${key}`]) {
      const answer = await rig.get(`/api/v1/sync/kis-token/main?${query}`, { 'x-sync-key': key });
      expect([answer.status, answer.json]).toMatchObject([400, { error: { code: 'keyInQuery' } }]);
      expect(answer.text).not.toContain(key);
    }
    expect(JSON.stringify([rig.parts.logged, rig.parts.noted, rig.parts.audited])).not.toContain(key);
  });
});
