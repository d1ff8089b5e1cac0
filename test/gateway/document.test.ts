import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../src/gateway/app.js';
import { type ApiDocument, documentShape, endpointsOf } from '../../src/gateway/document/shape.js';
import { testGatewayParts } from '../support/gateway-parts.js';
import { type GatewayRig, openGatewayRig } from '../support/gateway-rig.js';

/** What a browser fetches for the page of the web console. */
const OF_THE_PAGE = /^\/console(?:\/(?:page\.css|[a-z-]+\.js)?)?$/;
const SERVICE = {
  path: '/uapi/domestic-stock/v1/quotations/inquire-price',
  trIds: ['FHKST01010100'],
  name: '주식현재가 시세',
  ofAccount: false,
};
const proxy = {
  services: [SERVICE],
  read: async () => ({ status: 200, trCont: '', body: {} }),
  examine: async () => undefined,
};

let rig: GatewayRig;
let raw: Record<string, unknown>;
let document: ApiDocument;

beforeAll(async () => {
  rig = await openGatewayRig({ proxy });
  raw = JSON.parse((await rig.get('/api/v1/openapi.json')).text);
  document = documentShape.parse(raw);
});
afterAll(() => rig.close());

test('the document is OpenAPI 3.1, says where the desk is and which version it has', async () => {
  expect(await new Validator().validate(structuredClone(raw))).toMatchObject({ valid: true });
  expect(document.openapi).toBe('3.1.0');
  expect(document.servers).toEqual([{ url: rig.parts.settings.url }]);
  expect(document.info.version).toBe(rig.parts.version);
});

test('it warns in both languages that a handed-out token goes past the desk’s limits, and names the proxy', () => {
  const { description } = document.info;
  expect(description).toMatch(
    /건네받은 토큰과 앱키를 함께 쓰는 프로그램은 이 데스크의 한도, 중지, 기록을 모두 비켜/,
  );
  expect(description).toMatch(/handed-out token plus the app key goes past the desk’s limits/);
  expect(description.match(/\/api\/v1\/proxy\/kis\//g)).toHaveLength(2);
});

test('every route of the program is in it, and nothing else', () => {
  const app = createApp(testGatewayParts({ proxy }));
  const registered = new Set(
    app.routes
      .filter(({ method, path }) => method !== 'ALL' && !OF_THE_PAGE.test(path))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(?:\{[^}]*\})?/g, '{$1}')}`),
  );
  const documented = endpointsOf(document).map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(documented.toSorted()).toEqual([...registered].toSorted());
  expect(documented).toContain(`GET /api/v1/proxy/kis${SERVICE.path}`);
  expect(documented.length).toBeGreaterThan(40);
});

test('every operation has a name of its own, a summary, and a tag that is described', () => {
  const endpoints = endpointsOf(document);
  const described = new Set(document.tags.map(({ name }) => name));
  expect(new Set(endpoints.map(({ operationId }) => operationId)).size).toBe(endpoints.length);
  expect(endpoints.filter(({ summary }) => summary.trim() === '')).toEqual([]);
  expect(endpoints.flatMap(({ tags }) => tags).filter(tag => !described.has(tag))).toEqual([]);
  expect(endpoints.filter(({ tags }) => tags.length === 0)).toEqual([]);
});

test('every failure that it documents has the one shape', () => {
  const others = endpointsOf(document).flatMap(({ method, path, responses }) =>
    Object.entries(responses)
      .filter(([status]) => Number(status) >= 400)
      .filter(
        ([, { content }]) => content?.['application/json']?.schema?.$ref !== '#/components/schemas/Failure',
      )
      .map(([status]) => `${method} ${path} ${status}`),
  );
  // Whoever watches the desk reads its reasons, whoever asks through the proxy the broker's own words.
  const known = /^get \/api\/v1\/(?:health(?:\/\w+)? 503|proxy\/kis\/\S+ 502)$/;
  expect(others.filter(other => !known.test(other))).toEqual([]);
});

test('whatever needs a key says which header it goes in, and documents the refusal', () => {
  for (const endpoint of endpointsOf(document)) {
    const needs = (endpoint.security ?? []).flatMap(need => Object.keys(need));
    for (const need of needs) expect(Object.keys(document.components.securitySchemes)).toContain(need);
    if (needs.length > 0) expect(endpoint.responses, endpoint.path).toHaveProperty('403');
  }
  const open = endpointsOf(document).filter(({ security = [] }) => security.length === 0);
  expect(
    open
      .map(({ path }) => path)
      .filter(path => !/^\/(?:api\/v1\/(?:health|openapi)|docs|metrics|enter|console)/.test(path)),
  ).toEqual([]);
});

test('the page shows every operation with an example, loads nothing and runs nothing', async () => {
  const { status, headers, text } = await rig.get('/docs');
  expect(status).toBe(200);
  expect(headers['content-type']).toMatch(/^text\/html; charset=utf-8$/i);
  expect(headers['content-security-policy']).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'/,
  );
  expect(text).not.toMatch(/<script|\bsrc=|<link|@import|url\(|\bon\w+=/i);
  expect(text).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
  for (const { operationId, path, method } of endpointsOf(document)) {
    const [, part = ''] = text.split(`id="${operationId}"`);
    expect(part, operationId).toContain(
      `<span class="method">${method}</span> <code>${path.replaceAll("'", '&#39;')}</code>`,
    );
    expect(part.split('</article>')[0], operationId).toMatch(/<pre>curl /);
  }
});

test('what a schema says cannot become markup on the page', async () => {
  const { text } = await rig.get('/docs');
  for (const [, shown = ''] of text.matchAll(/<(?:td|p|h3|pre|code)[^>]*>([^<]*)</g))
    expect(shown).not.toMatch(/[<>"']/);
});
