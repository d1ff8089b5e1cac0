import { get } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { News } from '../../src/core/index.js';
import { tokenStream } from '../../src/gateway/token-stream.js';
import { testGatewayParts } from '../support/gateway-parts.js';
import { type GatewayRig, openGatewayRig } from '../support/gateway-rig.js';
import { soon } from '../support/soon.js';

const PATH = '/api/v1/sync/kis-token/50101234/events';

let rig: GatewayRig;
afterEach(() => rig.close());

interface Stream {
  readonly status: number;
  readonly type: string;
  text(): string;
  isOver(): boolean;
  leave(): void;
}

function listen(key: string): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const asked = get({
      port: rig.port,
      host: '127.0.0.1',
      path: PATH,
      headers: { 'x-sync-key': key },
      agent: false,
    });
    asked.on('error', reject);
    asked.on('response', response => {
      let text = '';
      let isOver = false;
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
      });
      response.on('error', () => undefined);
      response.on('close', () => {
        isOver = true;
      });
      resolve({
        status: response.statusCode ?? 0,
        type: response.headers['content-type'] ?? '',
        text: () => text,
        isOver: () => isOver,
        leave: () => asked.destroy(),
      });
    });
  });
}

async function open() {
  rig = await openGatewayRig();
  const { parts } = rig;
  return { parts, key: parts.keys.add('sync', ['token']) };
}

const renewed = (generation: number): News => ({
  kind: 'token',
  at: 0,
  generation,
  expiresAt: Date.parse('2026-11-25T09:30:00+09:00'),
});

describe('the events of a token', () => {
  it('tell the present generation at once and each new one, never the token', async () => {
    const { parts, key } = await open();
    const stream = await listen(key);
    expect([stream.status, stream.type]).toEqual([200, 'text/event-stream']);
    await soon(stream.text).toBe(
      'retry: 3000\n\nid: 1\nevent: token\ndata: {"generation":1,"expires_at":"2026-11-24T10:00:00.000+09:00"}\n\n',
    );
    parts.news.tell(renewed(2));
    await soon(stream.text).toContain(
      'id: 2\nevent: token\ndata: {"generation":2,"expires_at":"2026-11-25T09:30:00.000+09:00"}\n\n',
    );
    expect(stream.text()).not.toContain('broker-token');
  });

  it('say every 15 s that they are alive', async () => {
    const { parts, key } = await open();
    const stream = await listen(key);
    await soon(stream.text).toContain('event: token');
    await parts.clock.advance(14_500);
    expect(stream.text()).not.toContain('\n:\n');
    await parts.clock.advance(500);
    await soon(stream.text).toContain('\n:\n');
  });

  it('end within a second of the key’s revocation', async () => {
    const { parts, key } = await open();
    const stream = await listen(key);
    await soon(stream.text).toContain('event: token');
    await parts.clock.advance(1_000);
    expect(stream.isOver()).toBe(false);
    parts.keys.revoke(key);
    await parts.clock.advance(1_000);
    await soon(stream.isOver).toBe(true);
    expect(parts.clock.sleepers).toBe(0);
  });

  it('end at once when the gateway closes', async () => {
    const { key } = await open();
    const stream = await listen(key);
    await rig.gateway.close();
    await soon(stream.isOver).toBe(true);
  });

  it('are five a key; whoever leaves makes room', async () => {
    const { parts, key } = await open();
    const streams = await Promise.all(Array.from({ length: 5 }, () => listen(key)));
    expect((await rig.get(PATH, { 'x-sync-key': key })).json).toMatchObject({ error: { code: 'streams' } });
    const other = await listen(parts.keys.add('other', ['token']));
    expect(other.status).toBe(200);
    streams[0]?.leave();
    await soon(() => parts.clock.sleepers).toBe(5);
    expect((await listen(key)).status).toBe(200);
  });

  it('are fifty in all', async () => {
    const { parts } = await open();
    for (let holder = 0; holder < 10; holder += 1) {
      const key = parts.keys.add(`holder-${holder}`, ['token']);
      await Promise.all(Array.from({ length: 5 }, () => listen(key)));
    }
    const late = parts.keys.add('late', ['token']);
    expect((await rig.get(PATH, { 'x-sync-key': late })).status).toBe(429);
  });

  it('end for whoever is too far behind, whose line is cut', async () => {
    const { parts, key } = await open();
    const stream = await listen(key);
    await soon(stream.text).toContain('event: token');
    for (let generation = 2; generation < 40; generation += 1) parts.news.tell(renewed(generation));
    await soon(stream.isOver).toBe(true);
    expect(parts.clock.sleepers).toBe(0);
  });

  it('are not counted by a HEAD, which opens none', async () => {
    const { key } = await open();
    for (let n = 0; n < 7; n += 1) {
      expect((await rig.send('HEAD', PATH, undefined, { 'x-sync-key': key })).status).toBe(200);
    }
    expect(rig.parts.clock.sleepers).toBe(0);
  });
});

it('a reader who takes nothing in is let go, and nothing is kept for them', async () => {
  rig = await openGatewayRig();
  const { tokens, news, clock, accounts } = testGatewayParts();
  const [first] = accounts.list();
  if (!first) throw new Error('no account');
  const calls: string[] = [];
  const told = (what: string) => () => void calls.push(what);
  const stream = tokenStream({
    account: first.ref,
    tokens,
    news,
    clock,
    isStillGood: () => true,
    ended: told('ended'),
    cut: told('cut'),
  });
  for (let generation = 2; generation < 100; generation += 1) news.tell(renewed(generation));
  expect(calls).toEqual(['ended', 'cut']);
  await clock.advance(60_000);
  expect(clock.sleepers).toBe(0);
  await stream.cancel();
  expect(calls).toHaveLength(2);
});
