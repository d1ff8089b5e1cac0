import fc from 'fast-check';
import {
  ACCOUNT_COLOURS,
  type AccountRef,
  EXCHANGES,
  type IntentEvent,
  ORDER_TYPE_NAMES,
  type OrderRequest,
  type Place,
  type Snapshot,
  type TradeAct,
  type VenueOrder,
} from '../../src/core/index.js';

const side = fc.constantFrom('buy', 'sell');
const exchange = fc.constantFrom(...EXCHANGES);
const orderType = fc.constantFrom(...ORDER_TYPE_NAMES);
const platform = fc.constantFrom('discord', 'telegram', 'console', 'web');
const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const whole = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const perhapsAll = fc.oneof(fc.constant('all' as const), whole);

const account: fc.Arbitrary<AccountRef> = fc.record(
  {
    broker: fc.constantFrom('kis', 'kiwoom'),
    mode: fc.constantFrom('live', 'paper'),
    number: fc.constant('12345678'),
    product: fc.constant('01'),
    alias: text,
    colour: fc.constantFrom(...ACCOUNT_COLOURS),
  },
  { requiredKeys: ['broker', 'mode', 'number', 'product', 'alias'] },
);
const venueRef = fc.record({ number: text, branch: text });
const order: fc.Arbitrary<OrderRequest> = fc.record({
  account,
  side,
  code: fc.constantFrom('005930', '0126Z0', 'Q500001'),
  quantity: whole,
  price: whole,
  type: orderType,
  exchange,
});
const venueOrder: fc.Arbitrary<VenueOrder> = fc.record({
  date: text,
  time: text,
  number: text,
  originalNumber: text,
  branch: text,
  act: fc.constantFrom('new', 'amend', 'cancel'),
  side,
  code: text,
  name: text,
  typeName: text,
  type: maybe(orderType),
  exchange: maybe(exchange),
  quantity: whole,
  price: whole,
  filled: whole,
  averageFill: fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => value + 0),
  remaining: whole,
  state: fc.constantFrom('open', 'partlyFilled', 'filled', 'cancelled', 'rejected'),
});
const amend = fc.record({
  account,
  order: venueRef,
  type: orderType,
  price: whole,
  quantity: perhapsAll,
  exchange,
});
const cancel = fc.record({ account, order: venueRef, quantity: perhapsAll, exchange });
const act: fc.Arbitrary<TradeAct> = fc.oneof(
  order.map(order => ({ kind: 'place' as const, order })),
  fc.record({ kind: fc.constant('amend' as const), request: amend, original: venueOrder }),
  fc.record({ kind: fc.constant('cancel' as const), request: cancel, original: venueOrder }),
);
const where: fc.Arbitrary<Place> = fc.record({
  platform,
  id: text,
  group: maybe(text),
  kind: fc.constantFrom('private', 'group'),
});
const snapshot: fc.Arbitrary<Snapshot> = fc.record({
  at: time,
  numbers: fc.array(text, { maxLength: 4 }),
  complete: fc.boolean(),
  totals: maybe(fc.record({ ordered: whole, filled: whole })),
  holding: maybe(whole),
});
const mark = fc.record({ line: fc.nat(), hash: fc.stringMatching(/^[0-9a-f]{16}$/) });

const kind = <const K extends string>(name: K) => ({ kind: fc.constant(name), ticket: text, at: time });
const step = <const K extends string>(name: K) => ({ ...kind(name), n: fc.nat(20) });
const by = fc.constantFrom('list', 'person');

/** Events of every kind with all that may stand in them. */
export const intentEvents: fc.Arbitrary<IntentEvent> = fc.oneof(
  fc.record({
    ...kind('proposed'),
    owner: text,
    where,
    expiresAt: time,
    acts: fc.array(act, { maxLength: 3 }),
    values: fc.array(whole, { maxLength: 3 }),
  }),
  fc.record({ ...kind('shown'), card: fc.record({ platform, place: text, message: text }) }),
  fc.record({
    ...kind('ended'),
    how: fc.constantFrom('declined', 'expired', 'restart', 'replaced', 'blocked', 'denied', 'unapproved'),
  }),
  fc.record({ ...kind('asked'), until: time, need: fc.integer({ min: 1, max: 5 }), digest: text }),
  fc.record({ ...kind('approved'), by: text, digest: text }),
  fc.record({ ...kind('denied'), by: text }),
  fc.record({ ...kind('glassBroken'), by: text, opensAt: time }),
  fc.record({ ...kind('claimed'), by: text }),
  fc.record({ ...step('sent'), snapshot, audit: maybe(mark) }),
  fc.record({ ...step('accepted'), order: venueRef }),
  fc.record({ ...step('refused'), code: text, message: text }),
  fc.record({ ...step('notSent'), reason: text }),
  fc.record({ ...step('unknown'), reason: text }),
  fc.record({
    ...step('settled'),
    settlement: fc.oneof(
      fc.record({ kind: fc.constant('accepted' as const), order: venueRef, by }),
      fc.record({ kind: fc.constant('notPlaced' as const), by }),
    ),
  }),
  fc.record(step('done')),
);

/** A short event of a ticket, for what does not depend on the kind. */
export const claimed = (ticket: string): IntentEvent => ({
  kind: 'claimed',
  ticket,
  at: 1,
  by: 'discord:1',
});
