import { request } from 'node:http';
import { type Gateway, openGateway, type Upgrade } from '../../src/gateway/index.js';
import { type GatewayOverrides, type TestGatewayParts, testGatewayParts } from './gateway-parts.js';

export interface RigAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The body parsed; undefined when it is not JSON. */
  readonly json: unknown;
}

export interface GatewayRig {
  readonly url: string;
  readonly port: number;
  /** For tests of its closing; `close` below also moves the clock. */
  readonly gateway: Gateway;
  /** What stands behind it; `clock` is moved by the test. */
  readonly parts: TestGatewayParts;
  get(path: string, headers?: Record<string, string>): Promise<RigAnswer>;
  /** `body` is sent as JSON, a string as it is. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<RigAnswer>;
  close(): Promise<void>;
}

/** A real gateway on a free port of 127.0.0.1, asked over real HTTP. What is not handed in is a plain stand-in. */
export async function openGatewayRig(
  overrides: GatewayOverrides = {},
  upgrades: readonly Upgrade[] = [],
): Promise<GatewayRig> {
  const parts = testGatewayParts(overrides);
  const gateway = await openGateway(parts, upgrades);
  const port = Number(new URL(gateway.url).port);
  return {
    url: gateway.url,
    port,
    gateway,
    parts,
    get: (path, headers) => exchange(port, 'GET', path, undefined, headers),
    send: (method, path, body, headers) => exchange(port, method, path, body, headers),
    async close() {
      const closed = gateway.close();
      await parts.clock.advance(2_000);
      await closed;
    },
  };
}

function exchange(
  port: number,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<RigAnswer> {
  const bytes = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const described: Record<string, string> =
    bytes === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(bytes)) };
  return new Promise((resolve, reject) => {
    const asked = request({
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: { ...described, ...headers },
      agent: false,
    });
    asked.on('error', reject);
    asked.on('response', response => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: flat(response.headers),
          text,
          json: parsed(text),
        }),
      );
    });
    asked.end(bytes);
  });
}

function flat(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
