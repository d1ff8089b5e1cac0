import { type Clock, DeskError, type Principal } from '../../core/index.js';
import type { TicketRecord } from '../intents/book.js';
import type { Demands } from '../tickets/ticket.js';
import { standing } from './approvals.js';
import { digestOf } from './digest.js';
import type { Pending } from './pending.js';
import { ticketAccount } from './venue-look.js';

/**
 * Throws unless enough others agree to these very acts as of now: members still, allowed still, and none of them whoever
 * asked; or the glass has been broken for long enough by the limits as of now. What was asked for when others were asked
 * and what is asked for now both hold.
 */
export function requireApproved(
  { owner, content, demands: before, given, glassAt }: Pending,
  { intents, approval }: Pick<TicketRecord, 'intents' | 'approval'>,
  who: Principal,
  now: Demands,
  { clock, personOf }: { readonly clock: Clock; personOf(identity: string): Principal | undefined },
): void {
  const need = Math.max(before.approvers, now.approvers);
  if (need === 0) return;
  if (approval?.deniedBy !== undefined) throw ended('denied');
  const minutes = now.breakGlassMinutes;
  if (glassAt !== undefined) {
    if (minutes === undefined || clock.now() < glassAt + minutes * 60_000) throw ended('unapproved');
    return;
  }
  const people = standing(given, {
    digest: digestOf(intents.map(({ act }) => act)),
    account: ticketAccount(content),
    requester: [...owner.ids, ...who.ids, ...(personOf(owner.id)?.ids ?? [])],
    personOf,
  });
  if (people.length < need) throw ended('unapproved');
}

const ended = (how: 'denied' | 'unapproved') => new DeskError('usedTicket', 'not approved any more', { how });
