import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { SAFE_HEADERS } from './guards/safe-headers.js';
import { type RefusalCode, refusal, refusalOf } from './refusal.js';

const CODES: ReadonlyMap<string, RefusalCode> = new Map([
  ['HPE_INVALID_METHOD', 'method'],
  ['HPE_HEADER_OVERFLOW', 'manyHeaders'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'tooSlow'],
]);
const ALLOW = 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT';

interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function rawAnswer(code: RefusalCode): RawAnswer {
  const row = refusalOf(refusal(code));
  const { status = 400, ko = '', en = '' } = row ?? {};
  const headers = { ...SAFE_HEADERS, 'content-type': 'application/json' };
  return {
    status,
    headers: code === 'method' ? { ...headers, allow: ALLOW } : headers,
    body: JSON.stringify({ error: { code, message: `${ko} / ${en}`, reference: '-' } }),
  };
}

/** For what Node's parser refused, of which no request came to be: the same shape as every other failure. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex, isAnswering: boolean): void {
  // In the midst of another answer there is no place for one.
  if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) return void socket.destroy();
  const { status, headers, body } = rawAnswer(CODES.get(error.code ?? '') ?? 'malformed');
  endWith(socket, status, { ...headers, 'content-length': String(Buffer.byteLength(body)) }, body);
}

/** For what is no address, although the parser let it pass. */
export function answerUnreadable(): Response {
  const { status, headers, body } = rawAnswer('malformed');
  return new Response(body, { status, headers });
}

export function refuseUpgrade(socket: Duplex, status: 403 | 404 | 429 | 503): void {
  socket.on('error', () => undefined);
  endWith(socket, status, { ...SAFE_HEADERS, 'content-length': '0' }, '');
}

function endWith(
  socket: Duplex,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): void {
  const lines = Object.entries({ ...headers, connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines].join('\r\n');
  socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy());
}
