import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttp, createLimiter, type Http, type Tally } from '../../../src/brokers/transport/index.js';
import { systemClock } from '../../../src/core/index.js';
import {
  type Answer,
  portOf,
  type ScriptedServer,
  startScriptedServer,
} from '../../support/scripted-server.js';

type Lane = 'order' | 'quote';
const LANES: readonly Lane[] = ['order', 'quote'];
const SECRETS = { appkey: 'canary-key', appsecret: 'canary-secret', authorization: 'Bearer canary-token' };
/** Headers that are there at every turn. */
const withHeaders = (headers: Readonly<Record<string, string>>) => ({
  headers: () => headers,
  ready: async () => undefined,
});
const OK: Answer = { status: 200, json: { rt_cd: '0' } };

const endings: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

function httpAt(baseUrl: string, perSecond = 100_000, attemptMs = 120): Http<Lane> {
  const closing = new AbortController();
  endings.push(() => closing.abort(new DOMException('closed', 'AbortError')));
  const limiter = createLimiter({ clock: systemClock, perSecond, lanes: LANES });
  return createHttp({
    baseUrl,
    clock: systemClock,
    limiter,
    attemptMs,
    retryDelayMs: 5,
    closing: closing.signal,
  });
}

async function serve(script: (nth: number) => Answer): Promise<ScriptedServer> {
  const server = await startScriptedServer((_request, nth) => script(nth));
  endings.push(() => server.close());
  return server;
}

function get(http: Http<Lane>, signal = AbortSignal.timeout(2_000)) {
  const tally: Tally = { attempts: 0, failures: 0, lastFailure: '' };
  const examine = (answer: { status: number }) =>
    answer.status >= 500 ? `HTTP ${answer.status}` : undefined;
  const result = http.read({
    path: '/read?A=1',
    ...withHeaders(SECRETS),
    lane: 'quote',
    signal,
    examine,
    tally,
  });
  return { result, tally };
}

const post = (http: Http<Lane>) =>
  http.once({
    path: '/order',
    headers: { ...SECRETS, 'content-type': 'application/json' },
    body: '{"ORD_QTY":"3","이름":"삼성"}',
    lane: 'order',
    signal: AbortSignal.timeout(2_000),
  });

describe('a read by POST', () => {
  function ask(http: Http<Lane>) {
    const tally: Tally = { attempts: 0, failures: 0, lastFailure: '' };
    const body = '{"stk_cd":"005930"}';
    const headers = { 'content-type': 'application/json;charset=UTF-8' };
    return http.read({
      path: '/read',
      ...withHeaders(headers),
      body,
      lane: 'quote',
      signal: AbortSignal.timeout(2_000),
      examine: answer => (answer.status >= 500 ? `HTTP ${answer.status}` : undefined),
      tally,
    });
  }

  it('sends the same question each time, and is asked for twice more like any read', async () => {
    const server = await serve(nth => (nth === 1 ? 'reset' : nth === 2 ? { status: 502, text: '' } : OK));
    await expect(ask(httpAt(server.url))).resolves.toMatchObject({ kind: 'answered', status: 200 });
    expect(
      server.requests.map(({ method, body, headers }) => [method, body, headers['content-type']]),
    ).toEqual(Array(3).fill(['POST', '{"stk_cd":"005930"}', 'application/json;charset=UTF-8']));
  });
});

describe('a read', () => {
  it.each<[string, Answer]>([
    ['a reset connection', 'reset'],
    ['no answer in time', 'hang'],
    ['an answer that drips', 'drip'],
    ['a truncated answer', 'truncate'],
    ['an empty 500', { status: 500, text: '' }],
    ['an HTML 502', { status: 502, text: '<html>Bad Gateway</html>' }],
  ])('is asked for twice more after %s', async (_what, fault) => {
    const server = await serve(nth => (nth < 3 ? fault : OK));
    const { result, tally } = get(httpAt(server.url));
    await expect(result).resolves.toMatchObject({ kind: 'answered', status: 200, text: '{"rt_cd":"0"}' });
    expect(server.count('/read')).toBe(3);
    expect(tally).toMatchObject({ attempts: 3, failures: 2 });
  });

  it.each<[string, Answer, string]>([
    ['resets', 'reset', 'ECONNRESET'],
    ['hangs', 'hang', 'TIMEOUT'],
    ['drips', 'drip', 'TIMEOUT'],
  ])('ends without an answer when the server always %s', async (_what, fault, code) => {
    const server = await serve(() => fault);
    const { result, tally } = get(httpAt(server.url));
    await expect(result).resolves.toEqual({ kind: 'noAnswer', code });
    expect(server.count('/read')).toBe(3);
    expect(tally).toEqual({ attempts: 3, failures: 3, lastFailure: code });
  });

  it('keeps the last answer when 500 never ends', async () => {
    const server = await serve(() => ({ status: 500, text: 'sorry' }));
    const { result } = get(httpAt(server.url));
    await expect(result).resolves.toMatchObject({ kind: 'answered', status: 500, text: 'sorry' });
    expect(server.count('/read')).toBe(3);
  });

  it.each([400, 401, 404, 429])('is not repeated after %i', async status => {
    const server = await serve(() => ({ status, text: '' }));
    await expect(get(httpAt(server.url)).result).resolves.toMatchObject({ kind: 'answered', status });
    expect(server.count('/read')).toBe(1);
  });

  it('obeys one deadline over all its attempts', async () => {
    const server = await serve(() => 'drip');
    const { result } = get(httpAt(server.url), AbortSignal.timeout(200));
    await expect(result).resolves.toEqual({ kind: 'noAnswer', code: 'TIMEOUT' });
    // An attempt takes 120 ms here: there was no time for all three.
    expect(server.count('/read')).toBeLessThan(3);
  });

  it('is cut off by its deadline in the middle of an attempt that would go on', async () => {
    const server = await serve(() => 'hang');
    const { result } = get(httpAt(server.url, 100_000, 3_600_000), AbortSignal.timeout(50));
    await expect(result).resolves.toEqual({ kind: 'noAnswer', code: 'TIMEOUT' });
    expect(server.count('/read')).toBe(1);
  });

  it('does not count its caller’s cancellation as a failure', async () => {
    const server = await serve(() => 'hang');
    const leaving = new AbortController();
    const { result, tally } = get(httpAt(server.url), leaving.signal);
    setTimeout(() => leaving.abort(new DOMException('no', 'AbortError')), 40);
    await expect(result).resolves.toEqual({ kind: 'noAnswer', code: 'CANCELLED' });
    expect(tally).toMatchObject({ attempts: 1, failures: 0 });
  });

  it('passes the limiter with every attempt', async () => {
    const server = await serve(nth => (nth === 1 ? 'reset' : OK));
    const { result } = get(httpAt(server.url, 1));
    await expect(result).resolves.toMatchObject({ status: 200 });
    const [first, second] = server.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(1_000);
  });

  it('reuses its connections', async () => {
    const server = await serve(() => OK);
    const http = httpAt(server.url);
    for (let i = 0; i < 5; i += 1) await get(http).result;
    expect(new Set(server.requests.map(r => r.port)).size).toBe(1);
  });

  it('refuses an answer beyond its cap', async () => {
    const server = await serve(() => ({ status: 200, text: Buffer.alloc(5 * 1024 * 1024, 32) }));
    await expect(get(httpAt(server.url)).result).resolves.toMatchObject({ kind: 'noAnswer' });
  });
});

describe('an order POST', () => {
  it.each<[string, Answer, string]>([
    ['the connection is reset', 'reset', 'noAnswer'],
    ['no answer comes', 'hang', 'noAnswer'],
    ['the answer drips', 'drip', 'noAnswer'],
    ['the answer is cut off', 'truncate', 'noAnswer'],
    ['the answer is an empty 500', { status: 500, text: '' }, 'answered'],
    ['the answer is an HTML 503', { status: 503, text: '<html>' }, 'answered'],
    ['the answer is 429', { status: 429, text: '', headers: { 'retry-after': '0' } }, 'answered'],
  ])('reaches the server exactly once when %s', async (_what, fault, kind) => {
    const server = await serve(() => fault);
    await expect(post(httpAt(server.url))).resolves.toMatchObject({ kind });
    await new Promise(resolve => setTimeout(resolve, 60));
    expect(server.count('/order')).toBe(1);
  });

  it('carries its body as text with its length in bytes', async () => {
    const server = await serve(() => OK);
    await post(httpAt(server.url));
    const [seen] = server.requests;
    expect(seen?.body).toBe('{"ORD_QTY":"3","이름":"삼성"}');
    expect(seen?.headers['content-length']).toBe(String(Buffer.byteLength(seen?.body ?? '')));
    expect(seen?.headers['transfer-encoding']).toBeUndefined();
  });

  it('travels on a connection of its own', async () => {
    const server = await serve(() => OK);
    const http = httpAt(server.url);
    await post(http);
    await post(http);
    expect(new Set(server.requests.map(r => r.port)).size).toBe(2);
  });

  it('proves that it was not sent when the connection is refused', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => free.once('listening', resolve));
    const port = portOf(free);
    await new Promise(resolve => free.close(resolve));
    await expect(post(httpAt(`http://127.0.0.1:${port}`))).resolves.toEqual({
      kind: 'notSent',
      code: 'ECONNREFUSED',
    });
  });

  it('proves that it was not sent when the host does not exist', async () => {
    const result = await post(httpAt('http://no-such-host.invalid'));
    expect(result).toMatchObject({ kind: 'notSent' });
  });

  it.each<[string, (socket: Socket) => void]>([
    ['fails', socket => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['hangs', () => undefined],
  ])('proves that it was not sent when the TLS handshake %s', async (_how, greet) => {
    const server = createServer(socket => greet(socket.on('error', () => undefined)));
    server.listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    endings.push(() => void server.close());
    await expect(post(httpAt(`https://127.0.0.1:${portOf(server)}`))).resolves.toMatchObject({
      kind: 'notSent',
    });
  });

  it.each(['connection', 'TLS handshake'])(
    'is given up by its signal while the %s is being made, since nothing has left',
    async what => {
      const tls = what === 'TLS handshake';
      const seen = { connections: 0 };
      const server = createServer(socket => {
        seen.connections += 1;
        socket.on('error', () => undefined);
      });
      server.listen(0, '127.0.0.1');
      await new Promise(resolve => server.once('listening', resolve));
      endings.push(() => void server.close());
      const http = httpAt(`${tls ? 'https' : 'http'}://127.0.0.1:${portOf(server)}`, 100_000, 60_000);
      const halt = new AbortController();
      const sent = http.once({
        path: '/order',
        headers: SECRETS,
        body: '{}',
        lane: 'order',
        signal: halt.signal,
      });
      const enough = tls ? 1 : 0;
      while (seen.connections < enough) await new Promise(resolve => setTimeout(resolve, 2));
      halt.abort(new DOMException('halt', 'AbortError'));
      await expect(sent).resolves.toEqual({ kind: 'notSent', code: 'CANCELLED' });
    },
  );

  it('is not cut off by its signal once it has left', async () => {
    const halt = new AbortController();
    const server = await serve(() => {
      halt.abort(new DOMException('halt', 'AbortError'));
      return OK;
    });
    const sent = httpAt(server.url).once({
      path: '/order',
      headers: SECRETS,
      body: '{}',
      lane: 'order',
      signal: halt.signal,
    });
    await expect(sent).resolves.toMatchObject({ kind: 'answered' });
  });

  it('does not leave when its deadline passes in the queue', async () => {
    const server = await serve(() => OK);
    const http = httpAt(server.url, 1);
    await post(http);
    const late = http.once({
      path: '/order',
      headers: SECRETS,
      body: '{}',
      lane: 'order',
      signal: AbortSignal.timeout(50),
    });
    await expect(late).rejects.toMatchObject({ kind: 'busy' });
    expect(server.count('/order')).toBe(1);
  });
});

describe('secrets', () => {
  it.each([301, 302, 303, 307, 308])('do not follow a %i to another host', async status => {
    const other = await serve(() => OK);
    const server = await serve(() => ({ status, text: '', headers: { location: `${other.url}/stolen` } }));
    const http = httpAt(server.url);
    await expect(get(http).result).resolves.toMatchObject({ kind: 'answered', status });
    await expect(post(http)).resolves.toMatchObject({ kind: 'answered', status });
    expect(other.requests).toEqual([]);
  });

  it('do not pass through a proxy named by the environment', async () => {
    const proxy = await serve(() => OK);
    const server = await serve(() => OK);
    for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'ALL_PROXY']) {
      const before = process.env[name];
      process.env[name] = proxy.url;
      endings.push(() => {
        if (before === undefined) delete process.env[name];
        else process.env[name] = before;
      });
    }
    const http = httpAt(server.url);
    await get(http).result;
    await post(http);
    expect(proxy.requests).toEqual([]);
    expect(server.requests).toHaveLength(2);
  });
});
