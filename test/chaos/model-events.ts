import fc from 'fast-check';
import type {
  AccountRef,
  IntentEvent,
  OrderRequest,
  Place,
  Settlement,
  Snapshot,
  TradeAct,
  VenueOrder,
} from '../../src/core/index.js';
import { ACCOUNT, MONDAY_TEN } from '../support/desk.js';
import { rowAt } from '../support/venue-list.js';

/** Few of everything, so that things meet. */
export const ACCOUNTS: readonly AccountRef[] = [ACCOUNT, { ...ACCOUNT, number: '50107789' }];
export const CODES = ['005930', '000660'] as const;
export const OWNERS = ['discord:1001', 'telegram:2001'] as const;
const TICKETS = ['a', 'b', 'c'] as const;

const side = fc.constantFrom('buy', 'sell');
const account = fc.constantFrom(...ACCOUNTS);

/** Every order that is ever made. */
export const ORDERS: readonly OrderRequest[] = ACCOUNTS.flatMap(account =>
  CODES.flatMap(code =>
    (['buy', 'sell'] as const).flatMap(side =>
      [1n, 10n].map(quantity => ({
        account,
        side,
        code,
        quantity,
        price: 70_000n,
        type: 'limit' as const,
        exchange: 'KRX' as const,
      })),
    ),
  ),
);

const order = fc.constantFrom(...ORDERS);

const original: fc.Arbitrary<VenueOrder> = fc
  .record({ side, code: fc.constantFrom(...CODES) })
  .map(over => rowAt(MONDAY_TEN, '77', over));

const change = fc.record({
  account,
  order: fc.constant({ number: '77', branch: '00950' }),
  quantity: fc.constant('all' as const),
  exchange: fc.constant('KRX' as const),
});

const act: fc.Arbitrary<TradeAct> = fc.oneof(
  { weight: 3, arbitrary: order.map((order): TradeAct => ({ kind: 'place', order })) },
  {
    weight: 1,
    arbitrary: fc.record({ request: change, original }).map(
      ({ request, original }): TradeAct => ({
        kind: 'amend',
        original,
        request: { ...request, type: 'limit', price: 70_500n },
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ request: change, original })
      .map((given): TradeAct => ({ ...given, kind: 'cancel' })),
  },
);

const NOTHING_SEEN: Snapshot = { at: 0, numbers: [], complete: true, totals: undefined, holding: undefined };
const ref = { number: '91', branch: '00950' };

const step = fc.record({ ticket: fc.constantFrom(...TICKETS), n: fc.nat({ max: 2 }), at: fc.constant(0) });
const whole = fc.record({ ticket: fc.constantFrom(...TICKETS), at: fc.constant(0) });
const place: Place = { platform: 'discord', id: '71', group: '500', kind: 'group' };

const proposed = fc.record({
  ticket: fc.constantFrom(...TICKETS),
  at: fc.constant(0),
  owner: fc.constantFrom(...OWNERS),
  acts: fc.array(act, { minLength: 1, maxLength: 3 }),
  values: fc.array(fc.bigInt({ min: 0n, max: 1_000_000n }), { minLength: 3, maxLength: 3 }),
});
const card = fc.record({
  platform: fc.constant('discord' as const),
  place: fc.constantFrom('71', '72'),
  message: fc.constantFrom('1', '2'),
});
const howEnded = fc.constantFrom('declined', 'expired', 'restart', 'replaced', 'blocked');
const settlement = fc
  .record({ there: fc.boolean(), by: fc.constantFrom('list', 'person') })
  .map(
    ({ there, by }): Settlement => (there ? { kind: 'accepted', order: ref, by } : { kind: 'notPlaced', by }),
  );

/** One event of a ticket, or of its nth act, with what else it says. */
const event = <T>(given: fc.Arbitrary<T>, made: (given: T) => IntentEvent) => given.map(made);

/** Any event of any ticket, whether it can happen or not. Its time is that at which it comes up. */
export const anyEvent: fc.Arbitrary<IntentEvent> = fc.oneof(
  event(proposed, given => ({ ...given, kind: 'proposed', where: place, expiresAt: 0 })),
  event(fc.tuple(whole, card), ([given, card]) => ({ ...given, kind: 'shown', card })),
  event(whole, given => ({ ...given, kind: 'claimed', by: OWNERS[0] })),
  event(fc.tuple(whole, howEnded), ([given, how]) => ({ ...given, kind: 'ended', how })),
  event(step, given => ({ ...given, kind: 'sent', snapshot: NOTHING_SEEN, audit: undefined })),
  event(step, given => ({ ...given, kind: 'accepted', order: ref })),
  event(step, given => ({ ...given, kind: 'refused', code: 'APBK0952', message: 'no' })),
  event(step, given => ({ ...given, kind: 'notSent', reason: 'busy' })),
  event(step, given => ({ ...given, kind: 'unknown', reason: 'TIMEOUT' })),
  event(fc.tuple(step, settlement), ([given, how]) => ({ ...given, kind: 'settled', settlement: how })),
  event(step, given => ({ ...given, kind: 'done' })),
);

/** The way an order usually goes, from its ticket on, so that the later states are reached often enough. */
export const usualWay: fc.Arbitrary<readonly IntentEvent[]> = fc
  .record({ ticket: fc.constantFrom(...TICKETS), end: fc.constantFrom('accepted', 'refused', 'unknown') })
  .map(({ ticket, end }): readonly IntentEvent[] => {
    const first = { ticket, n: 0, at: 0 } as const;
    return [
      { kind: 'claimed', ticket, at: 0, by: OWNERS[0] },
      { ...first, kind: 'sent', snapshot: NOTHING_SEEN, audit: undefined },
      end === 'accepted'
        ? { ...first, kind: end, order: ref }
        : end === 'refused'
          ? { ...first, kind: end, code: 'APBK0952', message: 'no' }
          : { ...first, kind: end, reason: 'TIMEOUT' },
    ];
  });
