import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { failures, json } from '../answers.js';
import type { Api } from '../api.js';
import type { GatewayParts } from '../parts.js';
import { documentPage } from './page.js';
import { documentShape, endpointsOf } from './shape.js';
import { PAGE_STYLE } from './style.js';
import { INTRODUCTION, SECURITY, TAGS } from './words.js';

/** Nothing is loaded and nothing runs: the page brings its own style and no script. */
const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const documentRoute = createRoute({
  method: 'get',
  path: '/api/v1/openapi.json',
  tags: ['docs'],
  summary: 'This document: OpenAPI 3.1',
  responses: {
    200: json(z.looseObject({ openapi: z.string() }).openapi('OpenApiDocument'), 'The document.'),
    ...failures(429, 500),
  },
});

const pageRoute = createRoute({
  method: 'get',
  path: '/docs',
  tags: ['docs'],
  summary: 'This document as a page to read',
  responses: {
    200: { content: { 'text/html': { schema: z.string() } }, description: 'A page without scripts.' },
    ...failures(429, 500),
  },
});

/**
 * The document and its page, made from the declared routes when somebody first asks, so that none is missing. Public:
 * what is in them is in the sources as well.
 */
export function addDocument(api: Api, { settings, version }: Pick<GatewayParts, 'settings' | 'version'>) {
  let made: { readonly document: { openapi: string }; readonly page: string } | undefined;
  const ready = () => {
    if (!made) {
      const document = describe(api, settings.url, version);
      made = { document, page: documentPage(documentShape.parse(document)) };
    }
    return made;
  };
  api.openapi(documentRoute, c => c.json(ready().document, 200));
  api.openapi(pageRoute, c => {
    c.header('content-security-policy', PAGE_POLICY);
    return c.html(ready().page, 200);
  });
}

/** Every declared route, with a name for each operation. */
function describe(api: Api, url: string, version: string) {
  const document = api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'kis-chatops',
      version,
      license: { name: 'MIT' },
      description: INTRODUCTION.join('\n\n'),
    },
    servers: [{ url }],
  });
  const paths = Object.fromEntries(
    Object.entries(document.paths ?? {}).map(([path, operations]) => [path, named(path, operations)]),
  );
  const whole = {
    ...document,
    tags: TAGS,
    paths,
    components: { ...document.components, securitySchemes: SECURITY },
  };
  const used = new Set(endpointsOf(documentShape.parse(whole)).flatMap(({ tags }) => tags));
  return { ...whole, tags: TAGS.filter(({ name }) => used.has(name)) };
}

function named(path: string, operations: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(operations).map(([method, operation]) => [
      method,
      { operationId: operationId(method, path), ...operation },
    ]),
  );
}

/** `GET /api/v1/stocks/{code}`: `getStocksByCode` */
function operationId(method: string, path: string): string {
  const words = path
    .replace(/^\/api\/v1\//, '/')
    .replaceAll('{', 'by-')
    .split(/[^A-Za-z0-9]+/)
    .filter(word => word !== '')
    .map(word => word.charAt(0).toUpperCase() + word.slice(1));
  return method + words.join('');
}
