import type { Clock, Log, TicketEnd } from '../../core/index.js';
import type { IntentBook } from '../intents/book.js';
import type { Living } from './living.js';
import { claim, type Pending } from './pending.js';
import { noteFact } from './settle.js';

/** The tickets that wait for their answer, and those answered so lately that somebody may still press them. */
export interface Waiting {
  find(ticket: string): Pending | undefined;
  /** Ends it by itself once so many ms have passed without an answer. */
  add(pending: Pending, lifeMs: number): void;
  /** Of a ticket that the caller has claimed. Never rejects. */
  end(pending: Pending, how: TicketEnd): Promise<void>;
  /** Ends it unless it was answered. Never rejects. */
  endOpen(pending: Pending, how: TicketEnd): Promise<void>;
}

const KEPT_AFTER_MS = 10 * 60_000;

export function createWaiting(parts: {
  readonly book: IntentBook;
  readonly living: Living;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}): Waiting {
  const { book, living, clock, log, signal } = parts;
  const waiting = new Map<string, Pending>();

  async function end(pending: Pending, how: TicketEnd): Promise<void> {
    pending.stage = 'over';
    await noteFact(book, log, { kind: 'ended', ticket: pending.ticket, at: clock.now(), how });
  }

  async function endOpen(pending: Pending, how: TicketEnd): Promise<void> {
    if (!claim(pending, 'open', 'again')) return;
    await end(pending, how);
    living.redraw(pending.ticket);
  }

  /** Forgets the ticket when nobody can still be pressing its buttons. */
  async function expireLater(pending: Pending, lifeMs: number): Promise<void> {
    try {
      await clock.sleep(lifeMs, signal);
      await endOpen(pending, 'expired');
      await clock.sleep(KEPT_AFTER_MS, signal);
    } catch {
      return;
    }
    waiting.delete(pending.ticket);
  }

  return {
    find: ticket => waiting.get(ticket),
    add(pending, lifeMs) {
      waiting.set(pending.ticket, pending);
      void expireLater(pending, lifeMs);
    },
    end,
    endOpen,
  };
}
