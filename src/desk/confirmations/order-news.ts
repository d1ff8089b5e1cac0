import type { Clock, Tell } from '../../core/index.js';
import type { Living } from './living.js';
import { cardNotice } from './notices.js';

/** Tells of each step of an order's way once. */
export interface OrderNews {
  /** Tells of the ticket as it stands, unless that was told last. */
  tell(ticket: string): void;
  /** An earlier run has told that nobody knows what became of it. */
  wasInDoubt(ticket: string): void;
  /** The outcome of its act `n` was unknown and has become known. */
  settled(ticket: string, n: number): void;
}

const MOST_TICKETS = 2_000;

export function createOrderNews(parts: {
  readonly living: Living;
  readonly clock: Pick<Clock, 'now'>;
  readonly tell: Tell;
}): OrderNews {
  const { living, clock } = parts;
  const lastTold = new Map<string, string>();
  /** Tickets of which people were told that their outcome is unknown. */
  const doubted = new Set<string>();

  function news(ticket: string, settled?: number): void {
    const found = cardNotice(living, ticket, clock.now(), settled);
    if (!found || lastTold.get(ticket) === found.key) return;
    const isOver = settled !== undefined && !found.isInDoubt && doubted.delete(ticket);
    if (found.isInDoubt) doubted.add(ticket);
    lastTold.delete(ticket);
    lastTold.set(ticket, found.key);
    for (const oldest of lastTold.keys()) {
      if (lastTold.size <= MOST_TICKETS) break;
      lastTold.delete(oldest);
    }
    parts.tell(isOver ? { ...found.notice, over: true } : found.notice);
  }

  return {
    tell: ticket => news(ticket),
    wasInDoubt: ticket => void doubted.add(ticket),
    settled: news,
  };
}
