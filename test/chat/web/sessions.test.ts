import { expect, test } from 'vitest';
import { CHILD, codeOf, FATHER, holderOf, personOf, webRig } from './rig.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('a link carries its code in the fragment, which no server ever sees, and says until when it is good', () => {
  const { web, clock } = webRig();
  const { url, until } = web.link(FATHER);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:8787\/console\/#[0-9a-f]{64}$/);
  expect(until).toBe(clock.now() + 5 * MINUTE);
});

test('a code opens one session, once; the same code again opens nothing, also at the same moment', async () => {
  const { web } = webRig();
  const code = codeOf(web.link(FATHER).url);
  const opened = await Promise.all([1, 2, 3].map(async () => web.enter(code)));
  expect(opened.filter(one => one !== undefined)).toHaveLength(1);
  expect(web.enter(code)).toBeUndefined();
});

test('a code is over after five minutes', async () => {
  const { web, clock } = webRig();
  const early = codeOf(web.link(FATHER).url);
  await clock.advance(5 * MINUTE - 1);
  expect(web.enter(early)).toBeDefined();
  const late = codeOf(web.link(FATHER).url);
  await clock.advance(5 * MINUTE);
  expect(web.enter(late)).toBeUndefined();
});

test('guesses open nothing and void nothing', () => {
  const { web } = webRig();
  const code = codeOf(web.link(FATHER).url);
  const guesses = ['', 'x', code.slice(1), `${code}x`, code.toUpperCase(), ...Array(1_000).keys()].map(
    String,
  );
  expect(guesses.flatMap(guess => web.enter(guess) ?? [])).toEqual([]);
  expect(web.enter(code)).toBeDefined();
});

test('of more than twenty open codes the oldest is void', () => {
  const { web } = webRig();
  const codes = Array.from({ length: 21 }, () => codeOf(web.link(FATHER).url));
  expect(web.enter(codes[0] ?? '')).toBeUndefined();
  expect(web.enter(codes[1] ?? '')).toBeDefined();
});

test('every entry makes a new token, and neither token nor code is kept as it is', () => {
  const { web, enter } = webRig();
  const [a, b] = [enter(), enter()];
  expect(a.token).not.toBe(b.token);
  expect(a.token).toMatch(/^[0-9a-f]{64}$/);
  expect(web.session(a.session.id)).toBeUndefined();
  expect(web.session(a.token)?.id).toBe(a.session.id);
});

test('a session is over after twelve hours without use, and every use begins them anew', async () => {
  const { web, clock, enter } = webRig();
  const { token } = enter();
  await clock.advance(12 * HOUR - 1);
  expect(web.session(token)).toBeDefined();
  await clock.advance(12 * HOUR - 1);
  expect(web.session(token)).toBeDefined();
  await clock.advance(12 * HOUR);
  expect(web.session(token)).toBeUndefined();
});

test('of more than fifty sessions the one that was used longest ago is over', () => {
  const { web, enter } = webRig();
  const tokens = Array.from({ length: 50 }, () => enter().token);
  web.session(tokens[0] ?? '');
  enter();
  expect(web.session(tokens[1] ?? '')).toBeUndefined();
  expect(web.session(tokens[0] ?? '')).toBeDefined();
});

test('a member who was removed is out at once, for good, and whoever looks on is told', async () => {
  const { web, people, enter } = webRig();
  const { session, token } = enter();
  let told = 0;
  session.watch(() => {
    told += 1;
  });
  people.delete(FATHER.id);
  expect(session.who()).toBeUndefined();
  expect(web.find(`page:${session.id}`)).toBeUndefined();
  expect(web.session(token)).toBeUndefined();
  expect(told).toBe(1);
  people.set(FATHER.id, FATHER);
  expect(web.session(token)).toBeUndefined();
});

test('a link of somebody who was removed since opens nothing', () => {
  const { web, people } = webRig();
  const code = codeOf(web.link(CHILD).url);
  people.delete(CHILD.id);
  expect(web.enter(code)).toBeUndefined();
});

test('a session speaks for its person as of now: a role that was taken away is gone at once', () => {
  const { web, people, enter } = webRig();
  const { session } = enter();
  people.set(FATHER.id, personOf(FATHER.id, { roles: new Set(['view'] as const) }));
  expect([...(web.find(`page:${session.id}`)?.roles ?? [])]).toEqual(['view']);
});

test('a session of a key is the key: it stays one, gets no links, and ends when the key is void', () => {
  const { web, keys } = webRig();
  const holder = holderOf('abcd2345');
  keys.set(holder.id, holder.who);
  const { session, token } = web.enterWithKey(holder);
  const who = session.who();
  expect(who?.byKey?.id).toBe('abcd2345');
  expect(() => web.link(who ?? FATHER)).toThrow(expect.objectContaining({ kind: 'denied' }));
  keys.delete(holder.id);
  expect(web.session(token)).toBeUndefined();
});

test('leaving ends this session and no other; stopping ends all and lets nobody in', async () => {
  const { web, enter } = webRig();
  const [a, b] = [enter(), enter()];
  const code = codeOf(web.link(FATHER).url);
  web.leave(a.token);
  expect(web.session(a.token)).toBeUndefined();
  expect(web.session(b.token)).toBeDefined();
  await web.stop();
  expect(web.session(b.token)).toBeUndefined();
  expect(web.enter(code)).toBeUndefined();
});

test('nobody but a page is found here', () => {
  const { web, enter } = webRig();
  const { session, token } = enter();
  expect(web.find(`page:${session.id}`)?.id).toBe(FATHER.id);
  for (const other of [session.id, `key:${session.id}`, `page:${token}`, 'page:', 'page:x', FATHER.id]) {
    expect(web.find(other)).toBeUndefined();
  }
});
