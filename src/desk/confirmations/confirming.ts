import {
  asDeskError,
  DeskError,
  type Draft,
  type Place,
  type Principal,
  type TicketEnd,
} from '../../core/index.js';
import { codeNeeded } from '../step-up/denials.js';
import { impossible } from '../tickets/impossible.js';
import { requireStillTheirs } from './allowed.js';
import { requireNoHalt, usedTicket } from './denials.js';
import { requireApproved } from './judge-approval.js';
import type { TradeParts } from './parts.js';
import { claim, isExpired, keyIdentity, type Pending, type Stage, withKeyOf } from './pending.js';
import type { Proposing } from './proposing.js';
import type { Surroundings } from './surroundings.js';
import { isCancel, ticketAccount, type VenueLook } from './venue-look.js';
import type { Waiting } from './waiting.js';

/** What somebody pressed, or that nobody did. */
export type Confirmation = 'confirm' | 'confirmAgain' | 'send' | 'unattended';

const FROM: Readonly<Record<Confirmation, Stage>> = {
  confirm: 'open',
  confirmAgain: 'again',
  send: 'ready',
  unattended: 'open',
};

/** Whether this press only leads to the second question. */
export const isFirstOfTwo = ({ content }: Pending, how: Confirmation): boolean =>
  content.repeat && (how === 'confirm' || how === 'send');

/** The claim, the last judgement, and the way out: the same road for every order, whoever or whatever confirms it. */
export type Confirm = (
  pending: Pending,
  presser: () => Principal,
  how: Confirmation,
  where: Place,
  /** The presser has given a second factor for it. */
  coded: boolean,
) => Promise<Draft>;

export function createConfirming(
  parts: TradeParts,
  { book, living, carryOut }: Surroundings,
  {
    waiting,
    look,
    proposing: { replace, requireReady },
  }: { readonly waiting: Waiting; readonly look: VenueLook; readonly proposing: Proposing },
): Confirm {
  const { clock, maker, halts, stepUp } = parts;

  return async (pending, presser, how, where, coded) => {
    const { ticket, content } = pending;
    const isUnattended = how === 'unattended';
    // The claim. Of any number of presses, from wherever, one comes past this line.
    if (!claim(pending, FROM[how])) throw usedTicket(book.ticket(ticket));
    if (isExpired(pending, clock)) {
      await waiting.end(pending, 'expired');
      return living.draw(ticket);
    }
    if (isFirstOfTwo(pending, how)) {
      const [act] = content.acts;
      pending.likeAt = act?.kind === 'place' ? book.day.lastLike(act.order) : undefined;
      pending.stage = 'again';
      return living.draw(ticket);
    }
    let sending: Promise<Draft>;
    try {
      // A program cannot be asked once more.
      if (content.repeat && isUnattended) throw impossible('repeat');
      const { fresh, snapshot } = await look.atPress(pending);
      // No await from here until the ticket counts as sent: what is judged is what is true when it leaves.
      const who = withKeyOf(pending, presser());
      if (!isCancel(content)) {
        requireReady(ticketAccount(content));
        stepUp.requireUnlocked(who);
      }
      requireNoHalt(content.acts, halts);
      const record = book.ticket(ticket);
      if (!record) throw new DeskError('bug', 'a ticket without a record');
      requireStillTheirs(record, who);
      const demands = maker.demands(content, who);
      if (demands.code && !coded) {
        throw isUnattended ? impossible('stepUp') : codeNeeded('missing');
      }
      if (isUnattended && demands.approvers > 0) throw impossible('approval', { most: demands.approveAbove });
      const isNewlyBound = demands.approvers > 0 && pending.demands.approvers === 0;
      if (!isNewlyBound) requireApproved(pending, record, who, demands, { clock, personOf: parts.personOf });
      const verdict = isNewlyBound ? 'moved' : maker.judgeAgain(content, fresh, who, book.day, clock.now());
      if (verdict !== 'same') {
        if (isUnattended) throw impossible(verdict);
        return await replace(pending, who, where);
      }
      pending.stage = 'over';
      sending = carryOut(record, isUnattended ? keyIdentity(who) : who.id, snapshot);
    } catch (thrown) {
      if (pending.stage === 'claimed') await waiting.end(pending, endOf(thrown));
      living.redraw(ticket);
      throw thrown;
    }
    return sending.catch((thrown: unknown) => {
      const { kind, message } = asDeskError(thrown);
      throw new DeskError(kind, message, { left: 1 }, { cause: thrown });
    });
  };
}

/** Why it came to nothing, where that is more than that it was kept back. */
function endOf(thrown: unknown): TicketEnd {
  const { kind, detail } = asDeskError(thrown);
  if (kind !== 'usedTicket') return 'blocked';
  return detail['how'] === 'denied' || detail['how'] === 'unapproved' ? detail['how'] : 'blocked';
}
