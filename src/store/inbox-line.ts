import { z } from 'zod';
import { type Inbound, PLATFORM_IDS, type PlatformId } from '../core/index.js';

/** Names an event in memory and in its lines, and binds the sealed event to it. */
export const eventKey = (platform: PlatformId, eventId: string): string =>
  JSON.stringify([platform, eventId]);

/** One line of the inbox. What was taken stands in it sealed; the event's id is in the clear. */
export type InboxLine =
  | { readonly kind: 'taken'; readonly key: string; readonly sealed: string }
  | { readonly kind: 'answered'; readonly key: string };

export const takenLine = (key: string, sealed: string): string =>
  `["taken",${key},${JSON.stringify(sealed)}]`;
export const answeredLine = (key: string): string => `["answered",${key}]`;

const platform = z.enum(PLATFORM_IDS);
const event = z.tuple([platform, z.string()]);
const lineSchema = z.union([
  z.tuple([z.literal('taken'), event, z.string()]),
  z.tuple([z.literal('answered'), event]),
]);

/** Undefined when the line is damaged. */
export function readInboxLine(text: string): InboxLine | undefined {
  const line = parsed(lineSchema, text);
  if (!line) return undefined;
  const key = eventKey(...line[1]);
  return line[0] === 'taken' ? { kind: 'taken', key, sealed: line[2] } : { kind: 'answered', key };
}

const words = z.record(z.string(), z.string());
const content: z.ZodType<Inbound['content']> = z.union([
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('command'), name: z.string(), options: words }),
  z.object({ kind: z.literal('press'), buttonId: z.string(), given: words.exactOptional() }),
]);
const inbound: z.ZodType<Inbound> = z.object({
  platform,
  eventId: z.string(),
  who: z.object({ userId: z.string(), name: z.string() }),
  // JSON has no undefined: a place without a group comes back without the field.
  where: z
    .object({
      platform,
      id: z.string(),
      group: z.string().optional(),
      kind: z.enum(['private', 'group']),
    })
    .transform(({ group, ...rest }) => ({ ...rest, group })),
  sentAt: z.number(),
  content,
  origin: z.string().exactOptional(),
});

/** An event as it was sealed; undefined when it has another form. */
export const readInbound = (text: string): Inbound | undefined => parsed(inbound, text);

function parsed<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
