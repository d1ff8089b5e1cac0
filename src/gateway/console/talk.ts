import { createRoute, z } from '@hono/zod-openapi';
import type { WebSession } from '../../core/index.js';
import { failures, json } from '../answers.js';
import type { Api } from '../api.js';
import type { GatewayParts } from '../parts.js';
import { entryJson, entrySchema, type JsonEntry } from './entry-json.js';
import { needsSession, ownPage, sessionOf } from './own-page.js';

const MOST_TYPED = 1_000;
const ALWAYS = [400, 403, 429, 500, 503] as const;
const WITH_BODY = [...ALWAYS, 413, 415] as const;

const said = z.strictObject({ text: z.string().trim().min(1).max(MOST_TYPED) }).openapi('Said');
const press = z
  .strictObject({
    button: z.string().min(1).max(100),
    given: z.record(z.string().max(40), z.string().max(MOST_TYPED)).optional(),
  })
  .openapi('Press', { description: '`given`: what the form of the button was filled with, by field.' });
const changes = z
  .object({ entries: z.array(entrySchema) })
  .openapi('PageChanges', { description: 'What has changed in the page by it; the events tell the same.' });
const form = z
  .object({
    form: z
      .object({
        title: z.string(),
        fields: z.array(
          z.object({
            name: z.string(),
            label: z.string(),
            hint: z.string(),
            required: z.boolean(),
            rest: z.boolean(),
            secret: z.boolean(),
          }),
        ),
      })
      .nullable(),
  })
  .openapi('PageForm', { description: 'What has to be asked before the press; `null`: nothing.' });
const suggestions = z
  .object({ suggestions: z.array(z.object({ value: z.string(), label: z.string() })) })
  .openapi('PageSuggestions', { description: '`value` is the whole line that it would become.' });

/** What people do in the page: typing, pressing, and what helps them with it. */
export function addTalk(api: Api, parts: GatewayParts): void {
  const own = ownPage(parts);
  const known = needsSession(parts);

  api.openapi(
    createRoute({
      method: 'post',
      path: '/console/say',
      tags: ['web'],
      summary: 'Type something',
      middleware: [own, known] as const,
      request: { body: { required: true, content: { 'application/json': { schema: said } } } },
      responses: { 200: json(changes, 'Answered.'), ...failures(...WITH_BODY) },
    }),
    async c => {
      const session = sessionOf(parts, c);
      const { text } = c.req.valid('json');
      return c.json({ entries: await changesBy(session, () => session.say(text)) }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/console/press',
      tags: ['web'],
      summary: 'Press a button of a card',
      middleware: [own, known] as const,
      request: { body: { required: true, content: { 'application/json': { schema: press } } } },
      responses: { 200: json(changes, 'Answered.'), ...failures(...WITH_BODY) },
    }),
    async c => {
      const session = sessionOf(parts, c);
      const { button, given } = c.req.valid('json');
      return c.json({ entries: await changesBy(session, () => session.press(button, given)) }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/console/form',
      tags: ['web'],
      summary: 'What a button asks first',
      middleware: [known] as const,
      request: { query: z.object({ button: z.string().min(1).max(100) }) },
      responses: { 200: json(form, 'The form.'), ...failures(...ALWAYS) },
    }),
    c => {
      const asked = sessionOf(parts, c).form(c.req.valid('query').button);
      const fields = asked?.fields.map(field => ({ ...field }));
      return c.json({ form: asked && fields ? { title: asked.title, fields } : null }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/console/suggest',
      tags: ['web'],
      summary: 'What a half-typed line could become',
      middleware: [known] as const,
      request: { query: z.object({ text: z.string().max(MOST_TYPED) }) },
      responses: { 200: json(suggestions, 'At most 25 lines.'), ...failures(...ALWAYS) },
    }),
    async c => {
      const found = await sessionOf(parts, c).suggest(c.req.valid('query').text);
      return c.json({ suggestions: found.map(({ value, label }) => ({ value, label })) }, 200);
    },
  );
}

async function changesBy(session: WebSession, act: () => Promise<void>): Promise<JsonEntry[]> {
  const before = session.latest();
  await act();
  return session.since(before).map(entryJson);
}
