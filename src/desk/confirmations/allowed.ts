import {
  type AccountRef,
  DeskError,
  mayUse,
  type Place,
  type Principal,
  type ShownCard,
} from '../../core/index.js';
import { askingKey } from '../intents/asking-key.js';
import type { TicketRecord } from '../intents/book.js';
import { accountOf } from '../intents/intent.js';
import { usedTicket } from './denials.js';
import type { Meaning } from './handles.js';
import { placeKey } from './pending.js';
import type { Readers } from './readers.js';

/** Throws unless the account is this person's to trade as of now. */
export function requireGrant(who: Principal, account: AccountRef): void {
  if (mayUse(who, account)) return;
  throw new DeskError('denied', 'account not granted', { need: 'account', what: 'grant' });
}

/** Throws for a program: what a person has to confirm, a program never does. */
export function requirePerson({ byKey }: Principal): void {
  if (byKey) throw new DeskError('denied', 'a program presses nothing', { need: 'person' });
}

/**
 * Who may press this, and whether it still means anything. Roles and accounts are those of the press, not those of the
 * ticket. Throws what the presser is told.
 */
export function requireMine(
  record: TicketRecord | undefined,
  { answer, spent, reader }: Meaning,
  who: Principal,
  where: Place,
  readers: Pick<Readers, 'at'>,
): void {
  const verdict = answer.kind === 'isThis' || answer.kind === 'exists' || answer.kind === 'none';
  const owner = record !== undefined && who.ids.includes(record.owner);
  const mine =
    reader === undefined
      ? owner && (placeKey(record.where) === placeKey(where) || wasShownTo(record, where))
      : record !== undefined && isReadHere(record, reader, who, where, readers);
  // Since they were asked they have turned out to be whoever asked.
  if (mine && owner && reader !== undefined) throw new DeskError('denied', 'their own', { need: 'other' });
  if (!record || !(mine || (verdict && (owner || who.roles.has('admin'))))) {
    throw new DeskError('denied', 'offered to somebody else', { need: 'owner' });
  }
  for (const { act } of record.intents) requireGrant(who, accountOf(act));
  if (spent) throw usedTicket(record);
}

/** Whoever was asked to agree answers on their own copy: they, and where it stands. A browser shows it in any page of theirs. */
function isReadHere(
  { id, cards }: TicketRecord,
  reader: string,
  who: Principal,
  where: Place,
  readers: Pick<Readers, 'at'>,
): boolean {
  if (!who.ids.includes(reader)) return false;
  return cards.some(card => standsAt(card, where) && readers.at(id, card) === reader);
}

/** A program's ticket is answered wherever its card was shown. */
function wasShownTo({ where, cards }: TicketRecord, here: Place): boolean {
  return askingKey(where) !== undefined && cards.some(card => standsAt(card, here));
}

/** Whoever looks at one page of the browser sees what stands in their others. */
export function standsAt({ platform, place }: ShownCard, here: Place): boolean {
  return platform === here.platform && (platform === 'web' || place === here.id);
}

/**
 * Whether this program may have its own ticket sent without a person: as of now, with limits of its own. Throws what the
 * program is told.
 */
export function requireUnattended(record: TicketRecord | undefined, who: Principal, where: Place): void {
  const { byKey } = who;
  const asked = record !== undefined && placeKey(record.where) === placeKey(where);
  if (!asked || byKey === undefined || askingKey(where) !== byKey.id || !who.ids.includes(record.owner)) {
    throw new DeskError('denied', 'proposed by somebody else', { need: 'owner' });
  }
  if (byKey.limits === undefined) throw new DeskError('denied', 'a key without limits', { need: 'person' });
  for (const { act } of record.intents) requireGrant(who, accountOf(act));
}

/** The same again as an order is about to leave: somebody may have been removed, or their grants, since the press. */
export function requireStillTheirs({ owner, intents }: TicketRecord, who: Principal): void {
  if (!who.ids.includes(owner)) throw new DeskError('denied', 'no longer theirs', { need: 'owner' });
  for (const { act } of intents) requireGrant(who, accountOf(act));
}
