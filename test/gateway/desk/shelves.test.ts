import { expect, it, onTestFinished } from 'vitest';
import type { Principal, WebSession } from '../../../src/core/index.js';
import { createCipher } from '../../../src/store/cipher.js';
import { openShelf } from '../../../src/store/shelf.js';
import { scratch } from '../../store/scratch.js';
import { manualClock } from '../../support/clock.js';
import { openGatewayRig } from '../../support/gateway-rig.js';

const MEMBER: Principal = {
  id: 'discord:1001',
  ids: ['discord:1001'],
  name: '아빠',
  roles: new Set(['view']),
  accounts: [],
};

const QUIET: Omit<WebSession, 'id' | 'who'> = {
  latest: () => 0,
  since: () => [],
  watch: () => () => undefined,
  say: async () => undefined,
  press: async () => undefined,
  form: () => undefined,
  suggest: async () => [],
};

async function open() {
  const clock = manualClock();
  const cipherFor = (name: string) => createCipher(Buffer.alloc(32, 4), name);
  const shelf = await openShelf({ directory: await scratch(), cipherFor, clock, report: () => undefined });
  const rig = await openGatewayRig({ clock, shelf });
  onTestFinished(async () => {
    await rig.close();
    await shelf.close();
  });
  const key = (name: string, who?: Principal) => ({
    'x-api-key': rig.parts.keys.add(name, ['read'], who ? { who } : {}),
  });
  return { rig, key };
}

const NEW = { 'if-none-match': '*' };

it('a document is created, read, replaced and removed, each time by the version that is meant', async () => {
  const { rig, key } = await open();
  const own = key('own');
  const path = '/api/v1/watchlists/favourites';
  const made = await rig.send('PUT', path, { codes: ['005930'] }, { ...own, ...NEW });
  expect(made).toMatchObject({
    status: 201,
    headers: { etag: '"1"' },
    json: { id: 'favourites', version: 1, changed_at: '2026-11-23T10:00:00.000+09:00' },
  });
  const changed = await rig.send('PUT', path, [1, null], { ...own, 'if-match': '"1"' });
  expect(changed).toMatchObject({ status: 200, headers: { etag: '"2"' }, json: { version: 2 } });
  expect(await rig.get(path, own)).toMatchObject({
    status: 200,
    headers: { etag: '"2"' },
    json: { id: 'favourites', version: 2, body: [1, null] },
  });
  expect((await rig.get('/api/v1/watchlists', own)).json).toEqual({
    documents: [{ id: 'favourites', version: 2, changed_at: '2026-11-23T10:00:00.000+09:00' }],
  });
  expect((await rig.get('/api/v1/workspaces', own)).json).toEqual({ documents: [] });
  expect((await rig.send('DELETE', path, undefined, { ...own, 'if-match': '"2"' })).status).toBe(204);
  expect((await rig.get(path, own)).status).toBe(404);
});

it('whoever was slower is told the present version, and nothing changes', async () => {
  const { rig, key } = await open();
  const own = key('own');
  const path = '/api/v1/workspaces/main';
  await rig.send('PUT', path, 1, { ...own, ...NEW });
  await rig.send('PUT', path, 2, { ...own, 'if-match': '"1"' });
  for (const headers of [{ 'if-match': '"1"' }, { 'if-match': '"0"' }, NEW]) {
    const late = await rig.send('PUT', path, 3, { ...own, ...headers });
    expect(late).toMatchObject({
      status: 409,
      headers: { etag: '"2"' },
      json: { error: { code: 'conflict' } },
    });
  }
  const gone = await rig.send('PUT', '/api/v1/workspaces/other', 1, { ...own, 'if-match': '"4"' });
  expect(gone).toMatchObject({ status: 409, headers: { etag: '"0"' } });
  expect((await rig.send('DELETE', path, undefined, { ...own, 'if-match': '"1"' })).status).toBe(409);
  expect((await rig.get(path, own)).json).toMatchObject({ version: 2, body: 2 });
});

it('a change without a version, or with one that is none, is refused', async () => {
  const { rig, key } = await open();
  const own = key('own');
  const path = '/api/v1/watchlists/a';
  expect((await rig.send('PUT', path, 1, own)).status).toBe(428);
  expect((await rig.send('DELETE', path, undefined, own)).status).toBe(428);
  for (const headers of [
    { 'if-match': '*' },
    { 'if-match': 'W/"1"' },
    { 'if-match': '1' },
    { 'if-match': '"01"' },
    { 'if-match': '"1", "2"' },
    { 'if-none-match': '"1"' },
    { ...NEW, 'if-match': '"1"' },
  ])
    expect((await rig.send('PUT', path, 1, { ...own, ...headers })).status, JSON.stringify(headers)).toBe(
      400,
    );
  expect((await rig.send('PUT', path, '{', { ...own, ...NEW })).status).toBe(400);
  expect((await rig.send('PUT', '/api/v1/watchlists/..%2fa', 1, { ...own, ...NEW })).status).toBe(400);
  expect((await rig.get('/api/v1/watchlists', own)).json).toEqual({ documents: [] });
});

it('every owner has documents of their own, shared by all that speaks in their name', async () => {
  const { rig, key } = await open();
  const [phone, script, stranger] = [key('phone', MEMBER), key('script', MEMBER), key('stranger')];
  const page = { cookie: 'desk=t1', 'x-desk': '1' };
  rig.parts.sessions.set('t1', { ...QUIET, id: 's1', who: () => MEMBER });
  const path = '/api/v1/watchlists/mine';
  expect((await rig.send('PUT', path, '"hers"', { ...phone, ...NEW })).status).toBe(201);
  expect((await rig.get(path, stranger)).status).toBe(404);
  expect((await rig.get(path, script)).json).toMatchObject({ body: 'hers' });
  expect((await rig.send('PUT', path, '"page"', { ...page, 'if-match': '"1"' })).status).toBe(200);
  expect((await rig.get(path, phone)).json).toMatchObject({ body: 'page', version: 2 });
  expect((await rig.send('PUT', path, '"other"', { ...stranger, ...NEW })).status).toBe(201);
  expect((await rig.get(path)).status).toBe(403);
});

it('what is too large, or nested too deep to be written again, is refused', async () => {
  const { rig, key } = await open();
  const own = { ...key('own'), ...NEW };
  const path = '/api/v1/watchlists/big';
  const deep = '['.repeat(20_000) + ']'.repeat(20_000);
  expect((await rig.send('PUT', path, deep, own)).status).toBe(400);
  expect([413, 422]).toContain((await rig.send('PUT', path, { text: 'x'.repeat(70_000) }, own)).status);
  expect((await rig.get('/api/v1/watchlists', own)).json).toEqual({ documents: [] });
});
