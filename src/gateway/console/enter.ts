import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { asDeskError, type WebChat, type WebSession } from '../../core/index.js';
import { failures, json } from '../answers.js';
import type { Api, ApiEnv } from '../api.js';
import type { GatewayParts } from '../parts.js';
import { refusal } from '../refusal.js';
import { COOKIE, ownPage } from './own-page.js';

/** As long as a session lasts without use. */
const COOKIE_SECONDS = 12 * 3_600;

const done = z.object({ done: z.literal(true) }).openapi('Done');
const entry = z
  .union([z.strictObject({ code: z.string().max(100) }), z.strictObject({ key: z.string().max(200) })])
  .openapi('Entry', { description: 'The code of a one-time link, or an API key with the scope `read`.' });

/** Getting in and out of the web console. */
export function addEntry(api: Api, parts: GatewayParts): void {
  const own = ownPage(parts);
  api.openapi(
    createRoute({
      method: 'post',
      path: '/console/enter',
      tags: ['web'],
      summary: 'Open a session of the web console',
      middleware: [own] as const,
      request: { body: { required: true, content: { 'application/json': { schema: entry } } } },
      responses: {
        200: json(done, 'The session is in the cookie.'),
        ...failures(400, 403, 413, 415, 429, 500, 503),
      },
    }),
    c => {
      const opened = open(parts, c.req.valid('json'));
      if (!opened) throw refusal('noKey', { need: 'key' });
      // Whoever was in with this browser is out: a token is never carried over.
      parts.web.leave(getCookie(c, COOKIE) ?? '');
      keepSession(parts, c, opened.token);
      note(parts, opened.session);
      return c.json({ done: true as const }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/console/leave',
      tags: ['web'],
      summary: 'End the session',
      middleware: [own] as const,
      responses: { 200: json(done, 'It is over.'), ...failures(403, 429, 500, 503) },
    }),
    c => {
      parts.web.leave(getCookie(c, COOKIE) ?? '');
      deleteCookie(c, COOKIE, { path: '/' });
      return c.json({ done: true as const }, 200);
    },
  );
}

/** A trail that cannot be written locks nobody out: somebody may be on the way to a halt. */
function note({ audit, clock, log }: GatewayParts, session: WebSession): void {
  const entry = {
    at: clock.now(),
    platform: 'web',
    who: session.who()?.id ?? 'web',
    place: `page:${session.id}`,
    act: 'console enter',
    outcome: 'done',
  } as const;
  audit.record(entry).catch((thrown: unknown) => {
    log('error', 'console.notAudited', { reason: asDeskError(thrown).message });
  });
}

type Given = z.infer<typeof entry>;

function open({ web, keys }: GatewayParts, given: Given): ReturnType<WebChat['enter']> {
  if ('code' in given) return web.enter(given.code);
  const holder = keys.check(given.key);
  return holder?.scopes.has('read') ? web.enterWithKey(holder) : undefined;
}

/** No script can read it, no other site can send it, and nothing of it survives the session by more than 12 h. */
export function keepSession({ settings }: GatewayParts, c: Context<ApiEnv>, token: string): void {
  setCookie(c, COOKIE, token, {
    httpOnly: true,
    sameSite: 'Strict',
    path: '/',
    maxAge: COOKIE_SECONDS,
    secure: settings.tls !== undefined || settings.url.startsWith('https:'),
  });
}
