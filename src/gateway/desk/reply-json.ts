import { z } from '@hono/zod-openapi';
import type { Block, Cell, Reply, Value } from '../../core/index.js';
import { exact, instant, isoKst, percent, shares, won } from './amounts.js';

const tone = z.enum(['neutral', 'good', 'warning', 'bad']);
const value = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('won'), won }),
    z.object({ kind: z.literal('change'), won }),
    z.object({ kind: z.literal('percent'), percent }),
    z.object({ kind: z.literal('shares'), shares }),
    z.object({ kind: z.literal('time'), at: instant }),
  ])
  .openapi('ReplyValue', { description: 'A figure with its meaning; `change` is a gain or a loss in won.' });
const cell = z.union([z.string(), value]);
const block = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('text'), text: z.string() }),
    z.object({
      kind: z.literal('fields'),
      fields: z.array(z.object({ label: z.string(), value: cell })),
    }),
    z.object({
      kind: z.literal('table'),
      columns: z.array(z.object({ label: z.string(), align: z.enum(['left', 'right']) })),
      rows: z.array(z.array(cell)),
    }),
    z.object({ kind: z.literal('notice'), tone, text: z.string() }),
    z.object({ kind: z.literal('image'), png: z.base64(), alt: z.string() }),
    z.object({ kind: z.literal('file'), name: z.string(), text: z.string() }),
    z.object({
      kind: z.literal('buttons'),
      buttons: z.array(
        z.object({ id: z.string(), label: z.string(), style: z.enum(['plain', 'primary', 'danger']) }),
      ),
    }),
    z.object({ kind: z.literal('divider') }),
  ])
  .openapi('ReplyBlock');

/** What the desk says, as it goes over the wire. */
export const replySchema = z
  .object({
    title: z.string(),
    stamp: z.enum(['live', 'paper', 'demo']),
    tone,
    visibility: z.enum(['private', 'public']),
    blocks: z.array(block),
    footer: z.string().optional(),
    card: z.string().optional().openapi({ description: 'A living card, which the desk may show anew.' }),
  })
  .openapi('Reply');

export type JsonReply = z.infer<typeof replySchema>;

type JsonBlock = JsonReply['blocks'][number];
type JsonCell = z.infer<typeof cell>;

/** A reply as JSON: amounts as whole numbers, times as ISO 8601, pictures in base64. Throws `bug` rather than round. */
export function replyJson(reply: Reply): JsonReply {
  const { title, stamp, tone: mood, visibility, blocks, footer, card } = reply;
  return {
    title,
    stamp,
    tone: mood,
    visibility,
    blocks: blocks.map(blockJson),
    ...(footer === undefined ? {} : { footer }),
    ...(card === undefined ? {} : { card }),
  };
}

function blockJson(given: Block): JsonBlock {
  switch (given.kind) {
    case 'text':
    case 'notice':
    case 'file':
    case 'divider':
      return { ...given };
    case 'fields':
      return {
        kind: 'fields',
        fields: given.fields.map(({ label, value: said }) => ({ label, value: cellJson(said) })),
      };
    case 'table':
      return {
        kind: 'table',
        columns: given.columns.map(column => ({ ...column })),
        rows: given.rows.map(row => row.map(cellJson)),
      };
    case 'image':
      return { kind: 'image', png: Buffer.from(given.png).toString('base64'), alt: given.alt };
    case 'buttons':
      return {
        kind: 'buttons',
        buttons: given.buttons.map(({ id, label, style }) => ({ id, label, style })),
      };
  }
}

const cellJson = (given: Cell): JsonCell => (typeof given === 'string' ? given : valueJson(given));

function valueJson(given: Value): z.infer<typeof value> {
  switch (given.kind) {
    case 'won':
    case 'change':
      return { kind: given.kind, won: exact(given.won) };
    case 'shares':
      return { kind: 'shares', shares: exact(given.shares) };
    case 'time':
      return { kind: 'time', at: isoKst(given.at) };
    case 'percent':
      return { kind: 'percent', percent: given.percent };
  }
}
