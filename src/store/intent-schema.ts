import { z } from 'zod';
import {
  ACCOUNT_COLOURS,
  type AccountRef,
  type AmendRequest,
  type CancelRequest,
  EXCHANGES,
  type IntentEvent,
  ORDER_TYPE_NAMES,
  type OrderRequest,
  PLATFORM_IDS,
  type Place,
  type ShownCard,
  type Snapshot,
  type TradeAct,
  type VenueOrder,
} from '../core/index.js';

/**
 * How an intent event stands in its line: amounts as decimal digits, `undefined` as null, no field but these. A field
 * that is missing or of another form is damage; what a later version adds must come with a later version number.
 */
const whole = z
  .string()
  .regex(/^-?[0-9]{1,30}$/)
  .transform(BigInt);
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable().transform(value => value ?? undefined);

const side = z.enum(['buy', 'sell']);
const exchange = z.enum(EXCHANGES);
const platform = z.enum(PLATFORM_IDS);
const orderType = z.enum(ORDER_TYPE_NAMES);

const account: z.ZodType<AccountRef> = z.object({
  broker: z.enum(['kis', 'kiwoom']),
  mode: z.enum(['live', 'paper']),
  number: z.string(),
  product: z.string(),
  alias: z.string(),
  colour: z.enum(ACCOUNT_COLOURS).exactOptional(),
});
const venueRef = z.object({ number: z.string(), branch: z.string() });
const shares = z.union([z.literal('all'), whole]);

const orderRequest: z.ZodType<OrderRequest> = z.object({
  account,
  side,
  code: z.string(),
  quantity: whole,
  price: whole,
  type: orderType,
  exchange,
});
const amendRequest: z.ZodType<AmendRequest> = z.object({
  account,
  order: venueRef,
  type: orderType,
  price: whole,
  quantity: shares,
  exchange,
});
const cancelRequest: z.ZodType<CancelRequest> = z.object({
  account,
  order: venueRef,
  quantity: shares,
  exchange,
});
const venueOrder: z.ZodType<VenueOrder> = z.object({
  date: z.string(),
  time: z.string(),
  number: z.string(),
  originalNumber: z.string(),
  branch: z.string(),
  act: z.enum(['new', 'amend', 'cancel']),
  side,
  code: z.string(),
  name: z.string(),
  typeName: z.string(),
  type: maybe(orderType),
  exchange: maybe(exchange),
  quantity: whole,
  price: whole,
  filled: whole,
  averageFill: z.number(),
  remaining: whole,
  state: z.enum(['open', 'partlyFilled', 'filled', 'cancelled', 'rejected']),
});
const act: z.ZodType<TradeAct> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('place'), order: orderRequest }),
  z.object({ kind: z.literal('amend'), request: amendRequest, original: venueOrder }),
  z.object({ kind: z.literal('cancel'), request: cancelRequest, original: venueOrder }),
]);

const place: z.ZodType<Place> = z.object({
  platform,
  id: z.string(),
  group: maybe(z.string()),
  kind: z.enum(['private', 'group']),
});
const card: z.ZodType<ShownCard> = z.object({ platform, place: z.string(), message: z.string() });
const snapshot: z.ZodType<Snapshot> = z.object({
  at: z.number(),
  numbers: z.array(z.string()),
  complete: z.boolean(),
  totals: maybe(z.object({ ordered: whole, filled: whole })),
  holding: maybe(whole),
});
const audit = maybe(z.object({ line: z.int(), hash: z.string() }));
const by = z.enum(['list', 'person']);
const settlement = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('accepted'), order: venueRef, by }),
  z.object({ kind: z.literal('notPlaced'), by }),
]);

const kind = <const K extends string>(name: K) => ({
  kind: z.literal(name),
  ticket: z.string(),
  at: z.number(),
});
const step = <const K extends string>(name: K) => ({ ...kind(name), n: z.int().nonnegative() });

export const intentEvent: z.ZodType<IntentEvent> = z.discriminatedUnion('kind', [
  z.object({
    ...kind('proposed'),
    owner: z.string(),
    where: place,
    expiresAt: z.number(),
    acts: z.array(act),
    values: z.array(whole),
  }),
  z.object({ ...kind('shown'), card }),
  z.object({
    ...kind('ended'),
    how: z.enum(['declined', 'expired', 'restart', 'replaced', 'blocked', 'denied', 'unapproved']),
  }),
  z.object({
    ...kind('asked'),
    until: z.number(),
    need: z.int().positive(),
    digest: z.string(),
  }),
  z.object({ ...kind('approved'), by: z.string(), digest: z.string() }),
  z.object({ ...kind('denied'), by: z.string() }),
  z.object({ ...kind('glassBroken'), by: z.string(), opensAt: z.number() }),
  z.object({ ...kind('claimed'), by: z.string() }),
  z.object({ ...step('sent'), snapshot, audit }),
  z.object({ ...step('accepted'), order: venueRef }),
  z.object({ ...step('refused'), code: z.string(), message: z.string() }),
  z.object({ ...step('notSent'), reason: z.string() }),
  z.object({ ...step('unknown'), reason: z.string() }),
  z.object({ ...step('settled'), settlement }),
  z.object(step('done')),
]);
