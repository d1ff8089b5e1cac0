import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { DeskError } from '../core/index.js';
import { createApp } from './app.js';
import { boundConnections, MOST_HEADERS, SERVER_LIMITS } from './connections.js';
import { checkHost, checkOrigin } from './guards/addresses.js';
import { hasKeyInQuery } from './guards/query-keys.js';
import { sourceOf } from './guards/source.js';
import { watchTurnedAway } from './guards/turned-away.js';
import type { GatewayParts, GatewaySettings } from './parts.js';
import { answerUnreadable, refuseUpgrade } from './raw-answer.js';

/** Requests under way when the gateway closes may go on for so long. */
const LAST_ANSWERS_MS = 2_000;

export interface Gateway {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** Takes nothing more, ends what only listens, and lets what is under way finish for 2 s. */
  close(): Promise<void>;
}

/** Takes connections over that ask to speak another protocol, such as WebSocket. */
export interface Upgrade {
  /** `/api/v1/ws` */
  readonly path: string;
  /**
   * From here on the connection is its own; host, origin and query were looked at. `turnedAway` counts a bad key that
   * comes over it: returns until when (ms) its source is throttled, undefined when it is not.
   */
  take(request: IncomingMessage, socket: Duplex, head: Buffer, turnedAway: () => number | undefined): void;
  /** Ends all of them at once. */
  close(): void;
}

/** Resolves when it listens. Throws `unavailable`; `detail.problem` is `portInUse`, `portForbidden`, `noSuchAddress` or `tls`. */
export async function openGateway(parts: GatewayParts, upgrades: readonly Upgrade[] = []): Promise<Gateway> {
  const { settings, clock } = parts;
  const turnedAway = watchTurnedAway(parts);
  const app = createApp(parts, turnedAway);
  const listener = getRequestListener(app.fetch, {
    overrideGlobalObjects: false,
    errorHandler: answerUnreadable,
  });
  const connections = boundConnections();
  let isClosing = false;

  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (!connections.begin(incoming, outgoing)) return;
    if (isClosing) outgoing.setHeader('connection', 'close');
    void listener(incoming, outgoing);
  };
  const server = serverFor(settings, onRequest);
  server.maxHeadersCount = MOST_HEADERS + 1;
  connections.watch(server);

  const checks = [checkHost(settings), checkOrigin(settings)];
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { url = '' } = request;
    const upgrade = upgrades.find(({ path }) => path === url.split('?', 1)[0]);
    const isFine = checks.every(check => !check(request)) && !hasKeyInQuery(url);
    if (!upgrade || !isFine || isClosing) return refuseUpgrade(socket, upgrade ? 403 : 404);
    const source = sourceOf(request.socket.remoteAddress);
    upgrade.take(request, socket, head, () => turnedAway(source));
  });

  const { port } = await listening(server, settings);
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  return {
    url: `${settings.tls ? 'https' : 'http'}://${host}:${port}`,
    async close() {
      isClosing = true;
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      for (const upgrade of upgrades) upgrade.close();
      connections.endStreams();
      const over = new AbortController();
      const late = clock.sleep(LAST_ANSWERS_MS, over.signal).then(
        () => server.closeAllConnections(),
        () => undefined,
      );
      await Promise.race([closed, late]);
      over.abort();
      await closed;
    },
  };
}

function serverFor(
  { tls }: GatewaySettings,
  onRequest: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
) {
  if (!tls) return createServer(SERVER_LIMITS, onRequest);
  try {
    const secure = { ...SERVER_LIMITS, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: 5_000 } as const;
    return createTlsServer(secure, onRequest);
  } catch (cause) {
    throw new DeskError('unavailable', 'the certificate cannot be used', { problem: 'tls' }, { cause });
  }
}

const PROBLEMS: ReadonlyMap<string, string> = new Map([
  ['EADDRINUSE', 'portInUse'],
  ['EACCES', 'portForbidden'],
  ['EADDRNOTAVAIL', 'noSuchAddress'],
  ['ENOTFOUND', 'noSuchAddress'],
]);

function listening(server: Server, { host, port }: GatewaySettings): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    const failed = (cause: NodeJS.ErrnoException) => {
      const code = cause.code ?? 'error';
      const problem = PROBLEMS.get(code) ?? 'listen';
      const words = `the gateway cannot listen on ${host}:${port} (${code})`;
      reject(new DeskError('unavailable', words, { problem, port, host }, { cause }));
    };
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      const address = server.address();
      if (typeof address === 'object' && address) resolve(address);
    });
  });
}
