import { z } from 'zod';
import {
  type Cell,
  type CommandCall,
  type Letter,
  type LetterButton,
  NOTICE_KINDS,
  type OutboxEvent,
  PLATFORM_IDS,
  type Reply,
  type Route,
  type ShownCard,
  type Value,
} from '../core/index.js';

/**
 * How an event of the outbox stands in its line: amounts as decimal digits, pictures in base64, `undefined` as null, no
 * field but these. What a later version adds must come with a later version number.
 */
const whole = z
  .string()
  .regex(/^-?[0-9]{1,30}$/)
  .transform(BigInt);
const bytes = z.base64().transform((text): Uint8Array => new Uint8Array(Buffer.from(text, 'base64')));
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable().transform(value => value ?? undefined);

const platform = z.enum(PLATFORM_IDS);
const tone = z.enum(['neutral', 'good', 'warning', 'bad']);
const style = z.enum(['plain', 'primary', 'danger']);

const value: z.ZodType<Value> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('won'), won: whole }),
  z.object({ kind: z.literal('change'), won: whole }),
  z.object({ kind: z.literal('percent'), percent: z.number() }),
  z.object({ kind: z.literal('shares'), shares: whole }),
  z.object({ kind: z.literal('time'), at: z.number() }),
]);
const cell: z.ZodType<Cell> = z.union([z.string(), value]);
const block: z.ZodType<Reply['blocks'][number]> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('fields'), fields: z.array(z.object({ label: z.string(), value: cell })) }),
  z.object({
    kind: z.literal('table'),
    columns: z.array(z.object({ label: z.string(), align: z.enum(['left', 'right']) })),
    rows: z.array(z.array(cell)),
  }),
  z.object({ kind: z.literal('notice'), tone, text: z.string() }),
  z.object({ kind: z.literal('image'), png: bytes, alt: z.string() }),
  z.object({ kind: z.literal('file'), name: z.string(), text: z.string() }),
  z.object({
    kind: z.literal('buttons'),
    buttons: z.array(z.object({ id: z.string(), label: z.string(), style })),
  }),
  z.object({ kind: z.literal('divider') }),
]);
const reply: z.ZodType<Reply> = z.object({
  title: z.string(),
  stamp: z.enum(['live', 'paper', 'demo']),
  tone,
  visibility: z.enum(['private', 'public']),
  blocks: z.array(block),
  footer: z.string().exactOptional(),
  card: z.string().exactOptional(),
});

const call: z.ZodType<CommandCall> = z.object({
  command: z.string(),
  args: z.record(z.string(), z.string()),
});
const buttons: z.ZodType<LetterButton[]> = z.array(
  z.object({
    id: z.string(),
    means: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('acknowledge') }),
      z.object({ kind: z.literal('mute'), ms: z.number() }),
      z.object({ kind: z.literal('call'), call }),
    ]),
  }),
);
const routes: z.ZodType<Route[]> = z.array(
  z.object({
    to: z.object({ platform, kind: z.enum(['place', 'person']), id: z.string() }),
    silent: z.boolean(),
  }),
);
const letter: z.ZodType<Letter> = z.object({
  id: z.string(),
  at: z.number(),
  lane: z.enum(['urgent', 'normal', 'bulk']),
  reply,
  buttons,
  to: routes,
  spare: routes,
  about: z.object({
    kind: z.enum(NOTICE_KINDS),
    urgency: z.enum(['info', 'warning', 'critical']),
    incident: maybe(z.string()),
    stage: maybe(z.string()),
    reference: z.string(),
  }),
});
const card: z.ZodType<ShownCard> = z.object({ platform, place: z.string(), message: z.string() });

const kind = <const K extends string>(name: K) => ({ kind: z.literal(name), id: z.string(), at: z.number() });
const toward = <const K extends string>(name: K) => ({ ...kind(name), to: z.string() });
const version = z.int().positive();

export const outboxEvent: z.ZodType<OutboxEvent> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('posted'), letter }),
  z.object({ ...kind('changed'), version, reply, buttons }),
  z.object({ ...kind('forwarded'), to: routes, why: z.enum(['spare', 'escalated']) }),
  z.object(toward('trying')),
  z.object(toward('failed')),
  z.object({ ...toward('shown'), card: maybe(card), version }),
  z.object({ ...toward('dropped'), why: z.enum(['refused', 'tooOld', 'notOffered', 'doubtful']) }),
  z.object(kind('nobody')),
  z.object({ ...kind('acknowledged'), by: z.string() }),
  z.object({
    kind: z.literal('muted'),
    incident: z.string(),
    at: z.number(),
    until: z.number(),
    by: z.string(),
  }),
]);
