import {
  type AccountRef,
  asDeskError,
  DeskError,
  type Draft,
  type Place,
  type Principal,
  type Proposal,
  type ShownCard,
} from '../../core/index.js';
import { withDeadline } from '../deadline.js';
import type { IntentBook } from '../intents/book.js';
import type { OrderWatch } from '../intents/watch.js';
import { impossible } from '../tickets/impossible.js';
import { ticketBody } from '../tickets/ticket-card.js';
import {
  requireGrant,
  requireMine,
  requirePerson,
  requireStillTheirs,
  requireUnattended,
  standsAt,
} from './allowed.js';
import { openCard } from './card.js';
import type { Cards } from './cards.js';
import type { CarryOut } from './carry-out.js';
import { requireNoHalt, usedTicket } from './denials.js';
import type { Handles, Meaning } from './handles.js';
import type { Living } from './living.js';
import type { OrderNews } from './order-news.js';
import type { TradeParts } from './parts.js';
import { claim, isExpired, keyIdentity, type Pending, withKeyOf } from './pending.js';
import { inPlaceOfOld, repeatQuestion } from './second-look.js';
import { settleAsTold } from './told-by-person.js';
import { createVenueLook, isCancel, ticketAccount } from './venue-look.js';
import { createWaiting } from './waiting.js';

const NEW_TICKET_MS = 20_000;

interface Surroundings {
  readonly book: IntentBook;
  readonly handles: Handles;
  readonly cards: Cards;
  readonly living: Living;
  readonly watch: OrderWatch;
  readonly news: OrderNews;
  readonly carryOut: CarryOut;
  isBlocked(account: AccountRef): boolean;
  readonly signal: AbortSignal;
}

/**
 * The only way from a proposal to the venue. Everything that is not an explicit yes, in time, by the owner, in the place
 * where it was asked, to an order that may still leave, is a no.
 */
export function createConfirmations(parts: TradeParts, around: Surroundings) {
  const { clock, log, maker, halts, random } = parts;
  const { book, handles, cards, living, carryOut, signal: stopping } = around;
  const waiting = createWaiting({ book, living, clock, log, signal: stopping });
  const look = createVenueLook(parts, stopping);

  async function propose(
    proposal: Proposal,
    who: Principal,
    where: Place,
    signal: AbortSignal,
  ): Promise<Draft> {
    requireGrant(who, proposal.account);
    if (proposal.kind !== 'cancel') requireReady(proposal.account);
    const content = await maker.make(proposal, who, book.day, signal);
    requireNoHalt(content.acts, halts);
    const ticket = Buffer.from(random(16)).toString('base64url');
    const at = clock.now();
    const lifeMs = parts.confirmSeconds * 1_000;
    const { acts, values } = content;
    const expiresAt = at + lifeMs;
    const proposed = { kind: 'proposed', ticket, at, owner: who.id, where, expiresAt, acts, values } as const;
    await book.note(proposed).catch((thrown: unknown) => {
      // What only takes risk away may go on without a record.
      if (isCancel(content)) return;
      book.drop(ticket);
      throw thrown;
    });
    const pending: Pending = {
      ticket,
      owner: who,
      where,
      proposal,
      content,
      deadline: clock.monotonic() + lifeMs,
      expiresAt,
      holding: undefined,
      stage: 'open',
    };
    waiting.add(pending, lifeMs);
    for (const act of acts) {
      if (proposal.kind === 'place') living.learn(act, proposal.instrument.name);
    }
    look.ahead(pending);
    return living.draw(ticket, facts => openCard(facts, ticketBody(content, parts.language)));
  }

  function requireReady(account: AccountRef): void {
    if (around.isBlocked(account)) {
      throw new DeskError('unsettled', 'the last run left an order in doubt', { what: 'start' });
    }
  }

  async function press(
    buttonId: string,
    who: Principal,
    where: Place,
    again: () => Principal,
  ): Promise<Draft> {
    requirePerson(who);
    const meaning = handles.find(buttonId);
    if (!meaning) throw new DeskError('tooOld', 'no such button', { what: 'button' });
    requireMine(book.ticket(meaning.ticket), meaning, who, where);
    const draft = await answerTo(meaning, again, where);
    if (draft.card === meaning.ticket) {
      cards.hold(meaning.ticket);
      living.spread(meaning.ticket, draft);
    }
    return draft;
  }

  /** The same road as a press, without a finger: every check of a confirmation stands on it. */
  async function confirmUnattended(
    ticket: string,
    who: Principal,
    where: Place,
    again: () => Principal,
  ): Promise<void> {
    const record = book.ticket(ticket);
    requireUnattended(record, who, where);
    const pending = waiting.find(ticket);
    if (!pending) throw usedTicket(record);
    const presser = () => {
      const now = again();
      requireUnattended(record, now, where);
      return now;
    };
    await confirm(pending, presser, 'unattended', where);
  }

  async function answerTo({ ticket, answer }: Meaning, who: () => Principal, where: Place): Promise<Draft> {
    const pending = waiting.find(ticket);
    switch (answer.kind) {
      case 'confirm':
      case 'confirmAgain':
      case 'decline':
        if (!pending) throw usedTicket(book.ticket(ticket));
        return answer.kind === 'decline' ? decline(pending) : confirm(pending, who, answer.kind, where);
      case 'isThis':
      case 'exists':
      case 'none':
        return settleAsTold(ticket, answer, { ...around, clock, log });
    }
  }

  async function decline(pending: Pending): Promise<Draft> {
    if (!claim(pending, 'open', 'again')) throw usedTicket(book.ticket(pending.ticket));
    await waiting.end(pending, isExpired(pending, clock) ? 'expired' : 'declined');
    return living.draw(pending.ticket);
  }

  async function confirm(
    pending: Pending,
    presser: () => Principal,
    how: 'confirm' | 'confirmAgain' | 'unattended',
    where: Place,
  ): Promise<Draft> {
    // The claim. Of any number of presses, from wherever, one comes past this line.
    if (!claim(pending, how === 'confirmAgain' ? 'again' : 'open'))
      throw usedTicket(book.ticket(pending.ticket));
    const { ticket, content } = pending;
    if (isExpired(pending, clock)) {
      await waiting.end(pending, 'expired');
      return living.draw(ticket);
    }
    if (content.repeat && how === 'confirm') {
      pending.stage = 'again';
      return repeatQuestion(pending, { book, living, language: parts.language });
    }
    let sending: Promise<Draft>;
    try {
      // A program cannot be asked once more.
      if (content.repeat && how === 'unattended') throw impossible('repeat');
      const { fresh, snapshot } = await look.atPress(pending);
      // No await from here until the ticket counts as sent: what is judged is what is true when it leaves.
      const who = withKeyOf(pending, presser());
      if (!isCancel(content)) requireReady(ticketAccount(content));
      requireNoHalt(content.acts, halts);
      const record = book.ticket(ticket);
      if (!record) throw new DeskError('bug', 'a ticket without a record');
      requireStillTheirs(record, who);
      const verdict = maker.judgeAgain(content, fresh, who, book.day, clock.now());
      if (verdict !== 'same') {
        if (how === 'unattended') throw impossible(verdict);
        return await replace(pending, who, where);
      }
      pending.stage = 'over';
      sending = carryOut(record, how === 'unattended' ? keyIdentity(who) : who.id, snapshot);
    } catch (thrown) {
      if (pending.stage === 'claimed') await waiting.end(pending, 'blocked');
      living.redraw(ticket);
      throw thrown;
    }
    return sending.catch((thrown: unknown) => {
      const { kind, message } = asDeskError(thrown);
      throw new DeskError(kind, message, { left: 1 }, { cause: thrown });
    });
  }

  /** A new ticket in the place of the old one: what was confirmed is never changed silently. */
  async function replace(pending: Pending, who: Principal, where: Place): Promise<Draft> {
    const draft = await withDeadline(clock, NEW_TICKET_MS, signal =>
      propose(pending.proposal, who, pending.where, signal),
    );
    await waiting.end(pending, 'replaced');
    const isHere = (card: ShownCard) => standsAt(card, where);
    const isElsewhere = book.ticket(pending.ticket)?.cards.some(card => !isHere(card)) ?? false;
    cards.forget(pending.ticket, isElsewhere ? isHere : () => true);
    if (isElsewhere) living.redraw(pending.ticket);
    return inPlaceOfOld(draft, parts.language);
  }

  return {
    propose,
    press,
    confirmUnattended,
    async withdraw(ticket: string): Promise<void> {
      const pending = waiting.find(ticket);
      if (pending) await waiting.endOpen(pending, 'blocked');
    },
    buttonOf(buttonId: string) {
      const meaning = handles.find(buttonId);
      if (!meaning) return undefined;
      const { ticket, answer } = meaning;
      const acts = book.ticket(ticket)?.intents ?? [];
      return {
        label: `${answer.kind} ${ticket.slice(0, 8)}`,
        cancel: acts.every(({ act }) => act.kind === 'cancel'),
      };
    },
  };
}
