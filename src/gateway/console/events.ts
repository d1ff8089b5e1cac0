import { createRoute, z } from '@hono/zod-openapi';
import { getCookie } from 'hono/cookie';
import { failures } from '../answers.js';
import type { Api } from '../api.js';
import type { GatewayParts } from '../parts.js';
import { keepSession } from './enter.js';
import { eventStream } from './event-stream.js';
import { COOKIE, needsSession, sessionOf } from './own-page.js';
import { sessionState } from './state.js';

/** The page hears of every change at once, and after an interruption of what it has missed. */
export function addEvents(api: Api, parts: GatewayParts): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/console/events',
      tags: ['web'],
      summary: 'Changes of the page and of the desk’s state, as server-sent events',
      middleware: [needsSession(parts)] as const,
      request: {
        headers: z.object({
          'last-event-id': z
            .string()
            .max(60)
            .optional()
            .openapi({ description: 'Resumes behind that event.' }),
        }),
      },
      responses: {
        200: {
          description:
            '`entries` ({"entries": PageEntry[]}, with an id), `state` (PageState), and `over` at the end.',
          content: { 'text/event-stream': { schema: z.string() } },
        },
        ...failures(400, 403, 429, 500, 503),
      },
    }),
    c => {
      const session = sessionOf(parts, c);
      keepSession(parts, c, getCookie(c, COOKIE) ?? '');
      const [of, change] = (c.req.header('last-event-id') ?? '').split('.');
      const known = of === session.id && /^[0-9]{1,9}$/.test(change ?? '') ? Number(change) : 0;
      const state = () => {
        const now = sessionState(parts, session);
        return now && JSON.stringify(now);
      };
      const stream = eventStream({ session, known, state, clock: parts.clock });
      return c.body(stream, 200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
    },
  );
}
