import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openSocket } from '../../../src/brokers/transport/index.js';
import { type Clock, systemClock } from '../../../src/core/index.js';
import { manualClock } from '../../support/clock.js';
import { portOf } from '../../support/scripted-server.js';
import {
  type ScriptedSocket,
  type SocketScript,
  startScriptedSocket,
} from '../../support/scripted-socket.js';
import { soon } from '../../support/soon.js';

const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(script: SocketScript = {}): Promise<ScriptedSocket> {
  const server = await startScriptedSocket(script);
  servers.push(server);
  return server;
}

function open(
  url: string,
  extra: { clock?: Clock; signal?: AbortSignal; onText?: (text: string) => void } = {},
) {
  const { clock = systemClock, signal = new AbortController().signal, onText = () => undefined } = extra;
  return openSocket({ url, clock, signal, onText });
}

/** RFC 6455: the answer of a server that accepts. */
function acceptance(key: string): string {
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const head = ['HTTP/1.1 101 Switching Protocols', 'upgrade: websocket', 'connection: Upgrade'];
  return [...head, `sec-websocket-accept: ${accept}`, '', ''].join('\r\n');
}

describe('an open line', () => {
  it('carries text both ways, from the very first frame on and in order', async () => {
    const server = await serve({
      opened: session => {
        for (const text of ['first', 'second', '셋째']) session.send(text);
      },
    });
    const seen: string[] = [];
    const socket = await open(server.url, { onText: text => void seen.push(text) });
    await soon(() => seen).toEqual(['first', 'second', '셋째']);
    socket.send('안녕');
    await soon(() => server.sessions[0]?.texts).toEqual(['안녕']);
    socket.close();
  });

  it('lets binary frames pass by', async () => {
    const server = await serve({
      opened: session => {
        session.send(Buffer.from('bytes'));
        session.send('text');
      },
    });
    const seen: string[] = [];
    const socket = await open(server.url, { onText: text => void seen.push(text) });
    await soon(() => seen).toEqual(['text']);
    socket.close();
  });

  it('tells when the other side closes it, and how', async () => {
    const server = await serve({ opened: session => session.close() });
    const socket = await open(server.url);
    await expect(socket.over).resolves.toBe('1000');
    socket.send('too late');
  });

  it('tells when it breaks', async () => {
    const server = await serve({ opened: session => session.break() });
    const socket = await open(server.url);
    await expect(socket.over).resolves.toMatch(/^(?:1006|ECONNRESET)$/);
  });

  it('ends at a frame above one MiB', async () => {
    const server = await serve({ opened: session => session.send('x'.repeat(1024 * 1024 + 1)) });
    const seen: string[] = [];
    const socket = await open(server.url, { onText: text => void seen.push(text) });
    await expect(socket.over).resolves.toBe('WS_ERR_UNSUPPORTED_MESSAGE_LENGTH');
    expect(seen).toEqual([]);
  });

  it('ends, and harms nobody, when its listener throws', async () => {
    const server = await serve({ opened: session => session.send('text') });
    const socket = await open(server.url, {
      onText: () => {
        throw new Error('of ours');
      },
    });
    await expect(socket.over).resolves.toBe('LISTENER');
  });

  it('takes leave when it is closed, and shows no frame after that', async () => {
    const server = await serve();
    const seen: string[] = [];
    const socket = await open(server.url, { onText: text => void seen.push(text) });
    socket.close();
    server.sessions[0]?.send('late');
    await expect(socket.over).resolves.toBe('closed');
    await soon(() => server.sessions[0]?.closed).toBe(1000);
    expect(seen).toEqual([]);
  });

  it('is over a second after its closing when the other side does not answer', async () => {
    const silent = createServer(socket => {
      // Accepts the session as a WebSocket server does, and never says a word again.
      socket.once('data', data => {
        const key = /sec-websocket-key: (\S+)/i.exec(data.toString())?.[1] ?? '';
        socket.write(acceptance(key));
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
    servers.push({ close: () => new Promise(resolve => void silent.close(() => resolve())) });
    const clock = manualClock();
    const socket = await open(`ws://127.0.0.1:${portOf(silent)}`, { clock });
    let over: string | undefined;
    void socket.over.then(why => {
      over = why;
    });
    socket.close();
    await clock.advance(999);
    expect(over).toBeUndefined();
    await clock.advance(1);
    await expect(socket.over).resolves.toBe('closed');
  });

  it('is destroyed by its signal, taking leave', async () => {
    const server = await serve();
    const closing = new AbortController();
    const socket = await open(server.url, { signal: closing.signal });
    closing.abort();
    await expect(socket.over).resolves.toBe('closed');
    await soon(() => server.sessions[0]?.closed).toBe(1000);
  });
});

describe('a line that cannot be opened', () => {
  it.each([
    ['nobody listens', 'ws://127.0.0.1:9', 'ECONNREFUSED'],
    ['the host is not found', 'ws://no-such-host.invalid', 'ENOTFOUND'],
    ['the address is none', 'no address', 'URL'],
  ])('rejects when %s', async (_why, url, code) => {
    const thrown: unknown = await open(url).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ kind: 'unavailable', detail: { code: expect.stringMatching(code) } });
  });

  it('rejects when the server answers with something else', async () => {
    const server = await serve({ open: () => 'refuse' });
    await expect(open(server.url)).rejects.toMatchObject({
      kind: 'unavailable',
      detail: { code: 'HTTP 503' },
    });
  });

  it('is given up after ten seconds', async () => {
    const server = await serve({ open: () => 'hang' });
    const clock = manualClock();
    let failed: unknown;
    const opening = open(server.url, { clock }).catch((error: unknown) => {
      failed = error;
    });
    await soon(() => server.paths).toHaveLength(1);
    await clock.advance(9_999);
    expect(failed).toBeUndefined();
    await clock.advance(1);
    await opening;
    expect(failed).toMatchObject({ kind: 'timeout' });
    expect(clock.sleepers).toBe(0);
  });

  it('is given up with its signal', async () => {
    const server = await serve({ open: () => 'hang' });
    const closing = new AbortController();
    const opening = open(server.url, { signal: closing.signal });
    const rejected = expect(opening).rejects.toMatchObject({ kind: 'cancelled' });
    await soon(() => server.paths).toHaveLength(1);
    closing.abort();
    await rejected;
    await expect(open(server.url, { signal: closing.signal })).rejects.toMatchObject({ kind: 'cancelled' });
    expect(server.paths).toHaveLength(1);
  });
});
