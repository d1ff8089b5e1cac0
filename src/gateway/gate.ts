import type { IncomingMessage } from 'node:http';
import type { MiddlewareHandler } from 'hono';
import { parse } from 'hono/utils/cookie';
import { type KeyScope, LOCAL_PROGRAM, type Principal } from '../core/index.js';
import type { ApiEnv } from './api.js';
import type { Caller } from './caller.js';
import { isLoopbackAddress } from './guards/source.js';
import type { GatewayParts } from './parts.js';
import { refusal } from './refusal.js';

type Reach = Pick<GatewayParts, 'keys' | 'web' | 'settings'>;

/** The cookie that holds a session of the web console. */
const COOKIE = 'desk';
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Whoever wrote these on the way is not on this computer. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip'] as const;

/** Lets in whoever has this scope, and nobody else: throws `denied`, in the same words whatever is wrong with the key. */
export function requires(parts: Reach, scope: KeyScope): MiddlewareHandler<ApiEnv> {
  return (c, next) => {
    const caller = callerOf(parts, c.env.incoming);
    if (!caller?.scopes.has(scope)) throw refusal('noKey', { need: 'key' });
    c.set('caller', caller);
    return next();
  };
}

/** The key that a request brings: two that differ are none. */
export function presentedKey({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  const api = headers['x-api-key'];
  const sync = headers['x-sync-key'];
  const key = api ?? sync;
  const isOne = typeof key === 'string' && (api === undefined || sync === undefined || api === sync);
  return isOne ? key : undefined;
}

/** Who asks: the holder of a key, the person of a session, or anybody on this computer where that is allowed. */
function callerOf(parts: Reach, request: IncomingMessage): Caller | undefined {
  const { headers } = request;
  // Looked up also when there is none, so that a missing key costs what a wrong one does.
  const holder = parts.keys.check(presentedKey(request));
  if (holder) {
    const { name, id, scopes, who } = holder;
    return { name, place: `key:${id}`, scopes, who };
  }
  if (headers['x-api-key'] !== undefined || headers['x-sync-key'] !== undefined) return undefined;
  return personOf(parts, request) ?? localCaller(parts, request);
}

/** A browser sends its cookie by itself; the header it only sends for our own page. */
function personOf({ web }: Reach, { headers, method = 'GET' }: IncomingMessage): Caller | undefined {
  const token = headers.cookie === undefined ? undefined : parse(headers.cookie, COOKIE)[COOKIE];
  if (token === undefined) return undefined;
  if (!SAFE_METHODS.has(method) && headers['x-desk'] !== '1') return undefined;
  const session = web.session(token);
  const who = session?.who();
  return session && who && { name: 'web', place: `page:${session.id}`, scopes: scopesOf(who), who };
}

function scopesOf({ roles }: Principal): ReadonlySet<KeyScope> {
  return roles.has('admin') ? LOOK_AND_CONTROL : LOOK;
}

const LOOK: ReadonlySet<KeyScope> = new Set<KeyScope>(['read']);
const LOOK_AND_CONTROL: ReadonlySet<KeyScope> = new Set<KeyScope>(['read', 'control']);

/** Whoever asks from this computer, where no key is required. */
export function localCaller(
  { settings }: Pick<Reach, 'settings'>,
  { headers, socket }: IncomingMessage,
): Caller | undefined {
  if (settings.requireKey || !isLoopbackAddress(socket.remoteAddress)) return undefined;
  return FORWARDED.every(name => headers[name] === undefined) ? LOCAL : undefined;
}

/** Whoever calls from this computer without a key. A program: it is handed no token and confirms nothing. */
const LOCAL: Caller = { name: 'local', place: 'key:local', scopes: LOOK_AND_CONTROL, who: LOCAL_PROGRAM };
