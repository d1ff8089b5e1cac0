import { readHtml } from '../support/fake-telegram-html.js';
import type { PlatformCall } from '../support/platform-calls.js';
import { type Findings, isObject } from './findings.js';

interface Field {
  readonly name: string;
  readonly types: readonly string[];
  readonly required: boolean;
  readonly description: string;
}

interface Entry {
  readonly fields: readonly Field[];
  readonly subtypes: readonly string[];
  readonly returns: readonly string[];
}

/** The methods and types of the Bot API by name. */
interface Book {
  readonly methods: ReadonlyMap<string, Entry>;
  readonly types: ReadonlyMap<string, Entry>;
}

/** Checks every call against the description of the Bot API: method, fields, types, lengths, and the stand-in's answer. */
export function checkTelegram(
  document: Record<string, unknown>,
  calls: readonly PlatformCall[],
  findings: Findings,
): void {
  const book = { methods: entriesOf(document['methods']), types: entriesOf(document['types']) };
  for (const call of calls) {
    const operation = `telegram ${call.path}`;
    findings.count(operation);
    const add = (of: 'call' | 'answer') => (what: string) =>
      findings.add({ operation, of, what, test: call.test });
    const method = book.methods.get(call.path);
    if (!method) {
      add('call')('there is no such method');
      continue;
    }
    const files = Object.fromEntries(call.files.map(({ key }) => [key, FILE]));
    const given: Record<string, unknown> = { ...(isObject(call.body) ? call.body : {}), ...files };
    // A file may come as a part of its own, which a field names.
    const named = new Set(Object.values(given).map(value => String(value).replace(/^attach:\/\//, '')));
    const own = Object.entries(given).filter(([key, value]) => value !== FILE || !named.has(key));
    faultsOfFields(book, method.fields, Object.fromEntries(own), '').forEach(add('call'));
    const { status, answer } = call;
    if (status !== 200 || !isObject(answer)) continue;
    const readings = method.returns.map(type => faultsOf(book, type, answer['result'], 'result'));
    if (!readings.some(faults => faults.length === 0)) (readings[0] ?? []).forEach(add('answer'));
  }
}

const FILE = Symbol('a file of the form');

function faultsOfFields(
  book: Book,
  fields: readonly Field[],
  given: Readonly<Record<string, unknown>>,
  where: string,
): string[] {
  const values = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  const missing = fields.filter(({ name, required }) => required && !values.some(([key]) => key === name));
  return [
    ...missing.map(({ name }) => `${where}${name} is missing`),
    ...values.flatMap(([key, value]) => {
      const field = fields.find(({ name }) => name === key);
      if (!field) return [`${where}${key} is not known`];
      const readings = field.types.map(type => faultsOf(book, type, value, `${where}${key}`));
      if (!readings.some(faults => faults.length === 0)) {
        return readings.toSorted((a, b) => a.length - b.length)[0] ?? [];
      }
      return faultsOfLength(field, value, given).map(fault => `${where}${key} ${fault}`);
    }),
  ];
}

/** What is wrong with a value that should be of this type. */
function faultsOf(book: Book, type: string, value: unknown, where: string): string[] {
  const wrong = [`${where} is no ${type}`];
  const [, inner] = /^Array of (.+)$/.exec(type) ?? [];
  if (inner !== undefined) {
    if (!Array.isArray(value)) return wrong;
    return value.flatMap((item: unknown, i) => faultsOf(book, inner, item, `${where}[${i}]`));
  }
  switch (type) {
    case 'Integer':
      return Number.isSafeInteger(value) ? [] : wrong;
    case 'Float':
      return typeof value === 'number' ? [] : wrong;
    case 'String':
      return typeof value === 'string' ? [] : wrong;
    case 'Boolean':
      return typeof value === 'boolean' ? [] : wrong;
    case 'True':
      return value === true ? [] : wrong;
    case 'InputFile':
      return value === FILE || (typeof value === 'string' && value.startsWith('attach://')) ? [] : wrong;
    default:
      return faultsOfObject(book, type, value, where);
  }
}

function faultsOfObject(book: Book, type: string, value: unknown, where: string): string[] {
  const entry = book.types.get(type);
  if (!entry) return [`${where}: the document does not describe ${type}`];
  if (!isObject(value)) return [`${where} is no ${type}`];
  if (entry.subtypes.length === 0) {
    return [...faultsOfFields(book, entry.fields, value, `${where}.`), ...faultsOfKind(entry, value, where)];
  }
  const readings = entry.subtypes.map(subtype => faultsOf(book, subtype, value, where));
  if (readings.some(faults => faults.length === 0)) return [];
  return readings.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

/** Of types that look alike, the text of a field tells which is meant: "must be chat", "always “member”". */
function faultsOfKind({ fields }: Entry, value: Record<string, unknown>, where: string): string[] {
  return fields.flatMap(({ name, description }) => {
    const [, wanted] = /(?:must be|always) [“"]?([a-z_]+)[”"]?\.?$/.exec(description) ?? [];
    const given = value[name];
    return wanted === undefined || typeof given !== 'string' || given === wanted
      ? []
      : [`${where}.${name} is not ${wanted}`];
  });
}

/** Bounds that the description states in words: `1-4096 characters after entities parsing`, `1-64 bytes`. */
function faultsOfLength(
  { description }: Field,
  value: unknown,
  given: Readonly<Record<string, unknown>>,
): string[] {
  const [, least = '', most = '', unit = '', after] =
    /(\d+)-(\d+) (characters|bytes)( after entities parsing)?/.exec(description) ?? [];
  const [, limit] = /[Aa]t most (\d+) \w+ can be specified/.exec(description) ?? [];
  if (limit !== undefined && Array.isArray(value) && value.length > Number(limit))
    return [`is over ${limit}`];
  const [, one, to] = /Values between (\d+)-(\d+) are accepted/.exec(description) ?? [];
  if (one !== undefined && typeof value === 'number' && (value < Number(one) || value > Number(to))) {
    return [`is not between ${one} and ${to}`];
  }
  if (unit === '' || typeof value !== 'string') return [];
  const text = after !== undefined && given['parse_mode'] === 'HTML' ? readable(value) : value;
  if (text === undefined) return ['is no HTML that Telegram reads'];
  const length = unit === 'bytes' ? Buffer.byteLength(text) : text.length;
  return length >= Number(least) && length <= Number(most)
    ? []
    : [`has ${length} ${unit}, not ${least}-${most}`];
}

function readable(html: string): string | undefined {
  try {
    return readHtml(html).text;
  } catch {
    return undefined;
  }
}

function entriesOf(value: unknown): Map<string, Entry> {
  if (!isObject(value)) throw new Error('not a description of the Bot API');
  return new Map(Object.entries(value).map(([name, entry]) => [name, entryOf(entry)]));
}

function entryOf(value: unknown): Entry {
  const { fields, subtypes, returns } = isObject(value) ? value : {};
  return {
    fields: Array.isArray(fields) ? fields.filter(isObject).map(fieldOf) : [],
    subtypes: textsOf(subtypes),
    returns: textsOf(returns),
  };
}

function fieldOf({ name, types, required, description }: Record<string, unknown>): Field {
  return {
    name: String(name),
    types: textsOf(types),
    required: required === true,
    description: String(description),
  };
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
