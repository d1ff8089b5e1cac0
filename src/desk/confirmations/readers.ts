import type { ShownCard } from '../../core/index.js';
import type { Reader } from './handles.js';

/** Whose copy of a ticket's card stands where. Known until a restart; then no copy has anything to press. */
export interface Readers {
  /** Who of those asked to agree reads it there; undefined: it is the requester's own. */
  at(ticket: string, place: Pick<ShownCard, 'platform' | 'place'>): Reader;
  stands(ticket: string, place: Pick<ShownCard, 'platform' | 'place'>, reader: string): void;
  /** Everybody who has a copy. */
  of(ticket: string): readonly string[];
}

const MOST_TICKETS = 2_000;

export function createReaders(): Readers {
  const tickets = new Map<string, Map<string, string>>();
  const key = ({ platform, place }: Pick<ShownCard, 'platform' | 'place'>) => `${platform}:${place}`;
  return {
    at: (ticket, place) => tickets.get(ticket)?.get(key(place)),
    stands(ticket, place, reader) {
      const places = tickets.get(ticket) ?? new Map<string, string>();
      tickets.set(ticket, places.set(key(place), reader));
      for (const oldest of tickets.keys()) {
        if (tickets.size <= MOST_TICKETS) break;
        tickets.delete(oldest);
      }
    },
    of: ticket => [...new Set(tickets.get(ticket)?.values())],
  };
}
