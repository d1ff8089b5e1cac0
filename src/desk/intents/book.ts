import type { IntentEvent, IntentJournal, Place, ShownCard, TicketEnd } from '../../core/index.js';
import type { DayBook } from '../risk/day-book.js';
import { type Approval, advanceApproval, impossibleApproval, isApprovalEvent, mayLeave } from './approval.js';
import { dayOf } from './day.js';
import { advance, type Intent, impossible, type StepEvent } from './intent.js';

/** A ticket as the journal knows it. */
export interface TicketRecord {
  readonly id: string;
  readonly owner: string;
  readonly where: Place;
  readonly proposedAt: number;
  readonly expiresAt: number;
  /** Where its card stands: once in a chat. */
  readonly cards: readonly ShownCard[];
  /** Those of them that show all that has happened to it. */
  readonly told: readonly ShownCard[];
  readonly ended: TicketEnd | undefined;
  /** undefined: nobody else was asked to agree. */
  readonly approval: Approval | undefined;
  readonly intents: readonly Intent[];
}

/** All that is known of tickets and their acts: in memory as it happens, on the disk as `note` resolves. */
export interface IntentBook {
  readonly day: DayBook;
  ticket(id: string): TicketRecord | undefined;
  tickets(): Iterable<TicketRecord>;
  /** Counted in memory before this returns its promise; durable when that resolves. Throws `storage`. */
  note(...events: readonly IntentEvent[]): Promise<void>;
  /** Forgets a ticket that could not be written down and that nobody has seen. */
  drop(ticket: string): void;
}

const KEEP_DAYS_MS = 4 * 86_400_000;

/** The book, begun with what the journal holds. Lines that cannot follow each other there are passed over and counted. */
export function openBook(
  journal: IntentJournal,
  clock: { now(): number },
): IntentBook & { readonly misfits: number } {
  const tickets = new Map<string, TicketRecord>();
  let misfits = 0;

  function apply(event: IntentEvent): boolean {
    if (event.kind === 'proposed') {
      if (tickets.has(event.ticket)) return false;
      tickets.set(event.ticket, newTicket(event));
      return true;
    }
    const ticket = tickets.get(event.ticket);
    if (!ticket) return false;
    if (event.kind === 'shown') {
      tickets.set(ticket.id, {
        ...ticket,
        cards: withCard(ticket.cards, event.card),
        told: withCard(ticket.told, event.card),
      });
      return true;
    }
    if (isApprovalEvent(event)) {
      const approval = advanceApproval(ticket.approval, event);
      if (!approval || !ticket.intents.every(({ state }) => state.kind === 'proposed')) return false;
      // Another array: something has happened since a card was drawn.
      tickets.set(ticket.id, { ...ticket, told: [], approval, intents: [...ticket.intents] });
      return true;
    }
    if (event.kind === 'claimed' && !mayLeave(ticket.approval, event.at)) return false;
    if ('n' in event && ticket.intents[event.n] === undefined) return false;
    const intents = ticket.intents.map(intent => stepped(intent, event));
    if (intents.some(intent => intent === undefined)) return false;
    tickets.set(ticket.id, {
      ...ticket,
      told: [],
      ended: event.kind === 'ended' ? event.how : ticket.ended,
      intents: intents.filter(intent => intent !== undefined),
    });
    return true;
  }

  for (const event of journal.past) if (!apply(event)) misfits += 1;
  journal.keep(id => {
    const ticket = tickets.get(id);
    return ticket !== undefined && !isOld(ticket, clock.now());
  });

  const day = dayOf(tickets, clock);

  return {
    misfits,
    day,
    ticket: id => tickets.get(id),
    tickets: () => tickets.values(),
    async note(...events) {
      for (const event of events) {
        if (!apply(event)) refuse(tickets, event);
      }
      forgetOld(tickets, clock.now());
      await journal.append(...events);
    },
    drop: id => void tickets.delete(id),
  };
}

function newTicket(event: Extract<IntentEvent, { kind: 'proposed' }>): TicketRecord {
  const { ticket, owner, where, at, expiresAt, acts, values } = event;
  const intents = acts.map(
    (act, n): Intent => ({
      id: `${ticket}/${n}`,
      ticket,
      n,
      owner,
      act,
      value: values[n] ?? 0n,
      state: { kind: 'proposed' },
    }),
  );
  return {
    id: ticket,
    owner,
    where,
    proposedAt: at,
    expiresAt,
    cards: [],
    told: [],
    ended: undefined,
    approval: undefined,
    intents,
  };
}

/** The intent after an event of its ticket; undefined when the event cannot happen to it. */
function stepped(intent: Intent, event: StepEvent): Intent | undefined {
  if ('n' in event && event.n !== intent.n) return intent;
  const state = advance(intent.state, event);
  if (state) return { ...intent, state };
  // What ends a ticket leaves those of its acts alone that are on their way already.
  return event.kind === 'ended' ? intent : undefined;
}

function refuse(tickets: ReadonlyMap<string, TicketRecord>, event: IntentEvent): never {
  if (event.kind === 'proposed' || event.kind === 'shown') {
    throw new RangeError(`${event.kind} of a ticket that is ${event.kind === 'shown' ? 'un' : ''}known`);
  }
  const ticket = tickets.get(event.ticket);
  if (isApprovalEvent(event)) return impossibleApproval(event);
  if (event.kind === 'claimed' && !mayLeave(ticket?.approval, event.at)) return impossibleApproval(event);
  const n = 'n' in event ? event.n : 0;
  const intent = ticket?.intents[n];
  if (!intent) throw new RangeError(`${event.kind} of an unknown intent`);
  return impossible(intent, event);
}

function withCard(cards: readonly ShownCard[], card: ShownCard): ShownCard[] {
  return [...cards.filter(c => c.platform !== card.platform || c.place !== card.place), card];
}

/** Old, and nothing of it open any more. */
function isOld({ proposedAt, intents }: TicketRecord, now: number): boolean {
  return (
    now - proposedAt > KEEP_DAYS_MS &&
    !intents.some(({ state }) => state.kind === 'sent' || state.kind === 'unknown')
  );
}

function forgetOld(tickets: Map<string, TicketRecord>, now: number): void {
  for (const ticket of tickets.values()) {
    if (!isOld(ticket, now)) return;
    tickets.delete(ticket.id);
  }
}
