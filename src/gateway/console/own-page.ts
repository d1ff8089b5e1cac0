import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { DeskError, type WebSession } from '../../core/index.js';
import type { ApiEnv } from '../api.js';
import type { GatewayParts } from '../parts.js';
import { refusal } from '../refusal.js';

/** The cookie that holds a session's token. */
export const COOKIE = 'desk';

/**
 * For what changes something: only the console's own page may ask. Another site's page cannot set the header without
 * asking first, and the browser names the site that it comes from.
 */
export function ownPage({ settings }: Pick<GatewayParts, 'settings'>): MiddlewareHandler<ApiEnv> {
  const home = new URL(settings.url).origin;
  return async (c, next) => {
    const origin = c.req.header('origin');
    const site = c.req.header('sec-fetch-site') ?? 'same-origin';
    const isOwn = origin === home || (origin !== undefined && hostOf(origin) === c.req.header('host'));
    if (c.req.header('x-desk') !== '1' || !isOwn || site !== 'same-origin') throw refusal('origin');
    await next();
  };
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

type Sessions = Pick<GatewayParts, 'web'>;

/** Lets in whoever has a session, and nobody else. */
export function needsSession({ web }: Sessions): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const session = sessionOf({ web }, c);
    const who = session.who();
    if (!who) throw noSession();
    c.set('caller', { name: 'web', place: `page:${session.id}`, scopes: new Set(['read']), who });
    await next();
  };
}

/**
 * Whose page it is. Throws `denied`: there was no session, or it is over. A cookie that opens nothing counts as a wrong
 * key. It is not taken back: by now the browser may have the one of a new session.
 */
export function sessionOf({ web }: Sessions, c: Context<ApiEnv>): WebSession {
  const token = getCookie(c, COOKIE);
  if (token === undefined) throw noSession();
  const session = web.session(token);
  if (session) return session;
  throw refusal('noKey', { need: 'key' });
}

const noSession = () => new DeskError('denied', 'no session', { need: 'session' });
