import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { manualClock } from '../support/clock.js';
import { until } from '../support/fake-desk.js';
import { type FakeDiscord, fakeDiscord } from '../support/fake-discord.js';
import { callsAreNotNoted } from '../support/platform-calls.js';

callsAreNotNoted();

let clock = manualClock();
let server: FakeDiscord;
let sockets: WebSocket[] = [];

beforeEach(async () => {
  clock = manualClock();
  server = await fakeDiscord({ now: clock.now });
});
afterEach(async () => {
  for (const socket of sockets) socket.terminate();
  sockets = [];
  await server.close();
});

interface Line {
  readonly frames: unknown[];
  send(frame: unknown): void;
  readonly closed: Promise<number>;
}

async function connect(query = '?v=10&encoding=json'): Promise<Line> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws').replace('/api', '/gateway')}${query}`);
  sockets.push(socket);
  const frames: unknown[] = [];
  socket.on('message', (raw: Buffer) => frames.push(JSON.parse(raw.toString())));
  const closed = new Promise<number>(resolve => socket.once('close', resolve));
  await once(socket, 'open');
  return {
    frames,
    closed,
    send: frame => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
  };
}

const identity = (change: object = {}) => ({
  op: 2,
  d: { token: server.token, intents: 1, properties: { os: 'a', browser: 'b', device: 'c' }, ...change },
});
const heard = (line: Line, part: object) =>
  until(() => line.frames.some(frame => expect.objectContaining(part).asymmetricMatch(frame)), 'a frame');

describe('the gateway closes a connection', () => {
  it.each([
    ['with an unknown opcode', () => ({ op: 99, d: null }), 4001],
    ['with a frame that is no JSON', () => 'x', 4002],
    ['with a frame over 4096 bytes', () => ({ op: 1, d: null, x: 'x'.repeat(4096) }), 4002],
    ['that speaks before it says who it is', () => ({ op: 3, d: {} }), 4003],
    ['with a wrong token', () => identity({ token: 'x' }), 4004],
    ['that resumes behind a number never sent', () => resume('session-1', 999), 4007],
    ['of another shard', () => identity({ shard: [1, 2] }), 4010],
    ['with an intent that there is not', () => identity({ intents: 1 << 30 }), 4013],
    ['with an intent that was not granted', () => identity({ intents: 1 << 15 }), 4014],
  ])('%s', async (_, frame, code) => {
    const line = await connect();
    line.send(frame());
    expect(await line.closed).toBe(code);
  });

  it('that says twice who it is', async () => {
    const line = await connect();
    line.send(identity());
    line.send(identity());
    expect(await line.closed).toBe(4005);
  });

  it('with more than 120 frames a minute', async () => {
    const line = await connect();
    for (let i = 0; i < 120; i += 1) line.send({ op: 1, d: null });
    await until(() => line.frames.length === 121, 'the answers');
    clock.step(59_999);
    line.send({ op: 1, d: null });
    expect(await line.closed).toBe(4008);
    expect(server.violations).toEqual(['gateway: 4008']);
  });

  it('of an old version', async () => {
    const line = await connect('?v=6&encoding=json');
    expect(await line.closed).toBe(4012);
  });

  it('that shows no sign of life', async () => {
    await server.close();
    server = await fakeDiscord({ now: clock.now, heartbeatMs: 60 });
    const alive = await connect();
    const dead = await connect();
    const beat = setInterval(() => alive.send({ op: 1, d: null }), 30);
    expect(await dead.closed).toBe(4009);
    await until(() => alive.frames.length > 4, 'several answers');
    clearInterval(beat);
  });
});

const resume = (session: string, seq: number) => ({
  op: 6,
  d: { token: server.token, session_id: session, seq },
});

describe('a session', () => {
  it('is resumed with what was missed, in order', async () => {
    const line = await connect();
    line.send(identity());
    await heard(line, { t: 'GUILD_CREATE' });
    server.gateway.drop(4000);
    await line.closed;
    server.command('balance');
    server.command('price');
    const again = await connect();
    again.send(resume('session-1', 2));
    await heard(again, { t: 'RESUMED' });
    expect(again.frames).toMatchObject([{ op: 10 }, { s: 3 }, { s: 4 }, { t: 'RESUMED', s: 5 }]);
  });

  it('that there is not is void, and the connection may say anew who it is', async () => {
    const line = await connect();
    line.send(resume('session-7', 0));
    await heard(line, { op: 9, d: false });
    line.send(identity());
    await heard(line, { t: 'READY' });
  });

  it('begins at most once in 5 s when a test asks for that, and 1000 times a day', async () => {
    server.gateway.pace.everyMs = 5000;
    (await connect()).send(identity());
    await until(() => server.gateway.identifies.length === 1, 'the first');
    const soon = await connect();
    soon.send(identity());
    await heard(soon, { op: 9, d: false });
    server.gateway.pace.everyMs = 0;
    for (let i = 1; i < 1000; i += 1) server.gateway.pace.identify();
    const last = await connect();
    last.send(identity());
    expect(await last.closed).toBe(4004);
  });
});
