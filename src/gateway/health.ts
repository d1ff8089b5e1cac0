import { createRoute, z } from '@hono/zod-openapi';
import { failures, json } from './answers.js';
import type { Api } from './api.js';
import type { GatewayParts } from './parts.js';

const health = z
  .object({
    status: z.enum(['ok', 'unready']),
    version: z.string(),
    environment: z.enum(['live', 'paper', 'demo']),
    reasons: z.array(z.string()).openapi({ example: ['token', 'platform:discord'] }),
  })
  .openapi('Health');

const route = (path: string, summary: string) =>
  createRoute({
    method: 'get',
    path,
    tags: ['health'],
    summary,
    responses: {
      200: json(health, 'Able.'),
      503: json(health, 'Not able; the reasons say why.'),
      ...failures(429, 500),
    },
  });

/** Public: no key, no secret, no figure of anybody's. */
export function addHealth(api: Api, { readiness, version, stamp }: GatewayParts): void {
  const state = () => {
    const { ready, reasons } = readiness();
    const status: 'ok' | 'unready' = ready ? 'ok' : 'unready';
    return { status, version, environment: stamp, reasons: [...reasons] };
  };
  api.openapi(route('/api/v1/health', 'How the desk is'), c => c.json(state(), 200));
  api.openapi(route('/api/v1/health/live', 'Whether the process answers'), c =>
    c.json({ ...state(), status: 'ok' as const }, 200),
  );
  api.openapi(route('/api/v1/health/ready', 'Whether the desk can do its work'), c => {
    const now = state();
    return c.json(now, now.status === 'ok' ? 200 : 503);
  });
}
