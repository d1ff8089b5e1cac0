import fc from 'fast-check';
import { type ApiDocument, resolveSchema, type Schema } from '../../src/gateway/document/shape.js';

type Schemas = ApiDocument['components']['schemas'];

/** Deeper than any body of ours; what refers to itself ends there. */
const DEEPEST = 6;

/** Values that fit a schema, its boundaries among them. */
export function fitting(schema: Schema, schemas: Schemas, depth = 0): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return fitting(resolveSchema(schema, schemas), schemas, depth);
  const { example, ...rest } = schema;
  if (example !== undefined) return fc.oneof(fc.constant(example), fitting(rest, schemas, depth));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const within = (one: Schema) => fitting(one, schemas, depth + 1);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(within));
  if (schema.allOf)
    return fc.tuple(...schema.allOf.map(within)).map(parts => Object.assign({}, ...parts.filter(isObject)));
  const types = [schema.type ?? 'any'].flat();
  return fc.oneof(...types.map(type => ofType(type, schema, schemas, depth)));
}

function ofType(type: string, schema: Schema, schemas: Schemas, depth: number): fc.Arbitrary<unknown> {
  const { items, properties = {}, required = [], additionalProperties: others } = schema;
  if (type === 'string') return text(schema);
  if (type === 'integer' || type === 'number') return whole(schema);
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (depth > DEEPEST) return fc.constant(type === 'array' ? [] : {});
  if (type === 'array') {
    const { minItems = 0, maxItems = minItems + 3 } = schema;
    return fc.array(items ? fitting(items, schemas, depth + 1) : fc.jsonValue(), {
      minLength: minItems,
      maxLength: Math.min(maxItems, minItems + 3),
    });
  }
  if (type !== 'object') return fc.jsonValue({ maxDepth: 2 });
  const known = fc.record(
    Object.fromEntries(
      Object.entries(properties).map(([name, one]) => [name, fitting(one, schemas, depth + 1)]),
    ),
    { requiredKeys: required.filter(name => name in properties) },
  );
  if (typeof others !== 'object') return known;
  const extra = fc.dictionary(
    fc.string({ minLength: 1, maxLength: 8 }),
    fitting(others, schemas, depth + 1),
    {
      maxKeys: 3,
    },
  );
  return fc.tuple(known, extra).map(([own, more]) => ({ ...more, ...own }));
}

function text({ pattern, minLength = 0, maxLength = minLength + 24, format }: Schema): fc.Arbitrary<string> {
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map(date => date.toISOString());
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' });
  return fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 64), unit: 'grapheme' });
}

function whole(schema: Schema): fc.Arbitrary<number> {
  const { exclusiveMinimum, exclusiveMaximum } = schema;
  const least = schema.minimum ?? (exclusiveMinimum === undefined ? -1_000_000 : exclusiveMinimum + 1);
  const most =
    schema.maximum ?? (exclusiveMaximum === undefined ? Number.MAX_SAFE_INTEGER : exclusiveMaximum - 1);
  return fc.oneof(fc.integer({ min: least, max: most }), fc.constantFrom(least, most));
}

/** Values that somebody sends who has not read the document, or who means no good. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    ' ',
    '0',
    '-1',
    '1e3',
    '0x10',
    '1,000',
    '１２３',
    '٣',
    '9007199254740993',
    '99999999999999999999999999',
    'NaN',
    'Infinity',
    'null',
    'undefined',
    '__proto__',
    'constructor',
    '../../etc/passwd',
    '%2e%2e%2f',
    '%00',
    '<script>',
    "'; --",
    '\u202e005930',
    '005930\u0000',
    '삼성전자',
    '20260230',
    '2026-13-45T99:99:99Z',
    null,
    true,
    -1,
    0,
    1.5,
    1e308,
    9_007_199_254_740_992,
    [],
    {},
    [[[[]]]],
    { toString: 1 },
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ minLength: 300, maxLength: 600 }),
  fc.jsonValue({ maxDepth: 3 }),
);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
