import { Ajv2020 } from 'ajv/dist/2020.js';
import { isObject } from './findings.js';

/** The schemas of one OpenAPI document. */
export interface Schemas {
  /** What is wrong with a value, as `where: what`; fields that no fitting schema names count as wrong. */
  faults(schema: unknown, value: unknown): string[];
  /** The same schema, or the one that it refers to. */
  resolve(schema: unknown): Record<string, unknown>;
}

type Check = (value: unknown) => string[];

const ROOT = 'document';

/**
 * OpenAPI lets a body hold more than its schema names; a field that the platform does not know does nothing, so here
 * it is a fault. Ajv says whether a value fits; which fields are known is read from the branches that do fit.
 */
export function readSchemas(document: Record<string, unknown>): Schemas {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  ajv.addFormat('snowflake', /^(0|[1-9]\d{0,19})$/);
  ajv.addFormat('nonce', /^[\s\S]{0,25}$/);
  ajv.addFormat('date-time', text => !Number.isNaN(Date.parse(text)));
  ajv.addFormat('uri', text => URL.canParse(text));
  const inRange = (bits: bigint) => (value: number) =>
    Number.isInteger(value) && BigInt(value) >= -(2n ** (bits - 1n)) && BigInt(value) < 2n ** (bits - 1n);
  ajv.addFormat('int32', { type: 'number', validate: inRange(32n) });
  ajv.addFormat('int64', { type: 'number', validate: inRange(64n) });
  ajv.addFormat('double', { type: 'number', validate: Number.isFinite });
  ajv.addSchema(document, ROOT);
  const checks = new WeakMap<object, Check>();

  function checkOf(schema: Record<string, unknown>): Check {
    const known = checks.get(schema);
    if (known) return known;
    const fits = ajv.compile(absolute(schema));
    const check: Check = value =>
      fits(value)
        ? []
        : (fits.errors ?? []).map(({ instancePath, message = '', params }) =>
            `${instancePath || '/'}: ${message} ${JSON.stringify(params)}`.slice(0, 200),
          );
    checks.set(schema, check);
    return check;
  }

  function resolve(schema: unknown): Record<string, unknown> {
    if (!isObject(schema)) return {};
    const { $ref } = schema;
    if (typeof $ref !== 'string') return schema;
    const names = $ref
      .replace(/^#\//, '')
      .split('/')
      .map(name => name.replaceAll('~1', '/').replaceAll('~0', '~'));
    return resolve(names.reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), document));
  }

  /** Every schema without alternatives that has a say in this value. */
  function partsOf(given: unknown, value: unknown): Record<string, unknown>[] {
    const schema = resolve(given);
    const all = listOf(schema['allOf']).flatMap(part => partsOf(part, value));
    const some = [...listOf(schema['anyOf']), ...listOf(schema['oneOf'])]
      .filter(part => checkOf(resolve(part))(value).length === 0)
      .flatMap(part => partsOf(part, value));
    return [schema, ...all, ...some];
  }

  function unknownFields(given: unknown, value: unknown, where: string): string[] {
    const parts = partsOf(given, value);
    if (Array.isArray(value)) {
      return value.flatMap((item: unknown, i) =>
        parts.flatMap(({ items }) =>
          items === undefined ? [] : unknownFields(items, item, `${where}/${i}`),
        ),
      );
    }
    if (!isObject(value)) return [];
    return Object.entries(value).flatMap(([key, inner]) => {
      const schemas = parts.flatMap(({ properties, additionalProperties: more }) => {
        const own = isObject(properties) ? properties[key] : undefined;
        return own !== undefined ? [own] : isObject(more) ? [more] : [];
      });
      if (schemas.length === 0) return [`${where}/${key}: the document does not know this field`];
      return schemas.flatMap(schema => unknownFields(schema, inner, `${where}/${key}`));
    });
  }

  return {
    resolve,
    faults(schema, value) {
      const wrong = checkOf(resolve(schema))(value);
      return wrong.length > 0 ? wrong : [...new Set(unknownFields(schema, value, ''))];
    },
  };
}

/** References of a part must lead to the whole document. */
function absolute(schema: Record<string, unknown>): Record<string, unknown> {
  const copy: unknown = JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' && value.startsWith('#') ? `${ROOT}${value}` : value,
  );
  return isObject(copy) ? copy : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
