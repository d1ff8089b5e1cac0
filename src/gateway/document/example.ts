import { exampleOf } from './schema.js';
import type { ApiDocument, Endpoint, Parameter } from './shape.js';

const PATH_EXAMPLES: Readonly<Record<string, string>> = {
  account_number: '50101234-01',
  code: '005930',
  id: '50101234-01',
  name: 'price',
  tr_id: 'FHKST01010100',
};

/** A request that somebody can paste into a terminal; the key is in a variable, never in the line. */
export function curlOf(endpoint: Endpoint, { servers, components }: ApiDocument): string {
  const { schemas, securitySchemes } = components;
  const value = ({ name, example, schema = {} }: Parameter) => {
    const shown = example ?? PATH_EXAMPLES[name] ?? exampleOf(schema, schemas);
    return typeof shown === 'string' ? shown : JSON.stringify(shown);
  };
  const at = (place: Parameter['in']) =>
    endpoint.parameters.filter(parameter => parameter.in === place && parameter.required === true);
  const path = endpoint.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const [parameter = { name, in: 'path' as const }] = at('path').filter(one => one.name === name);
    return value(parameter);
  });
  const query = at('query').map(parameter => `${parameter.name}=${encodeURIComponent(value(parameter))}`);
  const address = `${servers[0]?.url ?? ''}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;

  const [scheme] = (endpoint.security ?? []).flatMap(need => Object.keys(need));
  const keyHeader = scheme === undefined ? undefined : securitySchemes[scheme]?.name;
  const headers = [
    ...(keyHeader === undefined ? [] : [`${keyHeader}: $KEY`]),
    ...at('header')
      .filter(({ name }) => name.toLowerCase() !== keyHeader)
      .map(parameter => `${parameter.name}: ${value(parameter)}`),
  ];
  const body = endpoint.requestBody?.content['application/json']?.schema;
  if (body) headers.push('content-type: application/json');
  return [
    `curl ${endpoint.method === 'get' ? '' : `-X ${endpoint.method.toUpperCase()} `}"${address}"`,
    ...headers.map(header => `-H "${header}"`),
    ...(body ? [`-d '${JSON.stringify(exampleOf(body, schemas))}'`] : []),
  ].join(' \\\n  ');
}
