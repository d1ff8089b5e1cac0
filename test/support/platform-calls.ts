import { appendFileSync, mkdirSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { join } from 'node:path';

/** A file of a form: its field, its name and how many bytes it has. */
interface FileNote {
  readonly key: string;
  readonly name: string;
  readonly size: number;
}

/** One call that a stand-in server received, as a line of a file; `npm run specs` reads them. */
export interface PlatformCall {
  readonly platform: 'discord' | 'telegram';
  readonly test: string;
  readonly method: string;
  /** Below `/api/v10` with Discord, the method of the Bot API with Telegram; never the token. */
  readonly path: string;
  readonly query: string;
  readonly type: string;
  readonly body: unknown;
  readonly files: readonly FileNote[];
  /** Undefined when the connection was cut before an answer. */
  readonly status?: number | undefined;
  readonly answer?: unknown;
}

/** A frame that the bot sent to the gateway; `at` in ms of one clock. */
export interface GatewayCall {
  readonly platform: 'gateway';
  readonly test: string;
  readonly connection: string;
  readonly at: number;
  readonly frame: unknown;
}

const folder = process.env['PLATFORM_CALLS'];
const asked = new WeakMap<IncomingMessage, Pick<PlatformCall, 'body' | 'files'>>();
const answered = new WeakMap<ServerResponse, Pick<PlatformCall, 'status' | 'answer'>>();
let test = '';
let isNoted = folder !== undefined;
let connections = 0;

/** For tests of the stand-in servers themselves, which make wrong calls on purpose. */
export function callsAreNotNoted(): void {
  isNoted = false;
}

/** Under which test the calls from now on are noted. */
export function callsBelongTo(name: string): void {
  test = name;
}

export function noteRequest(request: IncomingMessage, body: unknown, files: readonly FileNote[]): void {
  if (folder !== undefined) asked.set(request, { body, files });
}

export function noteAnswer(response: ServerResponse, status: number, answer: unknown): void {
  if (folder !== undefined) answered.set(response, { status, answer });
}

/** The same listener; each call is written down when it is over, if the environment names a folder for that. */
export function recorded(platform: PlatformCall['platform'], listener: RequestListener): RequestListener {
  if (!isNoted) return listener;
  return (request, response) => {
    const { pathname, search } = new URL(request.url ?? '', 'http://server');
    const told = test;
    response.once('close', () =>
      write({
        platform,
        test: told,
        method: request.method ?? '',
        path: pathname.replace(platform === 'discord' ? /^\/api\/v10/ : /^\/bot[^/]+\//, ''),
        query: search,
        type: request.headers['content-type'] ?? '',
        ...(asked.get(request) ?? { body: undefined, files: [] }),
        ...answered.get(response),
      }),
    );
    listener(request, response);
  };
}

/** A name for a connection that no other in any process has. */
export function newConnection(): string {
  connections += 1;
  return `${process.pid}-${performance.timeOrigin}-${connections}`;
}

/** Without the token that an identify or resume bears. */
export function noteFrame(connection: string, frame: unknown): void {
  if (!isNoted) return;
  const text = JSON.stringify(frame, (key, value: unknown) => (key === 'token' ? '***' : value));
  write({ platform: 'gateway', test, connection, at: performance.now(), frame: JSON.parse(text) });
}

function write(call: PlatformCall | GatewayCall): void {
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(call)}\n`);
}
