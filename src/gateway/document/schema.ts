import { type ApiDocument, resolveSchema, type Schema } from './shape.js';

type Schemas = ApiDocument['components']['schemas'];

/** A schema in a few words: `integer, 1 to 9`, `list of Order`. Names of other schemas stand as `{Order}`. */
export function schemaWords(schema: Schema): string {
  if (schema.$ref !== undefined) return `{${schema.$ref.replace('#/components/schemas/', '')}}`;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(schemaWords))].join(' or ');
  if (schema.allOf) return [...new Set(schema.allOf.map(schemaWords))].join(' with ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map(value => JSON.stringify(value)).join(', ');
  const types = [schema.type ?? 'any'].flat().map(type => typeWords(type, schema));
  return [types.join(' or '), ...limits(schema)].join(', ');
}

function typeWords(type: string, { items, additionalProperties, properties, format }: Schema): string {
  if (type === 'array') return `list of ${items ? schemaWords(items) : 'anything'}`;
  if (type === 'string' && format !== undefined) return `string (${format})`;
  if (type === 'object' && !properties && typeof additionalProperties === 'object')
    return `object of ${schemaWords(additionalProperties)}`;
  return type;
}

function limits({
  minimum,
  maximum,
  exclusiveMinimum,
  minLength,
  maxLength,
  maxItems,
  pattern,
  default: preset,
}: Schema): string[] {
  const said: readonly [unknown, string][] = [
    [minimum, `at least ${minimum}`],
    [exclusiveMinimum, `above ${exclusiveMinimum}`],
    [maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum, `at most ${maximum}`],
    [minLength, `${minLength} characters or more`],
    [maxLength, `at most ${maxLength} characters`],
    [maxItems, `at most ${maxItems} of them`],
    [pattern, `like ${pattern}`],
    [preset, `else ${JSON.stringify(preset)}`],
  ];
  return said.filter(([given]) => given !== undefined).map(([, words]) => words);
}

/** One line of a table: where the value stands, what it is, whether it must be there. */
export interface Property {
  readonly name: string;
  readonly required: boolean;
  readonly schema: Schema;
}

/** Every property, those of objects and of lists within as `positions[].code`. Named schemas are not opened. */
export function propertiesOf(schema: Schema, within = ''): Property[] {
  const { properties = {}, required = [] } = schema;
  const own = Object.entries(properties).flatMap(([name, property]) => {
    const at = within + name;
    const inside = property.items ?? property;
    const deeper = inside.properties ? propertiesOf(inside, at + (property.items ? '[].' : '.')) : [];
    return [{ name: at, required: required.includes(name), schema: property }, ...deeper];
  });
  const parts = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return [...own, ...parts.flatMap(part => propertiesOf(part, within))];
}

/** A value that shows what is meant: the given example, else the least that fits. */
export function exampleOf(schema: Schema, schemas: Schemas): unknown {
  const { example, examples, enum: choices, const: only, default: preset } = schema;
  for (const given of [example, examples?.[0], preset, only, choices?.[0]])
    if (given !== undefined) return given;
  if (schema.$ref !== undefined) return exampleOf(resolveSchema(schema, schemas), schemas);
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice) return exampleOf(choice, schemas);
  const [type] = [schema.type ?? 'object'].flat();
  if (type === 'array') return schema.items ? [exampleOf(schema.items, schemas)] : [];
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
  if (type === 'boolean') return true;
  if (type === 'string') return '…';
  return Object.fromEntries(
    Object.entries(schema.properties ?? {})
      .filter(([name]) => schema.required?.includes(name))
      .map(([name, property]) => [name, exampleOf(property, schemas)]),
  );
}
