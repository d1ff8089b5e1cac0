import { afterEach, expect, test } from 'vitest';
import { FATHER, personOf } from '../../chat/web/rig.js';
import { type ConsoleRig, consoleRig } from './rig.js';

let rig: ConsoleRig;

afterEach(() => rig.close());

test('a code is exchanged for a cookie that no script reads and no other site sends', async () => {
  rig = await consoleRig();
  const entered = await rig.act('/console/enter', { code: rig.code() });
  expect(entered.status).toBe(200);
  const [cookie, ...flags] = (entered.headers['set-cookie'] ?? '').split('; ');
  expect(cookie).toMatch(/^desk=[0-9a-f]{64}$/);
  expect(flags.toSorted()).toEqual(['HttpOnly', 'Max-Age=43200', 'Path=/', 'SameSite=Strict']);
  expect(entered.text).not.toContain(cookie?.slice(5));
  expect(rig.parts.audited).toMatchObject([{ who: FATHER.id, act: 'console enter', outcome: 'done' }]);
});

test('behind https the cookie travels by https alone', async () => {
  rig = await consoleRig(undefined, {
    settings: {
      host: '127.0.0.1',
      port: 0,
      url: 'https://desk.example',
      tls: undefined,
      corsOrigins: [],
      requireKey: true,
    },
  });
  const entered = await rig.act('/console/enter', { code: rig.code() }, { origin: 'https://desk.example' });
  expect(entered.headers['set-cookie']).toContain('; Secure');
});

test('the same code twice at the same moment opens one session', async () => {
  rig = await consoleRig();
  const code = rig.code();
  const entered = await Promise.all([1, 2, 3, 4].map(() => rig.act('/console/enter', { code })));
  expect(entered.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403, 403, 403]);
});

test('whoever was in with this browser before is out: a token is never carried over', async () => {
  rig = await consoleRig();
  const before = await rig.cookie();
  const again = await rig.act('/console/enter', { code: rig.code() }, { cookie: before });
  const after = (again.headers['set-cookie'] ?? '').split(';')[0] ?? '';
  expect(after).not.toBe(before);
  expect((await rig.get('/console/state', { cookie: before })).status).toBe(403);
  expect((await rig.get('/console/state', { cookie: after })).status).toBe(200);
});

test('wrong codes and wrong keys read the same, and after ten of them the source has to wait', async () => {
  rig = await consoleRig();
  const token = rig.parts.keys.add('token-only', ['token']);
  const wrong = [{ code: 'A'.repeat(43) }, { key: `kco_${'A'.repeat(43)}` }, { key: token }, { code: '' }];
  const answers = await Promise.all(wrong.map(body => rig.act('/console/enter', body)));
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(403);
  for (let i = 0; i < 6; i += 1) await rig.act('/console/enter', { code: String(i) });
  const throttled = await rig.act('/console/enter', { code: 'x' });
  expect(throttled.status).toBe(429);
  expect(Number(throttled.headers['retry-after'])).toBeGreaterThan(0);
});

test('a key with the scope read opens a session of the key, which ends with it', async () => {
  rig = await consoleRig();
  const who = personOf(FATHER.id, { byKey: { id: 'dash', limits: undefined } });
  const key = rig.parts.keys.add('dash', ['read'], { who });
  rig.keyPeople.set('dash', who);
  const entered = await rig.act('/console/enter', { key });
  const cookie = (entered.headers['set-cookie'] ?? '').split(';')[0] ?? '';
  const state = await rig.get('/console/state', { cookie });
  expect(state.json).toMatchObject({ who: { trades: false } });
  rig.keyPeople.delete('dash');
  expect((await rig.get('/console/state', { cookie })).status).toBe(403);
});

test('leaving ends the session, and the browser forgets it', async () => {
  rig = await consoleRig();
  const cookie = await rig.cookie();
  const left = await rig.act('/console/leave', undefined, { cookie });
  expect(left.headers['set-cookie']).toContain('Max-Age=0');
  expect((await rig.get('/console/state', { cookie })).status).toBe(403);
});

test('a member who is removed is out with the next request', async () => {
  rig = await consoleRig();
  const cookie = await rig.cookie();
  rig.people.delete(FATHER.id);
  const said = await rig.act('/console/say', { text: '/balance' }, { cookie });
  expect(said.status).toBe(403);
  expect(said.headers['set-cookie']).toBeUndefined();
  expect(rig.desk.received).toEqual([]);
});

test.each([
  ['without the header that only our own page sends', { 'x-desk': '' }],
  ['from another site', { origin: 'https://evil.example' }],
  ['from another port of this computer', { origin: 'http://127.0.0.1:1' }],
  ['from a frame without an origin', { origin: 'null' }],
  ['of a site that the browser says is another', { 'sec-fetch-site': 'cross-site' }],
])('with a good cookie, what comes %s does nothing', async (_, headers) => {
  rig = await consoleRig();
  const cookie = await rig.cookie();
  for (const [path, body] of [
    ['/console/say', { text: '/help' }],
    ['/console/press', { button: 'again' }],
    ['/console/leave', undefined],
    ['/console/enter', { code: rig.code() }],
  ] as const) {
    const answer = await rig.act(path, body, { cookie, ...headers });
    expect([path, answer.status]).toEqual([path, 403]);
  }
  expect(rig.desk.received).toEqual([]);
  expect((await rig.get('/console/state', { cookie })).status).toBe(200);
});

test('no origin at all is not our page either', async () => {
  rig = await consoleRig();
  const cookie = await rig.cookie();
  const answer = await rig.send('POST', '/console/say', { text: '/help' }, { cookie, 'x-desk': '1' });
  expect(answer.status).toBe(403);
});
