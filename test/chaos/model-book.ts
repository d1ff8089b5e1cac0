import fc from 'fast-check';
import { accountKey, type IntentEvent } from '../../src/core/index.js';
import { isApprovalEvent } from '../../src/desk/intents/approval.js';
import { type IntentBook, openBook, type TicketRecord } from '../../src/desk/intents/book.js';
import { advance, type IntentState } from '../../src/desk/intents/intent.js';
import { MONDAY_TEN } from '../support/desk.js';
import { type MemoryJournal, memoryJournal } from '../support/memory-journal.js';
import { PLACE } from '../support/venue-list.js';
import { ACCOUNTS, anyEvent, CODES, ORDERS, OWNERS, usualWay } from './model-events.js';
import {
  after,
  lastLikeOf,
  type ModelBook,
  type ModelIntent,
  type ModelTicket,
  spentOf,
  stepOf,
  unsettledOf,
} from './model-intent.js';

const HOUR = 3_600_000;
/** Less than what a book remembers: nothing is forgotten on the way. */
const MOST_HOURS = 80;
const SENDABLE: readonly string[] = ['proposed', 'claimed'];
const BEFORE: ModelIntent = {
  owner: OWNERS[0],
  act: PLACE,
  value: 0n,
  state: 'proposed',
  left: undefined,
  done: false,
};

/** One intent against the table: the same steps, one send at most, and no way back from it. */
export const intentProperty = fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 40 }), events => {
  let state: IntentState = { kind: 'proposed' };
  let model = BEFORE;
  let sends = 0;
  for (const [i, event] of events.entries()) {
    const step = { ...event, at: MONDAY_TEN + i };
    if (step.kind === 'proposed' || step.kind === 'shown' || isApprovalEvent(step)) continue;
    const next = advance(state, step);
    const expected = stepOf(model, step);
    same(`${step.kind} after ${state.kind}`, next?.kind, expected?.state);
    if (!next || !expected) continue;
    if (next.kind === 'sent') sends += 1;
    if (sends > 1) throw new Error('sent twice');
    if (sends > 0 && SENDABLE.includes(next.kind)) throw new Error(`sendable again: ${next.kind}`);
    if ('at' in next) same('when it left', next.at, expected.left);
    if (next.kind === 'accepted') same('done', next.done, expected.done);
    [state, model] = [next, expected];
  }
});

type Move =
  | { readonly kind: 'note'; readonly events: readonly IntentEvent[] }
  | { readonly kind: 'wait'; readonly hours: number }
  | { readonly kind: 'restart' }
  /** The disk fills up, or has room again. */
  | { readonly kind: 'disk'; readonly full: boolean };

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('note'), events: fc.tuple(anyEvent) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('note'), events: usualWay }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait'), hours: fc.constantFrom(1, 7, 15) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('disk'), full: fc.boolean() }) },
);

/** The book against a plain list: in memory after every event, possible or not, and after restarts from its journal. */
export const bookProperty = fc.asyncProperty(fc.array(move, { minLength: 5, maxLength: 60 }), async moves => {
  let hours = 0;
  let seconds = 0;
  const clock = { now: () => MONDAY_TEN + hours * HOUR + seconds * 1_000 };
  let journal: MemoryJournal = memoryJournal();
  let book = openBook(journal, clock);
  let model: ModelBook = new Map();
  for (const made of moves) {
    seconds += 1;
    switch (made.kind) {
      case 'note':
        for (const event of made.events)
          model = await note(book, model, { ...event, at: clock.now() }, journal.fail);
        break;
      case 'wait':
        if (hours + made.hours < MOST_HOURS) hours += made.hours;
        break;
      case 'disk':
        journal.fail = made.full;
        break;
      case 'restart': {
        const lines = [...journal.past, ...journal.written];
        journal = memoryJournal(lines);
        book = openBook(journal, clock);
        const replayed = replay(lines);
        same('lines that fit nowhere', book.misfits, replayed.misfits);
        model = replayed.model;
      }
    }
    compare(book, model, clock.now());
  }
});

/** What cannot happen is refused and changes nothing; what can is counted though it could not be written. */
async function note(book: IntentBook, model: ModelBook, event: IntentEvent, diskFull: boolean) {
  const next = after(model, event);
  const failure = await book.note(event).then(
    () => undefined,
    (thrown: unknown) => String(thrown),
  );
  const wanted = next === undefined || diskFull ? 'a refusal' : 'no refusal';
  same(`${event.kind} of ${event.ticket}`, failure === undefined ? 'no refusal' : 'a refusal', wanted);
  return next ?? model;
}

function replay(lines: readonly IntentEvent[]): { model: ModelBook; misfits: number } {
  let model: ModelBook = new Map();
  let misfits = 0;
  for (const line of lines) {
    const next = after(model, line);
    if (next === undefined) misfits += 1;
    model = next ?? model;
  }
  return { model, misfits };
}

function compare(book: IntentBook, model: ModelBook, now: number): void {
  same(
    'tickets',
    [...book.tickets()].map(({ id }) => id).toSorted(byText),
    [...model.keys()].toSorted(byText),
  );
  for (const [id, ticket] of model) same(`ticket ${id}`, readingOf(book.ticket(id)), modelReading(ticket));
  for (const account of ACCOUNTS.map(accountKey)) {
    same('spent of an account', book.day.spent({ account }), spentOf(model, now, { account }));
    for (const code of CODES) {
      for (const side of ['buy', 'sell'] as const) {
        same('unsettled', book.day.unsettled(account, side, code), unsettledOf(model, account, side, code));
      }
    }
  }
  for (const person of OWNERS) {
    same('spent of a person', book.day.spent({ person: [person] }), spentOf(model, now, { person }));
  }
  for (const order of ORDERS) same('last like', book.day.lastLike(order), lastLikeOf(model, now, order));
}

const byText = (a: string, b: string) => a.localeCompare(b);

function readingOf(ticket: TicketRecord | undefined) {
  return {
    ended: ticket?.ended,
    cards: ticket?.cards.map(card => `${card.place} ${card.message}`).toSorted(byText),
    told: ticket?.told.map(card => `${card.place} ${card.message}`).toSorted(byText),
    states: ticket?.intents.map(({ state }) => [state.kind, 'at' in state ? state.at : undefined]),
  };
}

function modelReading({ ended, cards, told, intents }: ModelTicket) {
  const timed: readonly string[] = ['sent', 'accepted', 'unknown'];
  return {
    ended,
    cards: [...cards].map(([place, message]) => `${place} ${message}`).toSorted(byText),
    told: [...told].map(place => `${place} ${cards.get(place)}`).toSorted(byText),
    states: intents.map(({ state, left }) => [state, timed.includes(state) ? left : undefined]),
  };
}

/** Throws unless two plain values say the same. */
function same(what: string, is: unknown, wanted: unknown): void {
  const text = (value: unknown) =>
    JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));
  if (text(is) !== text(wanted)) throw new Error(`${what}: ${text(is)}, not ${text(wanted)}`);
}
