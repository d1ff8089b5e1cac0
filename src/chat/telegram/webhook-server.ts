import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Update } from 'grammy/types';
import { type Clock, DeskError, type Secret } from '../../core/index.js';

const HOST = '127.0.0.1';
const MOST_BYTES = 1024 * 1024;
/** Telegram waits for an answer longer than this; what is not taken by then it delivers again. */
const TAKE_MS = 25_000;
/** A client that dawdles is cut off by Node after these. */
const SERVER = {
  headersTimeout: 5000,
  requestTimeout: 15_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
};

export interface WebhookOptions {
  /** The https address that Telegram calls; a proxy in front passes it on with its path. */
  readonly url: string;
  /** Listened on at 127.0.0.1; 0 picks a free one. */
  readonly port: number;
  /** What Telegram proves itself with, 1–256 of `A-Za-z0-9_-`. */
  readonly secret: Secret;
}

export interface WebhookServer {
  readonly port: number;
  /** Takes no more updates; those in hand are answered until `underWay` is over, then all is cut off. */
  close(underWay: Promise<void>): Promise<void>;
}

/**
 * The edge where Telegram delivers updates: POST on the address's path alone, with the secret, at most 1 MiB of JSON.
 * 200 means taken; 503 asks for the update again. `take` as in `TakeUpdate`.
 *
 * Our own instead of grammY's `webhookCallback`, which begins to read a body before it looks at the secret, and without
 * a limit, and answers when a handler returns or its own timer runs out, whichever is first.
 */
export async function listenForUpdates(
  { url, port, secret }: WebhookOptions,
  take: (update: Update) => Promise<boolean>,
  clock: Clock,
): Promise<WebhookServer> {
  const path = new URL(url).pathname;
  const proof = digest(secret.reveal());

  /** The status of the answer. */
  async function answer(request: IncomingMessage): Promise<number> {
    if (new URL(request.url ?? '/', 'http://localhost').pathname !== path) return 404;
    if (request.method !== 'POST') return 405;
    const given = request.headers['x-telegram-bot-api-secret-token'];
    if (typeof given !== 'string' || !timingSafeEqual(digest(given), proof)) return 401;
    const body = await readBody(request);
    if (body === undefined) return 413;
    const update = parseUpdate(body);
    if (!update) return 400;
    const late = new AbortController();
    const deadline = clock.sleep(TAKE_MS, late.signal).then(
      () => false,
      () => false,
    );
    const taken = await Promise.race([take(update), deadline]);
    late.abort();
    return taken ? 200 : 503;
  }

  const server = createServer(SERVER, (request, response) => {
    answer(request).then(
      status => finish(request, response, status),
      () => request.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new DeskError('unavailable', `webhook: ${HOST}:${port} (${error.code ?? 'error'})`));
    });
    server.listen(port, HOST, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    async close(underWay) {
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      server.closeIdleConnections();
      await underWay;
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A request whose body was not read to its end is over with the answer. */
function finish(request: IncomingMessage, response: ServerResponse, status: number): void {
  const headers = {
    ...(status === 405 ? { allow: 'POST' } : {}),
    ...(request.complete ? {} : { connection: 'close' }),
  };
  response.writeHead(status, headers).end(() => {
    if (!request.complete) request.destroy();
  });
}

/** Of equal length for any input, so that comparing tells nothing about it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** undefined when it is too large. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString();
}

function parseUpdate(body: string): Update | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return isUpdate(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The sender has proved to be Telegram, whose updates are read by the same code however they come. */
function isUpdate(value: unknown): value is Update {
  return (
    typeof value === 'object' &&
    value !== null &&
    'update_id' in value &&
    Number.isSafeInteger(value.update_id)
  );
}
