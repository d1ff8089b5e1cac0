import type { Clock, Draft, Language, Log, Reply, ShownCard, Stamp, TradeAct } from '../../core/index.js';
import type { IntentBook } from '../intents/book.js';
import type { Intent } from '../intents/intent.js';
import type { View } from '../intents/watch.js';
import { type CardFacts, stateCard } from './card.js';
import type { Cards } from './cards.js';
import type { Handles } from './handles.js';
import { noteFact } from './settle.js';

/** Draws tickets' cards from what is known now, and keeps in the book which of them people see as they should look. */
export interface Living {
  facts(ticket: string): CardFacts;
  /** The card as it should look now, for a platform to show. */
  draw(ticket: string, how?: (facts: CardFacts) => Draft): Draft;
  /** A platform has put the card there: what was drawn for it last, or what it could not put in the old place. */
  shown(ticket: string, place: ShownCard): void;
  /** The desk itself has put the card there, as it looked when that began. */
  posted(ticket: string, place: ShownCard): void;
  /** What a press is answered with goes wherever else the card stands. */
  spread(ticket: string, draft: Draft): void;
  /** Puts it there as it should look now, wherever it stands. */
  redraw(ticket: string): void;
  asReply(draft: Draft): Reply;
  /** Remembers what an issue is called. */
  learn(act: TradeAct, name: string): void;
}

const MOST_NAMES = 5_000;
const MOST_DRAWN = 2_000;

export function createLiving(parts: {
  readonly book: IntentBook;
  readonly handles: Handles;
  readonly cards: Cards;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly language: Language;
  readonly stamp: Stamp;
  view(intentId: string): View;
}): Living {
  const { book, handles, cards, clock, log, language, stamp } = parts;
  const names = new Map<string, string>();
  /** What was last drawn for a platform was drawn from these: another array means that something has happened since. */
  const drawnFrom = new Map<string, readonly Intent[]>();

  function ticketOf(id: string) {
    const ticket = book.ticket(id);
    if (!ticket) throw new RangeError(`no ticket ${id}`);
    return ticket;
  }

  function facts(id: string): CardFacts {
    return {
      ticket: ticketOf(id),
      language,
      now: clock.now(),
      names,
      view: parts.view,
      offer: answers => handles.offer(id, answers),
    };
  }

  const asReply = (draft: Draft): Reply => ({ ...draft, stamp, visibility: 'public' });

  function redraw(id: string): void {
    const { intents } = ticketOf(id);
    cards.write(id, asReply(stateCard(facts(id))), place => noteTrue(id, place, intents));
  }

  /** Notes that this place shows the ticket as it was with these intents, unless it is not so any more, or known. */
  function noteTrue(id: string, place: ShownCard, intents: readonly Intent[]): void {
    const ticket = book.ticket(id);
    if (ticket?.intents !== intents) return;
    if (ticket.told.some(told => isSame(told, place))) return;
    void noteFact(book, log, { kind: 'shown', ticket: id, at: clock.now(), card: place });
  }

  const isOpen = (intents: readonly Intent[]) => intents.every(({ state }) => state.kind === 'proposed');

  return {
    facts,
    draw(id, how = stateCard) {
      drawnFrom.delete(id);
      drawnFrom.set(id, ticketOf(id).intents);
      keepLatest(drawnFrom, MOST_DRAWN);
      return how(facts(id));
    },
    shown(id, place) {
      const drawn = drawnFrom.get(id);
      drawnFrom.delete(id);
      const intents = book.ticket(id)?.intents;
      if (intents && (isOpen(intents) || drawn === intents)) noteTrue(id, place, intents);
      // What is noted as shown must be up to date, so here the rewrite notes the place.
      else if (intents) redraw(id);
      cards.shown(id, place);
    },
    posted(id, place) {
      const { intents } = ticketOf(id);
      cards.stands(id, place);
      // Somebody may have answered it elsewhere while it was on its way there.
      if (isOpen(intents)) noteTrue(id, place, intents);
      else redraw(id);
    },
    spread(id, draft) {
      const { intents, cards: places } = ticketOf(id);
      if (places.length < 2) return;
      if (isOpen(intents)) cards.write(id, asReply(draft), place => noteTrue(id, place, intents));
      else redraw(id);
    },
    asReply,
    redraw,
    learn(act, name) {
      const code = act.kind === 'place' ? act.order.code : act.original.code;
      names.set(code, name);
      keepLatest(names, MOST_NAMES);
    },
  };
}

const isSame = (a: ShownCard, b: ShownCard) =>
  a.platform === b.platform && a.place === b.place && a.message === b.message;

function keepLatest(map: Map<string, unknown>, most: number): void {
  for (const oldest of map.keys()) {
    if (map.size <= most) return;
    map.delete(oldest);
  }
}
