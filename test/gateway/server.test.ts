import { afterEach, describe, expect, it } from 'vitest';
import { openGateway, type Upgrade } from '../../src/gateway/index.js';
import { testGatewayParts } from '../support/gateway-parts.js';
import { type GatewayRig, openGatewayRig } from '../support/gateway-rig.js';
import { type RawLine, rawLine } from '../support/raw-http.js';
import { soon } from '../support/soon.js';

let rig: GatewayRig;
const lines: RawLine[] = [];

afterEach(async () => {
  for (const { socket } of lines.splice(0)) socket.destroy();
  await rig.close();
});

async function raw(bytes: string, from?: string): Promise<RawLine> {
  const line = await rawLine(rig.port, bytes, from);
  lines.push(line);
  return line;
}

const host = () => `Host: 127.0.0.1:${rig.port}\r\n`;
const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\n${host()}${headers}\r\n`;

describe('what cannot be read', () => {
  it('is answered in the shape of every failure, with the same headers', async () => {
    rig = await openGatewayRig();
    const answers = {
      'BREW /x HTTP/1.1\r\n': [405, 'method'],
      'GET /x HTTP/1.1\r\nbroken\r\n': [400, 'malformed'],
      [`GET /x HTTP/1.1\r\nx-long: ${'a'.repeat(17_000)}\r\n`]: [431, 'manyHeaders'],
    } as const;
    for (const [bytes, [status, code]] of Object.entries(answers)) {
      const text = await (await raw(`${bytes}\r\n`)).ended();
      expect(text).toContain(`HTTP/1.1 ${status} `);
      expect(text).toContain('cache-control: no-store');
      expect(text).toContain(`{"error":{"code":"${code}"`);
    }
  });

  it('is refused with more than 100 headers, or without a host', async () => {
    rig = await openGatewayRig();
    const many = Array.from({ length: 200 }, (_, n) => `x-h${n}: 1\r\n`).join('');
    expect(await (await raw(get('/api/v1/health', many))).sees(/"manyHeaders"/)).toContain('HTTP/1.1 431 ');
    expect(await (await raw('GET /api/v1/health HTTP/1.1\r\n\r\n')).sees(/"malformed"/)).toContain(
      'HTTP/1.1 400 ',
    );
  });
});

describe('a body', () => {
  const post = (headers: string) =>
    `POST /api/v1/orders HTTP/1.1\r\n${host()}content-type: application/json\r\n${headers}\r\n`;

  it('that says that it is larger than 64 KB is refused before it is sent', async () => {
    rig = await openGatewayRig();
    const line = await raw(post('content-length: 1073741824\r\n'));
    expect(await line.sees(/"tooLarge"/)).toContain('HTTP/1.1 413 ');
    expect((await rig.send('POST', '/api/v1/orders', 'x'.repeat(70_000))).status).toBe(413);
  });

  it('that grows larger in pieces is refused once it has', async () => {
    rig = await openGatewayRig();
    const line = await raw(post('transfer-encoding: chunked\r\n'));
    const piece = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
    line.socket.write(piece.repeat(4));
    line.socket.write(piece);
    expect(await line.sees(/"tooLarge"/)).toContain('HTTP/1.1 413 ');
  });

  it('of 64 KB is read, also in pieces', async () => {
    rig = await openGatewayRig();
    const puts: unknown[] = [];
    rig.parts.shelf.put = async (_shelf, _owner, id, version, body) => {
      puts.push(body);
      return { id, version: version + 1, changedAt: 0, body };
    };
    const key = rig.parts.keys.add('page', ['read']);
    const headers = `content-type: application/json\r\nx-api-key: ${key}\r\nif-none-match: *\r\n`;
    const line = await raw(
      `PUT /api/v1/watchlists/a HTTP/1.1\r\n${host()}transfer-encoding: chunked\r\n${headers}\r\n`,
    );
    const text = 'x'.repeat(0x7ffe);
    line.socket.write(`7fff\r\n"${text}\r\n`);
    line.socket.write(`7fff\r\n${text}"\r\n0\r\n\r\n`);
    expect(await line.sees(/\r\n\r\n/)).toContain('HTTP/1.1 201 ');
    expect(puts).toEqual([text + text]);
  });

  it('that is no JSON, or comes with a GET, is refused', async () => {
    rig = await openGatewayRig();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await rig.send('POST', '/api/v1/orders', 'a=b', form);
    expect([answer.status, answer.json]).toMatchObject([415, { error: { code: 'notJson' } }]);
    expect((await rig.send('GET', '/api/v1/health', '{}')).status).toBe(400);
  });
});

describe('many at once', () => {
  it('slow connections of one source are bounded, and others are served meanwhile', async () => {
    rig = await openGatewayRig();
    const slow = await Promise.all(
      Array.from({ length: 120 }, () => raw('GET / HTTP/1.1\r\nx-slow: ', '127.0.0.2')),
    );
    await soon(() => slow.filter(({ socket }) => socket.destroyed).length).toBe(20);
    expect((await rig.get('/api/v1/health/live')).status).toBe(200);
    for (const { socket } of slow) socket.destroy();
    const again = async () => {
      const line = await raw(get('/api/v1/health/live'), '127.0.0.2');
      return line.sees(/HTTP\/1.1 200/).then(
        () => 'served',
        () => 'cut off',
      );
    };
    await soon(again).toBe('served');
  });

  it('requests in one packet are answered one by one, and in their order', async () => {
    rig = await openGatewayRig();
    const paths = ['/api/v1/health', '/nothing', '/api/v1/health/live', '/api/v1/positions'];
    const line = await raw(paths.map(path => get(path)).join(''));
    const text = await line.sees(/HTTP\/1.1 /, 4);
    expect([...text.matchAll(/HTTP\/1.1 (\d+)/g)].map(([, status]) => status)).toEqual([
      '200',
      '404',
      '200',
      '403',
    ]);
  });

  it('what cannot be read behind a request under way ends the line instead of standing as its answer', async () => {
    rig = await openGatewayRig();
    rig.parts.tokens.hand = () => new Promise<never>(() => undefined);
    const key = rig.parts.keys.add('sync', ['token']);
    const line = await raw(
      `${get('/api/v1/sync/kis-token/main', `x-sync-key: ${key}\r\n`)}\r\nbroken\r\n\r\n`,
    );
    expect(await line.ended()).toBe('');
  });

  it('whoever sends requests without waiting for an answer is cut off', async () => {
    rig = await openGatewayRig();
    const held = new Promise<never>(() => undefined);
    rig.parts.tokens.hand = () => held;
    const key = rig.parts.keys.add('sync', ['token']);
    const ask = get('/api/v1/sync/kis-token/main', `x-sync-key: ${key}\r\n`);
    await (await raw(ask.repeat(65))).ended();
    expect((await rig.get('/api/v1/health')).status).toBe(200);
  });
});

describe('another protocol', () => {
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';

  it('is refused where nobody speaks it, from foreign pages and with a key in the address', async () => {
    const taken: string[] = [];
    const ws: Upgrade = {
      path: '/api/v1/ws',
      take(request, socket) {
        taken.push(request.url ?? '');
        socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n');
      },
      close: () => undefined,
    };
    rig = await openGatewayRig({}, [ws]);
    const ask = async (path: string, headers = '') =>
      (await (await raw(get(path, upgrade + headers))).ended()).slice(9, 12);
    expect(await ask('/api/v1/other')).toBe('404');
    expect(await ask('/api/v1/ws', 'Origin: http://evil.example\r\n')).toBe('403');
    expect(await ask('/api/v1/ws?token=abc')).toBe('403');
    expect(await ask('/api/v1/ws')).toBe('101');
    expect(taken).toEqual(['/api/v1/ws']);
  });
});

describe('opening', () => {
  it('on a port that is in use fails and names it', async () => {
    rig = await openGatewayRig();
    const { settings, ...others } = testGatewayParts();
    await expect(openGateway({ ...others, settings: { ...settings, port: rig.port } })).rejects.toMatchObject(
      {
        kind: 'unavailable',
        detail: { problem: 'portInUse', port: rig.port },
      },
    );
  });

  it('with a certificate that is none fails and says so', async () => {
    rig = await openGatewayRig();
    const { settings, ...others } = testGatewayParts();
    const tls = { cert: 'none', key: 'none' };
    await expect(openGateway({ ...others, settings: { ...settings, tls } })).rejects.toMatchObject({
      kind: 'unavailable',
      detail: { problem: 'tls' },
    });
  });
});

describe('closing', () => {
  /** A gateway at which one request waits for a token, and an idle connection is open. */
  async function busy() {
    rig = await openGatewayRig();
    const { parts, gateway } = rig;
    const key = parts.keys.add('sync', ['token']);
    const hand = parts.tokens.hand;
    let release: () => void = () => undefined;
    const waits = new Promise<void>(resolve => {
      release = resolve;
    });
    let asks = 0;
    parts.tokens.hand = async () => {
      asks += 1;
      await waits;
      return hand();
    };
    const idle = await raw(get('/api/v1/health'));
    await idle.sees(/HTTP\/1.1 200/);
    const asked = await raw(get('/api/v1/sync/kis-token/main', `x-sync-key: ${key}\r\n`));
    await soon(() => asks).toBe(1);
    return { gateway, clock: parts.clock, release, idle, asked };
  }

  it('ends idle connections at once and lets a request under way finish', async () => {
    const { gateway, release, idle, asked } = await busy();
    const closed = gateway.close();
    await idle.ended();
    release();
    const answer = await asked.ended();
    expect(answer).toContain('HTTP/1.1 200 ');
    expect(answer.toLowerCase()).toContain('connection: close');
    await closed;
  });

  it('waits no longer than two seconds for it', async () => {
    const { gateway, clock, asked } = await busy();
    const closed = gateway.close();
    await clock.advance(1_999);
    expect(asked.socket.destroyed).toBe(false);
    await clock.advance(1);
    await closed;
    expect(await asked.ended()).toBe('');
  });
});
