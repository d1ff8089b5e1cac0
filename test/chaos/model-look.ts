import fc from 'fast-check';
import {
  type OrderList,
  parseKst,
  sameOrderNumber,
  type TradeAct,
  type VenueOrder,
} from '../../src/core/index.js';
import { FIRST_HUNT, type Found, type Hunt, judge } from '../../src/desk/intents/look.js';
import type { Lost } from '../../src/desk/intents/match.js';
import { dayIsOver, nextLook } from '../../src/desk/intents/schedule.js';
import { MONDAY_TEN } from '../support/desk.js';
import { listOf, ORDER, rowAt } from '../support/venue-list.js';

/*
 * The rule by which lost orders are found, read a second time and word by word: a row counts when account, side,
 * issue, quantity, price and type are the order's, when it is not older than the order less the skew, was not there
 * before it, and is nobody else's. One is it; several are for a person; none, after five minutes and five whole
 * answers, means most likely none, and once the day is over none at all. A list with gaps is no whole answer, unless
 * the venue's own totals have not moved since before the order left: then nothing came, and no row is it.
 */

const SECOND = 1_000;
const SKEW = 5 * SECOND;
const LOOKS_S = [1, 2, 5, 10, 20, 40, 90, 180, 300, 600, 900, 1_200];
/** Numbers of orders that the desk knows as its own. */
const OURS = ['51', '52'];

const act: fc.Arbitrary<TradeAct> = fc.constantFrom(
  { kind: 'place', order: ORDER },
  { kind: 'place', order: { ...ORDER, price: 0n, type: 'market' } },
  {
    kind: 'amend',
    original: rowAt(MONDAY_TEN, '77'),
    request: {
      account: ORDER.account,
      order: { number: '0000000077', branch: '00950' },
      type: 'limit',
      price: 70_500n,
      quantity: 'all',
      exchange: 'KRX',
    },
  },
  {
    kind: 'cancel',
    original: rowAt(MONDAY_TEN, '77'),
    request: {
      account: ORDER.account,
      order: { number: '77', branch: '00950' },
      quantity: 'all',
      exchange: 'KRX',
    },
  },
);

/** Rows near enough to the acts that each condition decides now and then. */
const row: fc.Arbitrary<VenueOrder> = fc
  .record({
    late: fc.constantFrom(-60, -6, -5, -4, 0, 1, 30),
    number: fc.constantFrom('0000000041', '42', '43', '51', '0000000052', '77'),
    originalNumber: fc.constantFrom('', '77', '0000000077', '78'),
    act: fc.constantFrom('new', 'new', 'amend', 'cancel'),
    side: fc.constantFrom('buy', 'buy', 'buy', 'sell'),
    code: fc.constantFrom('005930', '005930', '005930', '000660'),
    quantity: fc.constantFrom(10n, 10n, 10n, 11n),
    price: fc.constantFrom(71_000n, 71_000n, 70_500n, 0n),
    type: fc.constantFrom('limit', 'limit', 'market', undefined),
    remaining: fc.constantFrom(0n, 10n),
  })
  .map(({ late, number, ...over }) => rowAt(MONDAY_TEN + late * SECOND, number, over));

const totals = fc.constantFrom(undefined, { ordered: 20n, filled: 0n }, { ordered: 30n, filled: 0n });

const answer = fc
  .record({
    rows: fc.uniqueArray(row, { maxLength: 5, selector: ({ number }) => Number(number) }),
    complete: fc.constantFrom(true, true, true, false),
    totals,
  })
  .map(({ rows, ...over }) => listOf(rows, over));

const lost: fc.Arbitrary<Lost> = fc.record({
  act,
  at: fc.constantFrom(MONDAY_TEN, MONDAY_TEN + 400),
  snapshot: fc.record({
    at: fc.constant(MONDAY_TEN),
    numbers: fc.subarray(['41', '0000000042', '43']),
    complete: fc.constantFrom(true, true, false),
    totals,
    holding: fc.constant(undefined),
  }),
});

/** The looks for one lost order, some of which fail, until the rule or the day ends them. */
export const lookProperty = fc.property(
  lost,
  fc.array(fc.option(answer), { minLength: 1, maxLength: LOOKS_S.length }),
  fc.boolean(),
  (given, answers, dayEnds) => {
    let hunt: Hunt = FIRST_HUNT;
    let whole = 0;
    for (const [i, list] of answers.entries()) {
      // A read that failed is no answer.
      if (!list) continue;
      const elapsed = (LOOKS_S[i] ?? 0) * SECOND;
      const over = dayEnds && i >= 9;
      const found = judge(given, hunt, list, {
        elapsed,
        over,
        isOurs: ({ number }) => OURS.some(own => sameOrderNumber(own, number)),
      });
      if (isWhole(given, list)) whole += 1;
      const wanted = ruling(given, list, { elapsed, over, whole });
      const said = wordOf(found);
      if (!wanted.includes(said)) {
        throw new Error(`look ${i + 1} after ${elapsed} ms says ${said}, the rule ${wanted.join(' or ')}`);
      }
      if (found.kind !== 'open') return;
      hunt = found.hunt;
    }
  },
);

function wordOf(found: Found): string {
  switch (found.kind) {
    case 'found':
      return `found ${Number(found.row.number)}`;
    case 'never':
      return 'never';
    case 'open':
      return found.hunt.kind;
  }
}

/**
 * Rows may be missing, then or now, and the venue's own count has not moved since before the order left: nothing came,
 * whatever the rows look like. Of changes the count says nothing.
 */
function isUnmoved({ act: wanted, snapshot }: Lost, { totals: now, complete }: OrderList): boolean {
  if (wanted.kind !== 'place' || (complete && snapshot.complete)) return false;
  return snapshot.totals !== undefined && now?.ordered === snapshot.totals.ordered;
}

const isWhole = (given: Lost, list: OrderList): boolean => list.complete || isUnmoved(given, list);

function ruling(
  given: Lost,
  list: OrderList,
  at: { elapsed: number; over: boolean; whole: number },
): string[] {
  const rows = isUnmoved(given, list) ? [] : list.orders.filter(one => mayBe(given, one));
  const [first] = rows;
  if (rows.length > 1) return ['several'];
  // When a person is to be asked in its stead is not the rule's; that it proves nothing is.
  if (!isWhole(given, list)) return at.elapsed >= 300 * SECOND ? ['looking', 'blind'] : ['looking'];
  if (first) return given.snapshot.complete ? [`found ${Number(first.number)}`] : ['several'];
  const enough = at.elapsed >= 300 * SECOND && at.whole >= 5;
  if (isOver(given, list) || (enough && at.over)) return ['never'];
  if (enough) return ['probablyNot'];
  return at.elapsed >= 300 * SECOND ? ['looking', 'blind'] : ['looking'];
}

function mayBe(given: Lost, one: VenueOrder): boolean {
  const { act: wanted } = given;
  if (!isNew(given, one)) return false;
  if (wanted.kind !== 'place') return isSuchChange(wanted, one) && Number(one.originalNumber) === 77;
  const { side, code, quantity, price, type } = wanted.order;
  const terms = type === 'market' ? true : one.price === price;
  return (
    one.act === 'new' &&
    one.side === side &&
    one.code === code &&
    one.quantity === quantity &&
    terms &&
    (one.type ?? type) === type
  );
}

/** Not older than the order less the skew, not there before it, and nobody else's. */
function isNew({ at, snapshot }: Lost, one: VenueOrder): boolean {
  const text = `${one.date.slice(0, 4)}-${one.date.slice(4, 6)}-${one.date.slice(6)} ${one.time.slice(0, 2)}:${one.time.slice(2, 4)}:${one.time.slice(4)}`;
  const moment = parseKst(text) ?? Number.NaN;
  const earliest = Math.floor((at - SKEW) / SECOND) * SECOND;
  const number = Number(one.number);
  if (!(moment >= earliest)) return false;
  if (snapshot.numbers.some(seen => Number(seen) === number)) return false;
  return !OURS.some(own => Number(own) === number);
}

const isSuchChange = (wanted: TradeAct, one: VenueOrder): boolean =>
  wanted.kind === 'cancel' ? one.act === 'cancel' : one.act === 'amend' && one.price === 70_500n;

/**
 * A change of an order of which nothing is left can no longer come; but it may be there under the name of another order
 * of its chain, as long as such a change is there that nobody knows.
 */
function isOver(given: Lost, { orders }: OrderList): boolean {
  const { act: wanted } = given;
  if (wanted.kind === 'place') return false;
  const { date, side, code } = wanted.original;
  const [own] = orders.filter(one => Number(one.number) === 77 && one.date === date);
  if (own?.remaining !== 0n) return false;
  return !orders.some(
    one =>
      one !== own &&
      isNew(given, one) &&
      isSuchChange(wanted, one) &&
      Number(one.originalNumber) !== 77 &&
      one.state !== 'rejected' &&
      one.side === side &&
      one.code === code,
  );
}

const WRITTEN = {
  unknown: { first: [1, 2, 5, 10, 20, 40, 90, 180, 300], every: 300 },
  accepted: { first: [1, 2, 5, 10, 20, 40], every: 60 },
} as const;

/** The next look is the first of the written schedule that is still to come. */
export const scheduleProperty = fc.property(
  fc.constantFrom('unknown', 'accepted'),
  fc.oneof(
    fc.nat({ max: 20_000_000 }),
    fc.nat({ max: 2_000 }).map(s => s * SECOND),
  ),
  (kind, elapsed) => {
    const { first, every } = WRITTEN[kind];
    const times: number[] = [...first];
    for (let last = times.at(-1) ?? 0; last * SECOND <= elapsed; last += every) times.push(last + every);
    const wanted = (times.find(s => s * SECOND > elapsed) ?? 0) * SECOND;
    const next = nextLook(kind, elapsed);
    if (next !== wanted) throw new Error(`${kind} after ${elapsed}: ${next}, not ${wanted}`);
  },
);

const DAY_ENDS = { live: '20:05:00', paper: '15:40:00', demo: '23:59:59' } as const;

const moment = fc.oneof(
  fc.nat({ max: 172_800 }),
  fc.constantFrom('15:39:59', '15:40:00', '20:04:59', '20:05:00', '23:59:58', '23:59:59').map(secondsOf),
);

function secondsOf(time: string): number {
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
  return hour * 3_600 + minute * 60 + second;
}

/** A trading day ends at its written time, or with the date; what left after that time waits for the next. */
export const dayProperty = fc.property(
  fc.constantFrom('live', 'paper', 'demo'),
  moment,
  moment,
  (stamp, a, b) => {
    const midnight = MONDAY_TEN - 10 * 3_600_000;
    const [sent, now] = [Math.min(a, b), Math.max(a, b)];
    const end = secondsOf(DAY_ENDS[stamp]);
    const nextDay = Math.floor(now / 86_400) > Math.floor(sent / 86_400);
    const wanted = nextDay || (sent % 86_400 < end && now % 86_400 >= end);
    const is = dayIsOver(stamp, midnight + sent * SECOND, midnight + now * SECOND);
    if (is !== wanted) throw new Error(`${stamp}: ${is}, not ${wanted}`);
  },
);
