import { createRoute, z } from '@hono/zod-openapi';
import { failures } from '../answers.js';
import type { Api } from '../api.js';
import type { GatewayParts } from '../parts.js';

const route = createRoute({
  method: 'get',
  path: '/metrics',
  tags: ['health'],
  summary: 'Measurements for Prometheus',
  responses: {
    200: {
      content: { 'text/plain': { schema: z.string() } },
      description: 'Text exposition format 0.0.4.',
    },
    ...failures(429, 500),
  },
});

/** Public, as a scraper expects it: counts and spans, nobody's name and nobody's money. */
export function addMetrics(api: Api, { meters }: GatewayParts): void {
  api.openapi(route, async c => {
    const { text, type } = await meters.exposition();
    return c.text(text, 200, { 'content-type': type });
  });
}
