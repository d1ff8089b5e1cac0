import type { Clock, Log, TicketEnd } from '../../core/index.js';
import type { IntentBook } from '../intents/book.js';
import type { Living } from './living.js';
import { claim, type Pending, type Stage, WAITING } from './pending.js';
import { noteFact } from './settle.js';

/** The tickets that wait for their answer, and those answered so lately that somebody may still press them. */
export interface Waiting {
  find(ticket: string): Pending | undefined;
  add(pending: Pending): void;
  /**
   * The ticket is in this stage for so long, by both clocks; then `over` is called, unless it is in another by then. The
   * caller has claimed it, or it is new.
   */
  begin(pending: Pending, stage: Stage, lifeMs: number, over: () => Promise<void>): void;
  /** Of a ticket that the caller has claimed. Never rejects. */
  end(pending: Pending, how: TicketEnd): Promise<void>;
  /** Ends it unless it was answered, or is being sent. Never rejects. */
  endOpen(pending: Pending, how: TicketEnd): Promise<void>;
}

const KEPT_AFTER_MS = 10 * 60_000;

export function createWaiting(parts: {
  readonly pendings: Map<string, Pending>;
  readonly book: IntentBook;
  readonly living: Pick<Living, 'redraw'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}): Waiting {
  const { pendings, book, living, clock, log, signal } = parts;
  /** Ends the clock of the stage before. */
  const stages = new Map<string, AbortController>();

  async function end(pending: Pending, how: TicketEnd): Promise<void> {
    pending.stage = 'over';
    await noteFact(book, log, { kind: 'ended', ticket: pending.ticket, at: clock.now(), how });
  }

  async function endOpen(pending: Pending, how: TicketEnd): Promise<void> {
    if (!claim(pending, ...WAITING)) return;
    await end(pending, how);
    living.redraw(pending.ticket);
  }

  /** Forgets the ticket when nobody can still be pressing its buttons. */
  async function last(pending: Pending, lifeMs: number, over: () => Promise<void>, ends: AbortSignal) {
    try {
      await clock.sleep(lifeMs, ends);
      await over();
      await clock.sleep(KEPT_AFTER_MS, ends);
    } catch {
      return;
    }
    pendings.delete(pending.ticket);
    stages.delete(pending.ticket);
  }

  return {
    find: ticket => pendings.get(ticket),
    add: pending => void pendings.set(pending.ticket, pending),
    begin(pending, stage, lifeMs, over) {
      const { ticket } = pending;
      stages.get(ticket)?.abort();
      const own = new AbortController();
      stages.set(ticket, own);
      pending.deadline = clock.monotonic() + lifeMs;
      pending.expiresAt = clock.now() + lifeMs;
      pending.stage = stage;
      void last(pending, lifeMs, over, AbortSignal.any([own.signal, signal]));
    },
    end,
    endOpen,
  };
}
