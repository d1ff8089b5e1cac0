import type { Draft, Language, Reply, Stamp, TradeAct } from '../../core/index.js';
import type { IntentBook } from '../intents/book.js';
import type { View } from '../intents/watch.js';
import { type CardFacts, stateCard } from './card.js';
import type { Cards } from './cards.js';
import type { Handles } from './handles.js';

/** Draws tickets' cards from what is known now. */
export interface Living {
  facts(ticket: string): CardFacts;
  /** The card as it should look now. */
  draw(ticket: string): Draft;
  /** Puts it there, wherever the card stands. */
  redraw(ticket: string): void;
  asReply(draft: Draft): Reply;
  /** Remembers what an issue is called. */
  learn(act: TradeAct, name: string): void;
}

const MOST_NAMES = 5_000;

export function createLiving(parts: {
  readonly book: IntentBook;
  readonly handles: Handles;
  readonly cards: Cards;
  readonly clock: { now(): number };
  readonly language: Language;
  readonly stamp: Stamp;
  view(intentId: string): View;
}): Living {
  const { book, handles, cards, clock, language, stamp } = parts;
  const names = new Map<string, string>();

  function facts(id: string): CardFacts {
    const ticket = book.ticket(id);
    if (!ticket) throw new RangeError(`no ticket ${id}`);
    return {
      ticket,
      language,
      now: clock.now(),
      names,
      view: parts.view,
      offer: answers => handles.offer(id, answers),
    };
  }

  const draw = (id: string) => stateCard(facts(id));
  const asReply = (draft: Draft): Reply => ({ ...draft, stamp, visibility: 'public' });
  return {
    facts,
    draw,
    asReply,
    redraw: id => cards.write(id, asReply(draw(id))),
    learn(act, name) {
      const code = act.kind === 'place' ? act.order.code : act.original.code;
      names.set(code, name);
      for (const oldest of names.keys()) {
        if (names.size <= MOST_NAMES) break;
        names.delete(oldest);
      }
    },
  };
}
