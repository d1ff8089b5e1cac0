import type { GatewayCall, PlatformCall } from '../support/platform-calls.js';
import { type Findings, isObject } from './findings.js';
import { readSchemas, type Schemas } from './schema.js';

interface Operation {
  readonly name: string;
  readonly pattern: RegExp;
  /** How many of the path's parts stand for something; with fewer the operation is the more exact one. */
  readonly open: number;
  readonly method: string;
  readonly definition: Record<string, unknown>;
  readonly parameters: readonly Record<string, unknown>[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Checks every call against Discord's OpenAPI document: path, query, body, and the stand-in's answer. */
export function checkDiscord(
  document: Record<string, unknown>,
  calls: readonly PlatformCall[],
  findings: Findings,
): void {
  const schemas = readSchemas(document);
  const operations = operationsOf(document, schemas);
  for (const noted of calls) {
    const call = { ...noted, path: decodeURIComponent(noted.path) };
    const operation = operations.find(
      ({ method, pattern }) => method === call.method && pattern.test(call.path),
    );
    const name = `discord ${operation?.name ?? `${call.method} ${call.path}`}`;
    findings.count(name);
    const add = (of: 'call' | 'answer') => (what: string) =>
      findings.add({ operation: name, of, what, test: call.test });
    if (!operation) {
      add('call')('there is no such operation');
      continue;
    }
    faultsOfPath(operation, call, schemas).forEach(add('call'));
    faultsOfQuery(operation, call, schemas).forEach(add('call'));
    faultsOfBody(operation, call, schemas).forEach(add('call'));
    faultsOfAnswer(operation, call, schemas).forEach(add('answer'));
  }
}

function operationsOf(document: Record<string, unknown>, schemas: Schemas): Operation[] {
  const paths = isObject(document['paths']) ? document['paths'] : {};
  return Object.entries(paths)
    .flatMap(([path, item]) => {
      if (!isObject(item)) return [];
      const pattern = new RegExp(`^${path.replace(/[.@]/g, '\\$&').replace(/\{[^}]+\}/g, '([^/]+)')}$`);
      const open = path.split('{').length - 1;
      return METHODS.flatMap(method => {
        const definition = item[method];
        if (!isObject(definition)) return [];
        const parameters = [...listOf(item['parameters']), ...listOf(definition['parameters'])].map(
          schemas.resolve,
        );
        const shared = { pattern, open, method: method.toUpperCase(), definition, parameters };
        return [{ name: `${method.toUpperCase()} ${path}`, ...shared }];
      });
    })
    .toSorted((a, b) => a.open - b.open);
}

function faultsOfPath(
  { pattern, parameters }: Operation,
  { path }: PlatformCall,
  schemas: Schemas,
): string[] {
  const [, ...values] = pattern.exec(path) ?? [];
  const inPath = parameters.filter(parameter => parameter['in'] === 'path');
  return inPath.flatMap((parameter, i) =>
    schemas
      .faults(parameter['schema'], values[i] ?? '')
      .map(fault => `path ${String(parameter['name'])}: ${fault}`),
  );
}

function faultsOfQuery({ parameters }: Operation, { query }: PlatformCall, schemas: Schemas): string[] {
  const known = parameters.filter(parameter => parameter['in'] === 'query');
  const given = [...new URLSearchParams(query)];
  const missing = known.filter(
    ({ name, required }) => required === true && !given.some(([key]) => key === name),
  );
  return [
    ...missing.map(({ name }) => `query ${String(name)} is missing`),
    ...given.flatMap(([key, text]) => {
      const parameter = known.find(({ name }) => name === key);
      if (!parameter) return [`query ${key} is not known`];
      const readings = [text, ...(/^(true|false|-?\d{1,15})$/.test(text) ? [JSON.parse(text)] : [])];
      const faults = readings.map(reading => schemas.faults(parameter['schema'], reading));
      return faults.some(list => list.length === 0) ? [] : (faults.at(-1) ?? []);
    }),
  ];
}

function faultsOfBody({ definition }: Operation, call: PlatformCall, schemas: Schemas): string[] {
  const { body, files } = call;
  const requestBody = schemas.resolve(definition['requestBody']);
  const content = isObject(requestBody['content']) ? requestBody['content'] : {};
  if (body === undefined) return requestBody['required'] === true ? ['the body is missing'] : [];
  const type = call.type.replace(/;.*/, '');
  const described = schemas.resolve(content[type]);
  if (!('schema' in described)) return [`no body of type ${type} is taken`];
  if (type !== 'multipart/form-data') return schemas.faults(described['schema'], body);
  // The JSON of a form stands in one part, the files in others, which the document describes for some calls only.
  const strange = files
    .filter(({ key }) => !/^files\[\d\]$/.test(key))
    .map(({ key }) => `no part is called ${key}`);
  return [...strange, ...schemas.faults(described['schema'], body)];
}

function faultsOfAnswer({ definition }: Operation, call: PlatformCall, schemas: Schemas): string[] {
  const { status, answer } = call;
  if (status === undefined || status >= 300) return [];
  const responses = isObject(definition['responses']) ? definition['responses'] : {};
  if (!(String(status) in responses)) return [`status ${status} is not among those described`];
  const response = schemas.resolve(responses[String(status)]);
  const content = isObject(response['content']) ? response['content'] : {};
  const described = schemas.resolve(content['application/json']);
  if (!('schema' in described)) return answer === undefined ? [] : ['an answer where none is described'];
  return schemas.faults(described['schema'], answer);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

const OPCODES: Readonly<Record<number, string>> = {
  1: 'heartbeat',
  2: 'identify',
  3: 'presence',
  6: 'resume',
};
const MOST_FRAMES = 120;
const FRAMES_MS = 60_000;

/** Frames to the gateway, which no document describes: known opcodes, and no more than 120 a minute. */
export function checkGateway(calls: readonly GatewayCall[], findings: Findings): void {
  const sent = new Map<string, number[]>();
  for (const { frame, connection, test, at } of calls) {
    const op = isObject(frame) ? Number(frame['op']) : Number.NaN;
    const operation = `gateway ${OPCODES[op] ?? op}`;
    findings.count(operation);
    const add = (what: string) => findings.add({ operation, of: 'call', what, test });
    if (OPCODES[op] === undefined) add('an opcode that a bot like this one never sends');
    const times = [...(sent.get(connection) ?? []), at].filter(time => at - time < FRAMES_MS);
    sent.set(connection, times);
    if (times.length > MOST_FRAMES) add(`more than ${MOST_FRAMES} frames in a minute`);
  }
}
