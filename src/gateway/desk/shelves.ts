import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { DeskError, SHELVES, type ShelfName } from '../../core/index.js';
import { ALWAYS, failures, json } from '../answers.js';
import type { Api, ApiEnv } from '../api.js';
import { failureBody } from '../failure.js';
import type { GatewayParts } from '../parts.js';
import { refusal } from '../refusal.js';
import { instant, isoKst } from './amounts.js';
import { guarded } from './guarded.js';
import { etagOf, versionMeant } from './version.js';

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)
  .openapi({ example: 'favourites' });
const params = z.object({ id });
const body = z.unknown().openapi('ShelfBody', { description: 'Any JSON value, at most 64 KB.' });
const versionFields = { id, version: z.int().positive(), changed_at: instant };
const versionSchema = z.object(versionFields).openapi('DocumentVersion');
const documentSchema = z.object({ ...versionFields, body }).openapi('Document');

const VERSION_HEADER = {
  ETag: { description: 'The present version.', schema: { type: 'string' as const, example: '"3"' } },
};
const headers = z.object({
  'if-match': z.string().max(40).optional().openapi({
    description: 'The version that is replaced, as its ETag: `"3"`.',
  }),
  'if-none-match': z.string().max(40).optional().openapi({
    description: '`*`: there must be none yet.',
  }),
});

/** Documents that programs and pages keep at the desk; each owner sees their own. */
export function addShelves(api: Api, parts: GatewayParts): void {
  for (const shelf of SHELVES) addShelf(api, parts, shelf);
}

function addShelf(api: Api, parts: GatewayParts, name: ShelfName): void {
  const { shelf } = parts;
  const common = guarded(parts, 'documents', 'read');
  const path = `/api/v1/${name}/{id}` as const;
  const versioned = <S extends z.ZodType>(schema: S, description: string) => ({
    ...json(schema, description),
    headers: VERSION_HEADER,
  });
  const conflict = {
    409: {
      ...json(failureBody, 'It has another version by now: see ETag, `"0"` when there is none.'),
      headers: VERSION_HEADER,
    },
    428: json(failureBody, 'The request names no version.'),
  };

  const list = createRoute({
    ...common,
    method: 'get',
    path: `/api/v1/${name}`,
    summary: `Your ${name}, without their content`,
    responses: {
      200: json(z.object({ documents: z.array(versionSchema) }).openapi('Documents'), 'By id.'),
      ...failures(...ALWAYS),
    },
  });
  const get = createRoute({
    ...common,
    method: 'get',
    path,
    summary: `One of your ${name}`,
    request: { params },
    responses: { 200: versioned(documentSchema, 'The document.'), ...failures(...ALWAYS, 404) },
  });
  const put = createRoute({
    ...common,
    method: 'put',
    path,
    summary: `Creates or replaces one of your ${name}`,
    description:
      'On the disk when it is answered. A change names the version that it replaces in If-Match, a new document ' +
      'If-None-Match: *. At most 200 documents of 64 KB each, 1 MB together.',
    request: {
      params,
      headers,
      body: { required: true, content: { 'application/json': { schema: body } } },
    },
    responses: {
      200: versioned(versionSchema, 'Replaced.'),
      201: versioned(versionSchema, 'Created.'),
      ...failures(...ALWAYS, 413, 415, 422),
      ...conflict,
    },
  });
  const remove = createRoute({
    ...common,
    method: 'delete',
    path,
    summary: `Removes one of your ${name}`,
    request: { params, headers },
    responses: { 204: { description: 'Removed.' }, ...failures(...ALWAYS, 404), ...conflict },
  });

  api.openapi(list, async c => {
    const found = await shelf.list(name, c.get('caller').who.id);
    return c.json({ documents: found.map(versionJson) }, 200);
  });
  api.openapi(get, async c => {
    const found = await shelf.get(name, c.get('caller').who.id, c.req.valid('param').id);
    if (!found) throw new DeskError('notFound', 'no such document', { what: 'document' });
    c.header('etag', etagOf(found.version));
    return c.json({ ...versionJson(found), body: found.body }, 200);
  });
  api.openapi(put, async c => {
    const version = versionMeant(c.req.valid('header'));
    if (version === undefined) throw refusal('versionRequired');
    const owner = c.get('caller').who.id;
    const { id: wanted } = c.req.valid('param');
    try {
      const kept = await shelf.put(name, owner, wanted, version, c.req.valid('json'));
      c.header('etag', etagOf(kept.version));
      return c.json(versionJson(kept), version === 0 ? 201 : 200);
    } catch (thrown) {
      return overtaken(c, parts, thrown);
    }
  });
  api.openapi(remove, async c => {
    const version = versionMeant(c.req.valid('header'));
    if (version === undefined) throw refusal('versionRequired');
    const owner = c.get('caller').who.id;
    try {
      await shelf.remove(name, owner, c.req.valid('param').id, version);
      return c.body(null, 204);
    } catch (thrown) {
      return overtaken(c, parts, thrown);
    }
  });
}

const versionJson = (one: { readonly id: string; readonly version: number; readonly changedAt: number }) => ({
  id: one.id,
  version: one.version,
  changed_at: isoKst(one.changedAt),
});

/** What somebody else changed meanwhile; whoever was slower learns the present version in the same answer. */
function overtaken(
  c: Context<ApiEnv>,
  { explain, newReference }: Pick<GatewayParts, 'explain' | 'newReference'>,
  thrown: unknown,
) {
  if (!(thrown instanceof DeskError) || thrown.kind !== 'conflict') throw thrown;
  const reference = newReference();
  const { ko, en } = explain(thrown, reference);
  c.header('etag', etagOf(Number(thrown.detail['version'] ?? 0)));
  return c.json({ error: { code: thrown.kind, message: `${ko} / ${en}`, reference } }, 409);
}
