import { DeskError, type Draft, type Place, type Principal, type Role } from '../../core/index.js';
import { requireMine, requirePerson, requireUnattended } from './allowed.js';
import { createApproving } from './approving.js';
import { type Confirmation, createConfirming, isFirstOfTwo } from './confirming.js';
import { createCopies } from './copies.js';
import { usedTicket } from './denials.js';
import type { Answer, Meaning } from './handles.js';
import type { TradeParts } from './parts.js';
import { claim, isExpired, type Pending, WAITING } from './pending.js';
import { createProposing } from './proposing.js';
import type { Surroundings } from './surroundings.js';
import { settleAsTold } from './told-by-person.js';
import { createVenueLook, isCancel } from './venue-look.js';
import { createWaiting } from './waiting.js';

/** What a button of a living card is. */
export interface TicketButton {
  readonly label: string;
  /** It only ever takes risk away. */
  readonly cancel: boolean;
  /** Who may press it at all. */
  readonly role: Role;
}

/** A press with what only its moment knows. */
interface Press {
  readonly who: Principal;
  readonly again: () => Principal;
  readonly where: Place;
  readonly code: string | undefined;
}

/**
 * The only way from a proposal to the venue. Everything that is not an explicit yes, in time, by the owner, in the place
 * where it was asked, with the yes of those who have to agree, to an order that may still leave, is a no.
 */
export function createConfirmations(parts: TradeParts, around: Surroundings) {
  const { clock, log, maker, stepUp } = parts;
  const { book, handles, readers, cards, living, signal } = around;
  const waiting = createWaiting({ ...around, clock, log });
  const look = createVenueLook(parts, signal);
  const copies = createCopies(parts, { living, signal });
  const approving = createApproving(parts, around, { waiting, copies });
  const proposing = createProposing(parts, around, { waiting, look, approving });
  const confirm = createConfirming(parts, around, { waiting, look, proposing });

  async function press(
    buttonId: string,
    who: Principal,
    where: Place,
    again: () => Principal,
    code?: string,
  ): Promise<Draft> {
    requirePerson(who);
    const meaning = handles.find(buttonId);
    if (!meaning) throw new DeskError('tooOld', 'no such button', { what: 'button' });
    const { ticket, reader, answer } = meaning;
    requireMine(book.ticket(ticket), meaning, who, where, readers);
    if (trades(answer) && !onlyCancels(ticket)) stepUp.requireUnlocked(who);
    const draft = await answerTo(meaning, { who, again, where, code });
    if (draft.card === ticket) {
      const here = { platform: where.platform, place: where.id };
      if (reader !== undefined) readers.stands(ticket, here, reader);
      cards.hold(ticket, here);
      living.spread(ticket);
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
    await confirm(pending, presser, 'unattended', where, false);
  }

  async function answerTo({ ticket, reader, answer }: Meaning, by: Press): Promise<Draft> {
    switch (answer.kind) {
      case 'isThis':
      case 'exists':
      case 'none':
        return settleAsTold(ticket, answer, { ...around, clock, log });
      default: {
        const pending = waiting.find(ticket);
        if (!pending) throw usedTicket(book.ticket(ticket));
        return answerWaiting(pending, reader, answer.kind, by);
      }
    }
  }

  async function answerWaiting(
    pending: Pending,
    reader: Meaning['reader'],
    kind: WaitingAnswer,
    { who, again, where, code }: Press,
  ): Promise<Draft> {
    switch (kind) {
      case 'decline':
        return decline(pending);
      case 'ask':
        return approving.ask(pending);
      case 'approve':
      case 'deny': {
        if (reader === undefined) throw new DeskError('bug', 'an approver’s button on the requester’s card');
        return approving[kind](pending, who, reader);
      }
      case 'breakGlass':
        return approving.breakGlass(pending, again, code);
      case 'confirm':
      case 'confirmAgain':
      case 'send':
        return confirm(pending, again, kind, where, await coded(pending, kind, who, code));
    }
  }

  /** Before the claim, so that a wrong code does not use up the ticket. Whether one was asked for, and was good. */
  async function coded(
    pending: Pending,
    how: Confirmation,
    who: Principal,
    code: string | undefined,
  ): Promise<boolean> {
    if (!needsCode(pending, how, who)) return false;
    // Nor does a good one count for a ticket that nobody can confirm any more.
    if (!WAITING.includes(pending.stage)) throw usedTicket(book.ticket(pending.ticket));
    await stepUp.require(who, code, 'order');
    return true;
  }

  const needsCode = (pending: Pending, how: Confirmation, who: Principal) =>
    !isFirstOfTwo(pending, how) && maker.demands(pending.content, who).code;

  async function decline(pending: Pending): Promise<Draft> {
    if (!claim(pending, ...WAITING)) throw usedTicket(book.ticket(pending.ticket));
    await waiting.end(pending, isExpired(pending, clock) ? 'expired' : 'declined');
    return living.draw(pending.ticket);
  }

  const onlyCancels = (ticket: string) =>
    book.ticket(ticket)?.intents.every(({ act }) => act.kind === 'cancel') ?? false;

  return {
    propose: proposing.propose,
    press,
    confirmUnattended,
    async withdraw(ticket: string): Promise<void> {
      const pending = waiting.find(ticket);
      if (pending) await waiting.endOpen(pending, 'blocked');
    },
    buttonOf(buttonId: string): TicketButton | undefined {
      const meaning = handles.find(buttonId);
      if (!meaning) return undefined;
      const { ticket, answer } = meaning;
      return {
        label: `${answer.kind} ${ticket.slice(0, 8)}`,
        cancel: answer.kind === 'deny' || onlyCancels(ticket),
        role: answer.kind === 'approve' || answer.kind === 'deny' ? 'approve' : 'trade',
      };
    },
    asksCode(buttonId: string, who: Principal): boolean {
      const meaning = handles.find(buttonId);
      const pending = meaning && waiting.find(meaning.ticket);
      if (!pending || meaning.spent) return false;
      switch (meaning.answer.kind) {
        case 'breakGlass':
          return stepUp.asks(who, 'breakGlass');
        case 'confirm':
        case 'confirmAgain':
        case 'send':
          return (
            !isCancel(pending.content) &&
            needsCode(pending, meaning.answer.kind, who) &&
            stepUp.asks(who, 'order')
          );
        default:
          return false;
      }
    },
  };
}

type WaitingAnswer = Exclude<Answer['kind'], 'isThis' | 'exists' | 'none'>;

/** What brings an order nearer to the venue. */
const trades = ({ kind }: Answer): boolean =>
  kind === 'confirm' ||
  kind === 'confirmAgain' ||
  kind === 'ask' ||
  kind === 'approve' ||
  kind === 'send' ||
  kind === 'breakGlass';
