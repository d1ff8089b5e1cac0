import fc from 'fast-check';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Principal, WebSession } from '../../src/core/index.js';
import { createOutlet } from '../../src/gateway/stream/outlet.js';
import { type StreamRig, streamRig } from '../support/stream-rig.js';

const OWN_PAGE = 'http://127.0.0.1:8787';
const WRONG_KEY = `kco_${'x'.repeat(43)}`;

const PERSON: Principal = {
  id: 'discord:1',
  ids: ['discord:1'],
  name: 'Kim',
  roles: new Set(['view']),
  accounts: 'all',
};

/** A browser that is in, by the token in its cookie. */
function openSession({ parts }: StreamRig, token: string): { over: boolean } {
  const state = { over: false };
  const session: WebSession = {
    id: 'abc',
    who: () => (state.over ? undefined : PERSON),
    latest: () => 0,
    since: () => [],
    watch: () => () => undefined,
    say: async () => undefined,
    press: async () => undefined,
    form: () => undefined,
    suggest: async () => [],
  };
  parts.sessions.set(token, session);
  return state;
}

it('greets, lets in whoever shows a good key, and says which token is in use', async () => {
  const rig = await streamRig();
  const reader = rig.reader();
  expect(await reader.next('HELLO')).toEqual({
    type: 'HELLO',
    seq: 1,
    version: 1,
    heartbeat_seconds: 15,
    auth_within_seconds: 5,
  });
  reader.say({ type: 'SUBSCRIBE', stockCodes: ['005930'] });
  expect(await reader.next('ERROR')).toMatchObject({ code: 'denied' });
  reader.say({ type: 'AUTH', key: rig.parts.keys.add('grafana', ['read']) });
  expect(await reader.next('AUTH_OK')).toEqual({ type: 'AUTH_OK', seq: 3, caller: 'grafana', generation: 1 });
  reader.say({ type: 'AUTH', key: WRONG_KEY });
  expect(await reader.next('ERROR')).toMatchObject({ code: 'conflict' });
});

it('tells a wrong key and one that may not look alike, ends the connection and counts them against their source', async () => {
  const rig = await streamRig();
  const keys = [WRONG_KEY, rig.parts.keys.add('tokens-only', ['token'])];
  for (const key of keys) {
    const reader = rig.reader();
    await reader.next('HELLO');
    reader.say({ type: 'AUTH', key });
    expect(await reader.next('AUTH_FAILED')).toEqual({ type: 'AUTH_FAILED', seq: 2 });
    expect(await reader.closed).toEqual({ code: 4403, reason: 'denied' });
  }
  for (const key of keys) expect(await rig.reader({ 'x-api-key': key }).refused).toBe(403);
  const turnedAway = rig.parts.logged.filter(({ event }) => event === 'gateway_turned_away');
  expect(turnedAway).toHaveLength(1);
  for (let n = 0; n < 6; n++) await rig.reader({ 'x-api-key': WRONG_KEY }).refused;
  expect(await rig.reader({ 'x-api-key': WRONG_KEY }).refused).toBe(429);
});

it('knows the console’s own page by its cookie, for as long as its session lasts', async () => {
  const rig = await streamRig();
  const session = openSession(rig, 'secret');
  const page = rig.reader({ origin: OWN_PAGE, cookie: 'theme=dark; desk=secret' });
  expect(await page.next('AUTH_OK')).toMatchObject({ caller: 'web' });
  session.over = true;
  await rig.parts.clock.advance(500);
  expect(await page.closed).toMatchObject({ code: 4403 });
});

it('turns other pages away, and takes no cookie from those that are listed', async () => {
  const listed = 'https://board.example';
  const rig = await streamRig();
  const cors = await streamRig({
    settings: { ...rig.parts.settings, corsOrigins: [listed] },
  });
  for (const one of [rig, cors]) {
    openSession(one, 'secret');
    expect(await one.reader({ origin: 'https://evil.example', cookie: 'desk=secret' }).refused).toBe(403);
  }
  expect(await rig.reader({ origin: listed }).refused).toBe(403);
  const board = cors.reader({ origin: listed, cookie: 'desk=secret' });
  await board.next('HELLO');
  expect((await board.all()).map(({ type }) => type)).toEqual(['HELLO']);
});

it('ends whoever does not say who they are within five seconds', async () => {
  const rig = await streamRig();
  const reader = rig.reader();
  await reader.next('HELLO');
  await rig.parts.clock.advance(4_900);
  expect(await reader.all()).toHaveLength(1);
  await rig.parts.clock.advance(600);
  expect(await reader.closed).toEqual({ code: 4401, reason: 'nobody' });
});

it('ends a connection within a second once its key is revoked', async () => {
  const rig = await streamRig();
  const key = rig.parts.keys.add('gone', ['read']);
  const reader = rig.reader({ 'x-api-key': key });
  await reader.next('AUTH_OK');
  await rig.parts.clock.advance(2_000);
  expect(reader.socket.readyState).toBe(WebSocket.OPEN);
  rig.parts.keys.revoke(key);
  await rig.parts.clock.advance(1_000);
  expect(await reader.closed).toMatchObject({ code: 4403 });
});

it('beats every fifteen seconds, and ends whoever answers nothing for thirty', async () => {
  const rig = await streamRig();
  const awake = await rig.known('awake');
  const key = rig.parts.keys.add('deaf', ['read']);
  const deaf = new WebSocket(`${rig.url.replace('http', 'ws')}/api/v1/ws`, {
    headers: { 'x-api-key': key },
    autoPong: false,
  });
  const over = new Promise<number>(resolve => deaf.once('close', resolve));
  await new Promise(resolve => deaf.once('message', resolve));
  for (let beat = 0; beat < 2; beat++) {
    await rig.parts.clock.advance(15_000);
    expect(await awake.next('PING')).toMatchObject({ type: 'PING' });
    await awake.all();
  }
  expect(await over).toBe(4410);
  expect(awake.socket.readyState).toBe(WebSocket.OPEN);
});

it('answers what it cannot read, and ends what is no text, too long or too much', async () => {
  const rig = await streamRig();
  const clumsy = await rig.known('clumsy');
  for (const said of ['{', '[]', { type: 'ORDER' }, { type: 'SUBSCRIBE', stockCodes: [] }]) {
    clumsy.say(said);
    expect(await clumsy.next('ERROR')).toMatchObject({ code: 'malformed' });
  }
  const binary = await rig.known('binary');
  binary.socket.send(Buffer.from('{"type":"PING"}'));
  expect(await binary.closed).toMatchObject({ code: 1003 });
  const long = await rig.known('long');
  long.say({ type: 'AUTH', key: 'k'.repeat(4_096) });
  expect(await long.closed).toMatchObject({ code: 1009 });
  const hasty = await rig.known('hasty');
  for (let n = 0; n < 20; n++) hasty.say({ type: 'PONG' });
  hasty.socket.ping();
  expect(await hasty.next('ERROR')).toMatchObject({ code: 'rateLimited' });
  expect(await hasty.closed).toMatchObject({ code: 4429 });
});

it('lets twenty messages through each second, for as long as somebody likes', async () => {
  const rig = await streamRig();
  const steady = await rig.known();
  for (let second = 0; second < 3; second++) {
    for (let n = 0; n < 19; n++) steady.say({ type: 'PONG' });
    await steady.all();
    await rig.parts.clock.advance(1_000);
  }
  expect(steady.socket.readyState).toBe(WebSocket.OPEN);
});

it('tells whoever does not read that they are slow, and ends them; the others go on', async () => {
  const rig = await streamRig();
  const slow = await rig.known('slow');
  const brisk = await rig.known('brisk');
  slow.socket.pause();
  const alert = { kind: 'alert', at: 0, about: 'job', urgency: 'info', tone: 'neutral', title: 't' } as const;
  const text = 'x'.repeat(200_000);
  const isOver = () => rig.parts.logged.some(({ event }) => event === 'stream_ended');
  // What the operating system takes comes first.
  for (let n = 0; n < 200 && !isOver(); n++) {
    rig.news.tell({ ...alert, id: String(n), text, isPrivate: false });
    await brisk.next('ALERT');
  }
  expect(rig.parts.logged).toContainEqual({
    level: 'info',
    event: 'stream_ended',
    fields: '{"end":"slow","caller":"slow"}',
  });
  slow.socket.resume();
  const last = await slow.next('SLOW');
  expect(await slow.closed).toEqual({ code: 4408, reason: 'slow' });
  expect(slow.received.at(-1)).toBe(last);
  expect(slow.received.map(({ seq }) => seq)).toEqual(slow.received.map((_, at) => at + 1));
  expect((await brisk.all()).map(({ seq }) => seq)).toEqual(
    brisk.received.map((_, at) => at + 1).slice(0, -1),
  );
});

it('never has more than 256 KB in store for one reader, whatever sizes come in', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 120_000 }), { maxLength: 60 }), sizes => {
      const sent: string[] = [];
      let slow = 0;
      const socket = {
        readyState: WebSocket.OPEN,
        bufferedAmount: 0,
        send(text: unknown) {
          sent.push(String(text));
          socket.bufferedAmount += Buffer.byteLength(String(text));
        },
      };
      const outlet = createOutlet(socket, () => {
        slow += 1;
      });
      for (const size of sizes) outlet.send({ type: 'ALERT', text: '가'.repeat(size / 3) });
      expect(socket.bufferedAmount).toBeLessThanOrEqual(256 * 1024);
      expect(slow).toBe(sent.at(-1)?.startsWith('{"type":"SLOW"') ? 1 : 0);
      expect(sent.length - slow < sizes.length).toBe(slow === 1);
    }),
    { numRuns: 50 },
  );
});

it('gives one key five connections, and a place again when one of them is over', async () => {
  const rig = await streamRig();
  const key = rig.parts.keys.add('many', ['read']);
  const open = () => rig.reader({ 'x-api-key': key });
  const readers = [open(), open(), open(), open(), open()];
  await Promise.all(readers.map(reader => reader.next('AUTH_OK')));
  const sixth = open();
  expect(await sixth.next('ERROR')).toMatchObject({ code: 'limit' });
  expect(await sixth.closed).toMatchObject({ code: 4429 });
  await rig.known('another');
  readers[0]?.socket.close();
  await readers[0]?.closed;
  await open().next('AUTH_OK');
});

it('holds fifty connections: strangers make way for newcomers, those who are known do not', async () => {
  const rig = await streamRig();
  const stranger = rig.reader();
  await stranger.next('HELLO');
  for (let n = 0; n < 49; n++) await rig.known(`key-${Math.floor(n / 5)}-${n}`);
  await rig.known('newcomer');
  expect(await stranger.closed).toMatchObject({ code: 1006 });
  expect(await rig.reader().refused).toBe(503);
});

it('takes leave of everybody when the gateway closes, and waits no longer than a second', async () => {
  const rig = await streamRig();
  const polite = await rig.known('polite');
  const deaf = await rig.known('deaf');
  deaf.socket.pause();
  rig.news.tell({ kind: 'token', at: 0, generation: 2, expiresAt: 0 });
  await polite.next('TOKEN');
  const closing = rig.close();
  expect(await polite.closed).toEqual({ code: 1001, reason: 'stopping' });
  await rig.parts.clock.advance(1_000);
  await closing;
  deaf.socket.resume();
  await deaf.closed;
});

it('speaks on its own path only, and never with a key in the address', async () => {
  const rig = await streamRig();
  const key = rig.parts.keys.add('query', ['read']);
  const elsewhere = new WebSocket(`${rig.url.replace('http', 'ws')}/api/v1/other`);
  elsewhere.on('error', () => undefined);
  const status = await new Promise(resolve =>
    elsewhere.once('unexpected-response', (_, { statusCode }) => resolve(statusCode)),
  );
  elsewhere.terminate();
  expect(status).toBe(404);
  const asked = new WebSocket(`${rig.url.replace('http', 'ws')}/api/v1/ws?key=${key}`);
  asked.on('error', () => undefined);
  expect(
    await new Promise(resolve =>
      asked.once('unexpected-response', (_, { statusCode }) => resolve(statusCode)),
    ),
  ).toBe(403);
  asked.terminate();
});
