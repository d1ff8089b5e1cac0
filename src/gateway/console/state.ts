import { createRoute, z } from '@hono/zod-openapi';
import {
  haltEndText,
  haltReasonText,
  haltScopeText,
  type Principal,
  platformName,
  type WebSession,
} from '../../core/index.js';
import { failures, json } from '../answers.js';
import type { Api } from '../api.js';
import type { GatewayParts } from '../parts.js';
import { needsSession, sessionOf } from './own-page.js';

/** What stands at the head of the page. Nothing of it is a secret or anybody's figure. */
export const stateSchema = z
  .object({
    session: z.string().openapi({ description: 'Public name of the session.' }),
    version: z.string(),
    stamp: z.enum(['live', 'paper', 'demo']),
    who: z.object({ name: z.string(), trades: z.boolean() }).openapi({ description: 'Whose session it is.' }),
    token: z.object({
      state: z.enum(['none', 'fresh', 'due', 'expired']),
      minutesLeft: z.int().openapi({ description: 'Until it dies; 0 without one.' }),
      generation: z.int(),
    }),
    queue: z.object({ waiting: z.int(), inFlight: z.int(), perSecond: z.number() }),
    alerts: z.object({ waiting: z.int(), nobody: z.int(), unacknowledged: z.int() }),
    unsettled: z.int().openapi({ description: 'Orders whose outcome is not known yet.' }),
    platforms: z.array(
      z.object({ name: z.string(), state: z.enum(['starting', 'connected', 'lost', 'stopped']) }),
    ),
    halts: z.array(z.object({ scope: z.string(), reason: z.string(), end: z.string() })),
  })
  .openapi('PageState');

export type JsonState = z.infer<typeof stateSchema>;

const MINUTE_MS = 60_000;

/** The state of the desk as of now, from memory. */
function stateOf({ desk, language, clock }: GatewayParts, session: WebSession, who: Principal): JsonState {
  const { version, stamp, broker, platforms, halts, alerts, unsettled } = desk.status();
  const { waiting, inFlight, perSecond } = broker.limiter;
  const { state, expiresAt, generation } = desk.tokenStatus();
  const minutesLeft = Math.max(0, Math.floor(((expiresAt ?? 0) - clock.now()) / MINUTE_MS));
  return {
    session: session.id,
    version,
    stamp,
    who: { name: who.name, trades: who.roles.has('trade') && who.byKey === undefined },
    token: { state, minutesLeft, generation },
    queue: { waiting, inFlight, perSecond },
    alerts: { waiting: alerts.waiting, nobody: alerts.nobody, unacknowledged: alerts.unacknowledged },
    unsettled,
    platforms: platforms.map(one => ({ name: platformName(one.id, language), state: one.state })),
    halts: halts.map(halt => ({
      scope: haltScopeText(halt.scope, language),
      reason: haltReasonText(halt, language),
      end: haltEndText(halt, language),
    })),
  };
}

/** The same; undefined when nobody is there any more. */
export function sessionState(parts: GatewayParts, session: WebSession): JsonState | undefined {
  const who = session.who();
  return who && stateOf(parts, session, who);
}

export function addState(api: Api, parts: GatewayParts): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/console/state',
      tags: ['web'],
      summary: 'Token, queue, alerts, platforms and halts',
      middleware: [needsSession(parts)] as const,
      responses: { 200: json(stateSchema, 'As of now.'), ...failures(403, 429, 500, 503) },
    }),
    c => {
      const session = sessionOf(parts, c);
      return c.json(stateOf(parts, session, c.get('caller').who), 200);
    },
  );
}
