import {
  type Clock,
  DeskError,
  type Draft,
  type Language,
  type Log,
  type Reply,
  type ShownCard,
  type Stamp,
  stampOf,
  type TradeAct,
} from '../../core/index.js';
import type { IntentBook } from '../intents/book.js';
import { accountOf, type Intent } from '../intents/intent.js';
import type { View } from '../intents/watch.js';
import { type CardFacts, stateCard } from './card.js';
import type { Cards } from './cards.js';
import type { Handles, Reader } from './handles.js';
import type { Pending } from './pending.js';
import type { Readers } from './readers.js';
import { noteFact } from './settle.js';
import { waitingCard } from './waiting-card.js';

/**
 * Draws tickets' cards from what is known now, and keeps in the book which of them people see as they should look. A card
 * may stand in several places, and look otherwise for whoever was asked to agree.
 */
export interface Living {
  /** Of the requester's card, in the desk's language: for news, which many read. */
  facts(ticket: string): CardFacts;
  /** The card as it should look now, in the language of whoever reads it: its requester, or that reader. */
  look(ticket: string, reader?: Reader): Draft;
  /** The same, for a platform to show. */
  draw(ticket: string, reader?: Reader): Draft;
  /** A platform has put the card there: what was drawn for it last, or what it could not put in the old place. */
  shown(ticket: string, place: ShownCard): void;
  /** The desk itself has put the card there, as it looked when that began. */
  posted(ticket: string, place: ShownCard): void;
  /** A copy for this reader that the desk itself is about to put somewhere; `stands`: it is there. */
  copy(ticket: string, reader: string): { readonly draft: Draft; stands(place: ShownCard): void };
  /** A press has changed what it looks like wherever else it stands. */
  spread(ticket: string): void;
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
  /** The tickets that wait for an answer. */
  readonly pendings: ReadonlyMap<string, Pending>;
  readonly handles: Handles;
  readonly readers: Readers;
  readonly cards: Cards;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly language: Language;
  languageOf(identity: string): Language;
  readonly stamp: Stamp;
  personName(identity: string): string;
  view(intentId: string): View;
}): Living {
  const { book, pendings, handles, readers, cards, clock, log, stamp } = parts;
  const names = new Map<string, string>();
  /** What was last drawn for a platform was drawn from these: another array means that something has happened since. */
  const drawnFrom = new Map<string, readonly Intent[]>();

  function ticketOf(id: string) {
    const ticket = book.ticket(id);
    if (!ticket) throw new RangeError(`no ticket ${id}`);
    return ticket;
  }

  function facts(id: string, language: Language, reader?: Reader): CardFacts {
    const ticket = ticketOf(id);
    const [first] = ticket.intents;
    if (!first) throw new DeskError('bug', 'a ticket without an act');
    return {
      ticket,
      language,
      stamp: stampOf(accountOf(first.act), stamp),
      now: clock.now(),
      names,
      reader,
      personName: parts.personName,
      view: parts.view,
      offer: answers => handles.offer(id, answers, reader),
    };
  }

  function look(id: string, reader?: Reader): Draft {
    const known = facts(id, parts.languageOf(reader ?? ticketOf(id).owner), reader);
    const pending = pendings.get(id);
    return (pending && waitingCard(pending, known)) ?? stateCard(known);
  }

  const asReply = (draft: Draft): Reply => ({ ...draft, stamp: draft.stamp ?? stamp, visibility: 'public' });

  function redraw(id: string): void {
    const { intents } = ticketOf(id);
    const replies = new Map<Reader, Reply>();
    const replyFor = (reader: Reader): Reply => {
      const reply = replies.get(reader) ?? asReply(look(id, reader));
      replies.set(reader, reply);
      return reply;
    };
    // Drawn now, with the state of now; only a copy that comes into being later is drawn when it does.
    for (const reader of [undefined, ...readers.of(id)]) replyFor(reader);
    cards.write(
      id,
      place => replyFor(readers.at(id, place)),
      place => noteTrue(id, place, intents),
    );
  }

  /** Notes that this place shows the ticket as it was with these intents, unless it is not so any more, or known. */
  function noteTrue(id: string, place: ShownCard, intents: readonly Intent[]): void {
    const ticket = book.ticket(id);
    if (ticket?.intents !== intents) return;
    if (ticket.told.some(told => isSame(told, place))) return;
    void noteFact(book, log, { kind: 'shown', ticket: id, at: clock.now(), card: place });
  }

  /** It stands there as it looked with these intents. */
  function stands(id: string, place: ShownCard, drawn: readonly Intent[]): void {
    cards.stands(id, place);
    // Somebody may have answered it elsewhere while it was on its way there.
    if (book.ticket(id)?.intents === drawn) noteTrue(id, place, drawn);
    else redraw(id);
  }

  const isOpen = (intents: readonly Intent[]) => intents.every(({ state }) => state.kind === 'proposed');
  const drawnKey = (id: string, reader: Reader) => (reader === undefined ? id : `${id} ${reader}`);

  return {
    facts: id => facts(id, parts.language),
    look,
    draw(id, reader) {
      const key = drawnKey(id, reader);
      drawnFrom.delete(key);
      drawnFrom.set(key, ticketOf(id).intents);
      keepLatest(drawnFrom, MOST_DRAWN);
      return look(id, reader);
    },
    shown(id, place) {
      const key = drawnKey(id, readers.at(id, place));
      const drawn = drawnFrom.get(key);
      drawnFrom.delete(key);
      const ticket = book.ticket(id);
      const isUntouched = ticket !== undefined && isOpen(ticket.intents) && !ticket.approval;
      if (ticket && (isUntouched || drawn === ticket.intents)) noteTrue(id, place, ticket.intents);
      // What is noted as shown must be up to date, so here the rewrite notes the place.
      else if (ticket) redraw(id);
      cards.shown(id, place);
    },
    posted(id, place) {
      const { intents, approval } = ticketOf(id);
      stands(id, place, isOpen(intents) && !approval ? intents : []);
    },
    copy(id, reader) {
      const { intents } = ticketOf(id);
      const stage = pendings.get(id)?.stage;
      return {
        draft: look(id, reader),
        stands(place) {
          readers.stands(id, place, reader);
          stands(id, place, stage === pendings.get(id)?.stage ? intents : []);
        },
      };
    },
    spread(id) {
      if (ticketOf(id).cards.length > 1) redraw(id);
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
