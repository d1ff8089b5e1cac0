import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Server } from 'node:net';

/** A request as it arrived, body included. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The client's port: one per connection. */
  readonly port: number | undefined;
  /** `performance.now()` on arrival. */
  readonly at: number;
}

/** One way to answer, or not to. */
export type Answer =
  | { readonly status: number; readonly json: unknown; readonly headers?: Record<string, string> }
  | { readonly status: number; readonly text: string | Buffer; readonly headers?: Record<string, string> }
  /** The connection is reset, the request having been read in full. */
  | 'reset'
  /** Nothing ever comes. */
  | 'hang'
  /** A whole head, then one byte every 20 ms for ever. */
  | 'drip'
  /** Half of what Content-Length promises, then the connection ends. */
  | 'truncate';

export interface ScriptedServer {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** How many requests reached a path that begins with this. */
  count(path: string): number;
  close(): Promise<void>;
}

/** A real HTTP server on loopback that answers by a script: called for each request, with its number on that path. */
export async function startScriptedServer(
  script: (request: SeenRequest, nth: number) => Answer | Promise<Answer>,
): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const drips = new Set<NodeJS.Timeout>();
  const pathOf = (url: string) => url.split('?')[0] ?? '';

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = performance.now();
    // A test's clock need not be the real one; a script may name its own date.
    response.sendDate = false;
    const port = request.socket.remotePort;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { method = '', url = '', headers } = request;
    const seen = { method, url, headers, body: Buffer.concat(chunks).toString('utf8'), port, at };
    requests.push(seen);
    const nth = requests.filter(r => pathOf(r.url) === pathOf(url)).length;
    reply(await script(seen, nth), response);
  }

  function reply(answer: Answer, response: ServerResponse): void {
    if (answer === 'hang') return;
    if (answer === 'reset') {
      response.socket?.resetAndDestroy();
      return;
    }
    if (answer === 'drip') {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 20);
      drips.add(drip);
      response.on('close', () => clearInterval(drip));
      return;
    }
    if (answer === 'truncate') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '64' });
      response.write('{"rt_cd":"0","msg', () => response.socket?.end());
      return;
    }
    const body = 'json' in answer ? JSON.stringify(answer.json) : answer.text;
    response.writeHead(answer.status, {
      'content-type': 'application/json; charset=utf-8',
      ...answer.headers,
    });
    response.end(body);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    requests,
    count: path => requests.filter(r => r.url.startsWith(path)).length,
    async close() {
      for (const drip of drips) clearInterval(drip);
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** The port a server listens on. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the server does not listen on a port');
  return address.port;
}
