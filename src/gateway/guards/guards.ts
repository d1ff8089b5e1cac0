import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { ApiEnv } from '../api.js';
import type { Caller } from '../caller.js';
import type { GatewayParts, GatewaySettings } from '../parts.js';
import { refusal } from '../refusal.js';
import { type AddressCheck, checkHost, checkOrigin } from './addresses.js';
import { hasBody, readBody } from './body.js';
import { hasKeyInQuery, holdsKey } from './query-keys.js';
import { SAFE_HEADERS } from './safe-headers.js';

type Guard = MiddlewareHandler<ApiEnv>;

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;
const METHODS: ReadonlySet<string> = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);
const MOST_HEADERS = 100;
const PREFLIGHT = {
  'access-control-allow-methods': 'DELETE, GET, POST, PUT',
  'access-control-allow-headers':
    'content-type, idempotency-key, if-match, if-none-match, x-api-key, x-otp, x-request-id, x-sync-key, x-token-failed',
  'access-control-max-age': '600',
};
const EXPOSED = 'etag, retry-after, x-request-id';

/** The caller's own name of the request where it is a sane one, so that both logs can be laid side by side. */
export function requestIds({ random }: Pick<GatewayParts, 'random'>): Guard {
  // Ids have to differ, also from those of other runs, and nobody needs to be unable to guess one.
  const run = Buffer.from(random(9)).toString('base64url');
  let count = 0;
  return (c, next) => {
    const given = c.env.incoming.headers['x-request-id'];
    const isGood = typeof given === 'string' && REQUEST_ID.test(given) && !holdsKey(given);
    count += 1;
    const id = isGood ? given : `${run}.${count}`;
    c.set('requestId', id);
    c.env.outgoing.setHeader('x-request-id', id);
    return next();
  };
}

/** Set on the connection's own answer: whatever becomes of the request, they are there. */
export function safeHeaders(): Guard {
  const headers = Object.entries(SAFE_HEADERS);
  return (c, next) => {
    for (const [name, value] of headers) c.env.outgoing.setHeader(name, value);
    return next();
  };
}

/** Counts, times and logs every answer: by pattern, never by the address that was asked for. */
export function accounting({
  usage,
  meters,
  log,
  clock,
}: Pick<GatewayParts, 'usage' | 'meters' | 'log' | 'clock'>): Guard {
  const patterns = new Map<string, string>();
  return async (c, next) => {
    const began = clock.monotonic();
    await next();
    const ms = clock.monotonic() - began;
    const matched = routePath(c, -1);
    const pattern = patterns.get(matched) ?? asPattern(matched);
    patterns.set(matched, pattern);
    const { method } = c.req;
    const { status } = c.res;
    const who: Caller | undefined = c.get('caller');
    const caller = who?.name ?? '-';
    const endpoint = `${method} ${pattern}`;
    usage.note({ caller, endpoint, status, ms });
    meters.answered(endpoint, status, ms);
    // Who is turned away is logged by source, and seldom: nobody without a key fills the log.
    const isQuiet = caller === '-' && (status === 403 || status === 429);
    const level = isQuiet || IDLE.test(pattern) ? 'debug' : 'info';
    const elapsedMs = Math.round(ms * 10) / 10;
    log(level, 'gateway_answered', {
      method,
      pattern,
      status,
      elapsedMs,
      request: c.get('requestId'),
      caller,
    });
  };
}

const IDLE = /^\/(?:api\/v1\/health|metrics)/;

/** `/stocks/:code` as the document writes it, `/stocks/{code}`; `-` where no route was meant. */
function asPattern(path: string): string {
  return path === '/*' ? '-' : path.replace(/:([A-Za-z_]\w*)(?:\{[^}]*\})?/g, '{$1}');
}

/** What no program of ours sends. */
export function plainRequests(): Guard {
  return (c, next) => {
    if (!METHODS.has(c.req.method)) {
      c.env.outgoing.setHeader('allow', [...METHODS].join(', '));
      throw refusal('method');
    }
    if (c.env.incoming.rawHeaders.length > 2 * MOST_HEADERS) throw refusal('manyHeaders');
    return next();
  };
}

export function hosts(settings: GatewaySettings): Guard {
  return checked(checkHost(settings));
}

/** No web page but our own and those that are listed; for these the headers that let a browser read the answer. */
export function origins(settings: GatewaySettings): Guard {
  const check = checkOrigin(settings);
  const listed = new Set(settings.corsOrigins);
  return async (c, next) => {
    const fault = check(c.env.incoming);
    if (fault) throw fault;
    const { origin } = c.env.incoming.headers;
    if (listed.size > 0) c.env.outgoing.setHeader('vary', 'Origin');
    if (origin === undefined || !listed.has(origin)) return next();
    c.env.outgoing.setHeader('access-control-allow-origin', origin);
    c.env.outgoing.setHeader('access-control-expose-headers', EXPOSED);
    const isPreflight =
      c.req.method === 'OPTIONS' && c.req.header('access-control-request-method') !== undefined;
    return isPreflight ? c.body(null, 204, PREFLIGHT) : next();
  };
}

function checked(check: AddressCheck): Guard {
  return (c, next) => {
    const fault = check(c.env.incoming);
    if (fault) throw fault;
    return next();
  };
}

export function queryKeys(): Guard {
  return (c, next) => {
    if (hasKeyInQuery(c.env.incoming.url ?? '')) throw refusal('keyInQuery');
    return next();
  };
}

/** Whoever sends a body sends JSON of at most 64 KB, with a method that takes one. */
export function bodies(): Guard {
  return async (c, next) => {
    const { incoming, outgoing } = c.env;
    if (!hasBody(incoming)) return next();
    if (c.req.method === 'GET' || c.req.method === 'HEAD') {
      outgoing.setHeader('connection', 'close');
      throw refusal('malformed');
    }
    // Where `c.req.json()` and its like look first.
    Object.assign(incoming, { rawBody: await readBody(incoming) });
    return next();
  };
}
