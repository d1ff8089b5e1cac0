import {
  type AccountRef,
  asDeskError,
  DeskError,
  type Draft,
  type Place,
  type Principal,
  type Proposal,
  type TicketEnd,
} from '../../core/index.js';
import { withDeadline } from '../deadline.js';
import type { IntentBook } from '../intents/book.js';
import type { OrderWatch } from '../intents/watch.js';
import type { TicketContent } from '../tickets/ticket.js';
import { ticketBody } from '../tickets/ticket-card.js';
import { requireGrant, requireMine, requireStillTheirs } from './allowed.js';
import { openCard, repeatCard } from './card.js';
import type { Cards } from './cards.js';
import type { CarryOut } from './carry-out.js';
import { haltedError, usedTicket } from './denials.js';
import type { Answer, Handles, Meaning } from './handles.js';
import type { Living } from './living.js';
import type { OrderNews } from './order-news.js';
import type { TradeParts } from './parts.js';
import { claim, isExpired, type Pending } from './pending.js';
import { noteFact, settledByPerson } from './settle.js';
import { createVenueLook, isCancel, ticketAccount } from './venue-look.js';

const NEW_TICKET_MS = 20_000;
const KEPT_AFTER_MS = 10 * 60_000;

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
  const { book, handles, cards, living, watch, news, carryOut, signal: stopping } = around;
  const waiting = new Map<string, Pending>();
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
    requireNoHalt(content);
    const ticket = Buffer.from(random(16)).toString('base64url');
    const at = clock.now();
    const lifeMs = parts.confirmSeconds * 1_000;
    const { acts, values } = content;
    const expiresAt = at + lifeMs;
    const proposed = { kind: 'proposed', ticket, at, owner: who.id, where, expiresAt, acts, values } as const;
    await book.note(proposed).catch((thrown: unknown) => {
      // What only takes risk away may go on without a record.
      if (!isCancel(content)) throw thrown;
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
    waiting.set(ticket, pending);
    for (const act of acts) {
      if (proposal.kind === 'place') living.learn(act, proposal.instrument.name);
    }
    look.ahead(pending);
    void expireLater(pending, lifeMs);
    return living.draw(ticket, facts => openCard(facts, ticketBody(content, parts.language)));
  }

  /** Ends the ticket when its time is over, and forgets it when nobody can still be pressing its buttons. */
  async function expireLater(pending: Pending, lifeMs: number): Promise<void> {
    try {
      await clock.sleep(lifeMs, stopping);
      await expire(pending);
      await clock.sleep(KEPT_AFTER_MS, stopping);
    } catch {
      return;
    }
    waiting.delete(pending.ticket);
  }

  async function expire(pending: Pending): Promise<void> {
    if (!claim(pending, 'open', 'again')) return;
    await end(pending, 'expired');
    living.redraw(pending.ticket);
  }

  async function end(pending: Pending, how: TicketEnd): Promise<void> {
    pending.stage = 'over';
    await noteFact(book, log, { kind: 'ended', ticket: pending.ticket, at: clock.now(), how });
  }

  function requireReady(account: AccountRef): void {
    if (around.isBlocked(account)) {
      throw new DeskError('unsettled', 'the last run left an order in doubt', { what: 'start' });
    }
  }

  function requireNoHalt({ acts }: TicketContent): void {
    for (const act of acts) {
      const halt = halts.blocking(act);
      if (halt) throw haltedError(halt);
    }
  }

  async function press(
    buttonId: string,
    who: Principal,
    where: Place,
    again: () => Principal,
  ): Promise<Draft> {
    const meaning = handles.find(buttonId);
    if (!meaning) throw new DeskError('tooOld', 'no such button', { what: 'button' });
    requireMine(book.ticket(meaning.ticket), meaning, who, where);
    const draft = await answerTo(meaning, again);
    if (draft.card === meaning.ticket) cards.hold(meaning.ticket);
    return draft;
  }

  async function answerTo({ ticket, answer }: Meaning, who: () => Principal): Promise<Draft> {
    const pending = waiting.get(ticket);
    switch (answer.kind) {
      case 'confirm':
      case 'confirmAgain':
      case 'decline':
        if (!pending) throw usedTicket(book.ticket(ticket));
        return answer.kind === 'decline' ? decline(pending) : confirm(pending, who, answer);
      case 'isThis':
      case 'exists':
      case 'none':
        return settle(ticket, answer);
    }
  }

  async function decline(pending: Pending): Promise<Draft> {
    if (!claim(pending, 'open', 'again')) throw usedTicket(book.ticket(pending.ticket));
    await end(pending, isExpired(pending, clock) ? 'expired' : 'declined');
    return living.draw(pending.ticket);
  }

  async function confirm(pending: Pending, presser: () => Principal, { kind }: Answer): Promise<Draft> {
    const again = kind === 'confirmAgain';
    // The claim. Of any number of presses, from wherever, one comes past this line.
    if (!claim(pending, again ? 'again' : 'open')) throw usedTicket(book.ticket(pending.ticket));
    const { ticket, content } = pending;
    if (isExpired(pending, clock)) {
      await end(pending, 'expired');
      return living.draw(ticket);
    }
    if (content.repeat && !again) return askAgain(pending);
    let sending: Promise<Draft>;
    try {
      const { fresh, snapshot } = await look.atPress(pending);
      // No await from here until the ticket counts as sent: what is judged is what is true when it leaves.
      const who = presser();
      if (!isCancel(content)) requireReady(ticketAccount(content));
      requireNoHalt(content);
      const record = book.ticket(ticket);
      if (!record) throw new DeskError('bug', 'a ticket without a record');
      requireStillTheirs(record, who);
      if (maker.judgeAgain(content, fresh, who, book.day, clock.now()) === 'moved') {
        return await replace(pending, who);
      }
      pending.stage = 'over';
      sending = carryOut(record, who.id, snapshot);
    } catch (thrown) {
      if (pending.stage === 'claimed') await end(pending, 'blocked');
      living.redraw(ticket);
      throw thrown;
    }
    return sending.catch((thrown: unknown) => {
      const { kind, message } = asDeskError(thrown);
      throw new DeskError(kind, message, { left: 1 }, { cause: thrown });
    });
  }

  function askAgain(pending: Pending): Draft {
    const { ticket, content } = pending;
    pending.stage = 'again';
    const [act] = content.acts;
    const lastAt = act?.kind === 'place' ? book.day.lastLike(act.order) : undefined;
    const body = ticketBody(content, parts.language);
    return living.draw(ticket, facts => repeatCard(facts, body, lastAt ?? content.madeAt));
  }

  /** A new ticket in the place of the old one: what was confirmed is never changed silently. */
  async function replace(pending: Pending, who: Principal): Promise<Draft> {
    const draft = await withDeadline(clock, NEW_TICKET_MS, signal =>
      propose(pending.proposal, who, pending.where, signal),
    );
    await end(pending, 'replaced');
    cards.forget(pending.ticket);
    const say = (ko: string, en: string) => (parts.language === 'ko' ? ko : en);
    const text = say(
      '그사이 상황이 바뀌어 보내지 않았습니다. 새 주문표를 보고 다시 확인해 주세요.',
      'Things have moved since, so it was not sent. Look at the new ticket and confirm again.',
    );
    return { ...draft, blocks: [{ kind: 'notice', tone: 'warning', text }, ...draft.blocks] };
  }

  async function settle(
    ticket: string,
    answer: Extract<Answer, { kind: 'isThis' | 'exists' | 'none' }>,
  ): Promise<Draft> {
    const intent = book.ticket(ticket)?.intents[answer.n];
    await noteFact(book, log, ...settledByPerson(intent, answer, clock.now()));
    news.settled(ticket, answer.n);
    const now = book.ticket(ticket)?.intents[answer.n];
    if (now) watch.follow(now);
    return living.draw(ticket);
  }

  return {
    propose,
    press,
    buttonOf(buttonId: string) {
      const meaning = handles.find(buttonId);
      if (!meaning) return undefined;
      const acts = book.ticket(meaning.ticket)?.intents ?? [];
      return {
        label: `${meaning.answer.kind} ${meaning.ticket.slice(0, 8)}`,
        cancel: acts.every(({ act }) => act.kind === 'cancel'),
      };
    },
  };
}
