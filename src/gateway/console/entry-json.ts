import { z } from '@hono/zod-openapi';
import type { PageEntry } from '../../core/index.js';
import { instant, isoKst } from '../desk/amounts.js';
import { replyJson, replySchema } from '../desk/reply-json.js';

const standing = {
  id: z.string(),
  n: z.int().openapi({ description: 'Its place in the page, rising.' }),
  change: z.int().openapi({ description: 'The last change of the page that it was part of.' }),
  at: instant,
};

/** What stands in the page, as it goes over the wire. */
export const entrySchema = z
  .discriminatedUnion('kind', [
    z.object({ ...standing, kind: z.literal('said'), text: z.string() }),
    z.object({ ...standing, kind: z.literal('card'), reply: replySchema }),
    z.object({
      ...standing,
      kind: z.literal('alert'),
      urgency: z.enum(['info', 'warning', 'critical']),
      tone: z.enum(['neutral', 'good', 'warning', 'bad']),
      title: z.string(),
      text: z.string(),
    }),
  ])
  .openapi('PageEntry');

export type JsonEntry = z.infer<typeof entrySchema>;

export function entryJson(entry: PageEntry): JsonEntry {
  const at = isoKst(entry.at);
  return entry.kind === 'card' ? { ...entry, at, reply: replyJson(entry.reply) } : { ...entry, at };
}
