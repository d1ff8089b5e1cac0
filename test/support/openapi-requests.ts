import fc from 'fast-check';
import type { ApiDocument, Endpoint, Parameter } from '../../src/gateway/document/shape.js';
import { fitting, junk } from './openapi-values.js';

/** A request as it goes out. */
export interface Shot {
  readonly endpoint: Endpoint;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** undefined: none. */
  readonly body: string | undefined;
}

export interface Aims {
  readonly document: ApiDocument;
  /** Values by name that mean something at the desk, so that requests get beyond the first question. */
  readonly known: Readonly<Record<string, readonly string[]>>;
  /** '' is no key. */
  readonly keys: readonly string[];
}

/** Requests to any endpoint of the document: as it says, at its boundaries, and otherwise. */
export function shots(aims: Aims, endpoints: readonly Endpoint[]): fc.Arbitrary<Shot> {
  return fc.oneof(...endpoints.map(endpoint => shotAt(endpoint, aims)));
}

function shotAt(endpoint: Endpoint, aims: Aims): fc.Arbitrary<Shot> {
  const parameters = fc.record(
    Object.fromEntries(
      endpoint.parameters.map(one => [
        `${one.in} ${one.name}`,
        wordFor(one, one.name === 'tr_id' ? withTrIds(endpoint, aims) : aims),
      ]),
    ),
  );
  return fc
    .record({ parameters, key: fc.constantFrom(...aims.keys), body: bodyOf(endpoint, aims) })
    .map(({ parameters: values, key, body }) => {
      const given = (place: Parameter['in']) =>
        endpoint.parameters.flatMap(({ name, in: at }) => {
          const value = values[`${at} ${name}`];
          return at !== place || value === undefined ? [] : [{ name, value: written(value) }];
        });
      let { path } = endpoint;
      for (const { name, value } of given('path'))
        path = path.replace(`{${name}}`, inPath(value, aims.known[name]));
      path = path.replaceAll(/\{[^}]+\}/g, '-');
      const query = given('query').map(({ name, value }) => `${name}=${encodeURIComponent(value)}`);
      const headers: Record<string, string> = {};
      for (const { name, value } of given('header'))
        headers[name.toLowerCase()] = value.replaceAll(/[^ -~]/g, '?');
      if (key !== '') headers[endpoint.path.includes('/sync/') ? 'x-sync-key' : 'x-api-key'] = key;
      if (body !== undefined) headers['content-type'] = body.type;
      if (path.includes('/proxy/kis/')) query.push(BROKER_QUERY);
      const address = query.length > 0 ? `${path}?${query.join('&')}` : path;
      return { endpoint, path: address, headers, body: body?.text };
    });
}

/** A service of the broker says in words by which ids it goes, and takes the broker's own parameters. */
function withTrIds({ description = '' }: Endpoint, aims: Aims): Aims {
  const ids = /TR id: ([A-Z0-9, ]+)\./.exec(description)?.[1]?.split(', ');
  return ids ? { ...aims, known: { ...aims.known, tr_id: ids } } : aims;
}

const BROKER_QUERY = 'FID_COND_MRKT_DIV_CODE=J&FID_INPUT_ISCD=005930';

/** What is known may reach over several parts of a path. */
function inPath(value: string, known: readonly string[] = []): string {
  if (known.includes(value)) return value;
  // These would be another path.
  return /^\.{0,2}$/.test(value) ? '-' : encodeURIComponent(value);
}

/** undefined: left out. */
function wordFor(
  { name, in: place, required, schema = {} }: Parameter,
  { known, document }: Aims,
): fc.Arbitrary<unknown> {
  const { example: _, ...rest } = schema;
  // What is to be new each time must not be the example every time.
  const fit = fitting(place === 'header' ? rest : schema, document.components.schemas);
  const words = known[name];
  const right = words
    ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: fit })
    : fit;
  return fc.oneof(
    { weight: 6, arbitrary: right },
    { weight: 1, arbitrary: junk },
    { weight: required === true ? 1 : 6, arbitrary: fc.constant(undefined) },
  );
}

function bodyOf(
  { requestBody }: Endpoint,
  { document, known }: Aims,
): fc.Arbitrary<{ type: string; text: string } | undefined> {
  const schema = requestBody?.content['application/json']?.schema;
  if (!schema) return fc.constant(undefined);
  const type = 'application/json';
  const fit = fitting(schema, document.components.schemas).map(value => withKnown(value, known));
  const right = fit.map(value => ({ type, text: JSON.stringify(value) ?? 'null' }));
  const broken = fc.tuple(fit, fc.string({ maxLength: 12 }), junk).map(([value, name, other]) => ({
    type,
    text: JSON.stringify(Object.assign({}, value, { [name]: other })),
  }));
  return fc.oneof(
    { weight: 8, arbitrary: right },
    { weight: 2, arbitrary: broken },
    { weight: 1, arbitrary: junk.map(value => ({ type, text: JSON.stringify(value) ?? '' })) },
    { weight: 1, arbitrary: fc.string({ maxLength: 40 }).map(text => ({ type, text: `{"${text}` })) },
    { weight: 1, arbitrary: right.map(({ text }) => ({ type: 'text/plain', text })) },
    { weight: 1, arbitrary: fc.constant({ type, text: `"${'x'.repeat(70_000)}"` }) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

/** Where a field has a name that means something, often a value that does. */
function withKnown(value: unknown, known: Aims['known']): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const words = known[name];
      const isOther = words && typeof field === 'string' && !words.includes(field);
      return [name, isOther ? words[field.length % words.length] : field];
    }),
  );
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
