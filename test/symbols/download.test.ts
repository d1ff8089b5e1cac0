import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { DeskError } from '../../src/core/index.js';
import { masterDownload } from '../../src/symbols/index.js';

const FILE = 'kospi_code.mst.zip';
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

async function failureOf(work: Promise<unknown>): Promise<DeskError> {
  const thrown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (thrown instanceof DeskError) return thrown;
  throw new Error(`no DeskError but ${String(thrown)}`);
}

describe('a master file', () => {
  it.each(['/common/master', '/common/master/'])('is fetched whole from the folder %s', async folder => {
    const asked: (string | undefined)[] = [];
    const base = await serve((request, response) => {
      asked.push(request.url);
      response.end(Buffer.from([80, 75, 0, 255]));
    });
    const bytes = await masterDownload(base + folder)(FILE);
    expect([...bytes]).toEqual([80, 75, 0, 255]);
    expect(asked).toEqual([`/common/master/${FILE}`]);
  });

  it('is not followed to another place', async () => {
    const asked: (string | undefined)[] = [];
    const base = await serve((request, response) => {
      asked.push(request.url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect((await failureOf(masterDownload(base)(FILE))).kind).toBe('unavailable');
    expect(asked).toEqual([`/${FILE}`]);
  });

  it.each([404, 500, 503])('that is answered with %d is unavailable', async status => {
    const base = await serve((_request, response) => response.writeHead(status).end('secret page'));
    const failure = await failureOf(masterDownload(base)(FILE));
    expect(failure).toMatchObject({ kind: 'unavailable', detail: { file: FILE, status } });
  });

  it('from a server that does not listen is unavailable, and the error names the fault but no address', async () => {
    const base = await serve(() => undefined);
    const server = servers.pop();
    await new Promise(resolve => server?.close(resolve));
    const failure = await failureOf(masterDownload(base)(FILE));
    expect(failure).toMatchObject({ kind: 'unavailable', detail: { file: FILE, reason: 'ECONNREFUSED' } });
    expect(failure.cause).toBeUndefined();
    expect(JSON.stringify([failure.message, failure.detail])).not.toContain('127.0.0.1');
  });

  it('that breaks off is unavailable', async () => {
    const base = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 1_000 });
      response.write('a', () => response.destroy());
    });
    expect((await failureOf(masterDownload(base)(FILE))).kind).toBe('unavailable');
  });
});

describe('the limits', () => {
  const limits = { bytes: 1_000, milliseconds: 20_000 };

  it('take a body that just fits', async () => {
    const base = await serve((_request, response) => response.end(Buffer.alloc(1_000)));
    expect((await masterDownload(base, limits)(FILE)).length).toBe(1_000);
  });

  it('refuse a body that announces more', async () => {
    const base = await serve((_request, response) => response.end(Buffer.alloc(1_001)));
    expect(await failureOf(masterDownload(base, limits)(FILE))).toMatchObject({
      kind: 'unavailable',
      detail: { limit: 1_000 },
    });
  });

  it('cut off a body that never says how long it is, and hang up', async () => {
    let hungUp: () => void = () => undefined;
    const closed = new Promise<void>(resolve => {
      hungUp = resolve;
    });
    const base = await serve((_request, response) => {
      const feed = setInterval(() => response.write(Buffer.alloc(400)), 1);
      response.on('close', () => {
        clearInterval(feed);
        hungUp();
      });
    });
    expect(await failureOf(masterDownload(base, limits)(FILE))).toMatchObject({ detail: { limit: 1_000 } });
    await closed;
  });

  it.each<[string, RequestListener]>([
    ['answers nothing', () => undefined],
    ['stops in the middle', (_request, response) => response.write('half')],
  ])('give up on a server that %s', async (_what, listener) => {
    const base = await serve(listener);
    const failure = await failureOf(masterDownload(base, { bytes: 1_000, milliseconds: 60 })(FILE));
    expect(failure).toMatchObject({ kind: 'timeout', detail: { file: FILE } });
  });

  it('end a download at once when the program stops', async () => {
    const stop = new AbortController();
    const base = await serve(() => stop.abort());
    expect((await failureOf(masterDownload(base)(FILE, stop.signal))).kind).toBe('cancelled');
  });
});

describe('an address', () => {
  it.each(['ftp://127.0.0.1/', 'file:///etc/', 'master', '', 'http://me:secret@127.0.0.1/'])(
    'like %j is refused before anything is asked',
    address => {
      expect(() => masterDownload(address)).toThrow(DeskError);
      expect(() => masterDownload(address)).not.toThrow(/secret/);
    },
  );
});
