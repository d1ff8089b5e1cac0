import { z } from '@hono/zod-openapi';

/** The words of JSON Schema that the document uses. */
const schema = z.object({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  default: z.unknown().optional(),
  example: z.unknown().optional(),
  examples: z.array(z.unknown()).optional(),
  pattern: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  required: z.array(z.string()).optional(),
  get properties() {
    return z.record(z.string(), schema).optional();
  },
  get items() {
    return schema.optional();
  },
  get prefixItems() {
    return z.array(schema).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), schema]).optional();
  },
  get anyOf() {
    return z.array(schema).optional();
  },
  get oneOf() {
    return z.array(schema).optional();
  },
  get allOf() {
    return z.array(schema).optional();
  },
});

const content = z.record(z.string(), z.object({ schema: schema.optional() }));

const parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header', 'cookie']),
  required: z.boolean().optional(),
  description: z.string().optional(),
  example: z.unknown().optional(),
  schema: schema.optional(),
});

const operation = z.object({
  tags: z.array(z.string()),
  summary: z.string(),
  description: z.string().optional(),
  operationId: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z.array(parameter).default([]),
  requestBody: z
    .object({ description: z.string().optional(), required: z.boolean().optional(), content })
    .optional(),
  responses: z.record(
    z.string(),
    z.object({
      description: z.string(),
      headers: z.record(z.string(), z.object({ description: z.string().optional() })).optional(),
      content: content.optional(),
    }),
  ),
});

export const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** An OpenAPI 3.1 document as far as this program writes one: every operation is named, tagged and summed up. */
export const documentShape = z.object({
  openapi: z.string(),
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  servers: z.array(z.object({ url: z.string() })),
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
  paths: z.record(z.string(), z.partialRecord(z.enum(METHODS), operation)),
  components: z.object({
    schemas: z.record(z.string(), schema),
    securitySchemes: z.record(z.string(), z.object({ name: z.string(), description: z.string() })),
  }),
});

export type ApiDocument = z.infer<typeof documentShape>;
export type Schema = z.infer<typeof schema>;
export type Operation = z.infer<typeof operation>;
export type Parameter = z.infer<typeof parameter>;

/** An operation and where it is. */
export interface Endpoint extends Operation {
  readonly method: (typeof METHODS)[number];
  readonly path: string;
}

/** Every operation, in the order of the document. */
export function endpointsOf({ paths }: Pick<ApiDocument, 'paths'>): Endpoint[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    METHODS.flatMap(method => {
      const found = operations[method];
      return found ? [{ ...found, method, path }] : [];
    }),
  );
}

/** What a reference within the document names; a schema that is no reference is itself. */
export function resolveSchema(schema: Schema, schemas: ApiDocument['components']['schemas']): Schema {
  const name = schema.$ref?.replace('#/components/schemas/', '');
  return name === undefined ? schema : (schemas[name] ?? {});
}
