import type { IntentEvent, TicketView } from '../../core/index.js';
import type { IntentBook } from '../intents/book.js';
import type { View } from '../intents/watch.js';
import { ticketView } from './ticket-view.js';

/** Hears of a ticket as it is after something has happened to it. What it throws reaches nobody. */
export type TicketListener = (ticket: TicketView, owner: string) => void;

/** Tells those who look on what happens to tickets, after it has. */
export interface TicketChanges {
  onChange(heard: TicketListener): void;
  /** Something about its fills, which the book does not hold. */
  changed(ticket: string): void;
  /** The book, with word of every change once it is on the disk, or will not be. */
  readonly book: IntentBook;
}

export function createTicketChanges(book: IntentBook, view: (intentId: string) => View): TicketChanges {
  const listeners: TicketListener[] = [];

  function changed(ticket: string): void {
    const record = listeners.length > 0 ? book.ticket(ticket) : undefined;
    if (!record) return;
    for (const heard of listeners) {
      try {
        heard(ticketView(record, view), record.owner);
      } catch {
        // An order does not wait for those who look on, nor fail with them.
      }
    }
  }

  return {
    onChange: heard => void listeners.push(heard),
    changed,
    book: {
      ...book,
      note(...events) {
        const noted = book.note(...events);
        // Whoever waits for this line goes on first: it may be an order.
        const tell = () => void setImmediate(() => ticketsOf(events).forEach(changed));
        if (listeners.length > 0) noted.then(tell, tell);
        return noted;
      },
    },
  };
}

/** Where a card stands does not change what it says. */
function ticketsOf(events: readonly IntentEvent[]): ReadonlySet<string> {
  return new Set(events.flatMap(event => (event.kind === 'shown' ? [] : [event.ticket])));
}
