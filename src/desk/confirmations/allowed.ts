import { type AccountRef, DeskError, mayUse, type Place, type Principal } from '../../core/index.js';
import type { TicketRecord } from '../intents/book.js';
import { accountOf } from '../intents/intent.js';
import { usedTicket } from './denials.js';
import type { Meaning } from './handles.js';
import { placeKey } from './pending.js';

/** Throws unless the account is this person's to trade as of now. */
export function requireGrant(who: Principal, account: AccountRef): void {
  if (mayUse(who, account)) return;
  throw new DeskError('denied', 'account not granted', { need: 'account', what: 'grant' });
}

/**
 * Who may press this, and whether it still means anything. Roles and accounts are those of the press, not those of the
 * ticket. Throws what the presser is told.
 */
export function requireMine(
  record: TicketRecord | undefined,
  { answer, spent }: Meaning,
  who: Principal,
  where: Place,
): void {
  const verdict = answer.kind === 'isThis' || answer.kind === 'exists' || answer.kind === 'none';
  const owner = record !== undefined && who.ids.includes(record.owner);
  const mine = owner && placeKey(record.where) === placeKey(where);
  if (!record || !(mine || (verdict && (owner || who.roles.has('admin'))))) {
    throw new DeskError('denied', 'offered to somebody else', { need: 'owner' });
  }
  for (const { act } of record.intents) requireGrant(who, accountOf(act));
  if (spent) throw usedTicket(record);
}

/** The same again as an order is about to leave: somebody may have been removed, or their grants, since the press. */
export function requireStillTheirs({ owner, intents }: TicketRecord, who: Principal): void {
  if (!who.ids.includes(owner)) throw new DeskError('denied', 'no longer theirs', { need: 'owner' });
  for (const { act } of intents) requireGrant(who, accountOf(act));
}
