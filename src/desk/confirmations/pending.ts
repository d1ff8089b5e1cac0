import type { Clock, Place, Principal, Proposal, Shares } from '../../core/index.js';
import type { Given } from '../intents/approval.js';
import type { Demands, TicketContent } from '../tickets/ticket.js';

/** A ticket that waits for its answer. It lives in memory only: after a restart nothing waits. */
export interface Pending {
  readonly ticket: string;
  readonly owner: Principal;
  readonly where: Place;
  readonly proposal: Proposal;
  readonly content: TicketContent;
  /** What it took when it was made. */
  readonly demands: Demands;
  /** Of its acts; every approval is bound to it. */
  readonly digest: string;
  /** When its stage ends, by the monotonic clock. */
  deadline: number;
  /** The same by the wall clock, which goes on while the machine sleeps. */
  expiresAt: number;
  /** Shares held of the issue while the ticket is being read, once known; asked where the venue's list may have gaps. */
  holding: Shares | undefined;
  /** Approvals that are on the disk. */
  given: readonly Given[];
  /** When its requester went ahead without approvers, by the wall clock. */
  glassAt: number | undefined;
  /** When the same order left last, where that was asked about. */
  likeAt: number | undefined;
  stage: Stage;
}

/**
 * `open`: for the first answer. `again`: asked a second time, for the same order went out just now. `asked`: others have to
 * agree. `broken`: until the glass is open. `ready`: they have agreed, or it is open, and its requester may send it.
 */
export type Stage = 'open' | 'again' | 'asked' | 'broken' | 'ready' | 'claimed' | 'over';

/** Nobody has taken it yet. */
export const WAITING: readonly Stage[] = ['open', 'again', 'asked', 'broken', 'ready'];

/** THE claim: true for one caller ever. No await may stand between the look and the assignment. */
export function claim(pending: Pending, ...from: readonly Stage[]): boolean {
  if (!from.includes(pending.stage)) return false;
  pending.stage = 'claimed';
  return true;
}

/** Whichever clock says so first: one stands still while the machine sleeps, the other can be set back. */
export function isExpired({ deadline, expiresAt }: Pending, clock: Clock): boolean {
  return clock.monotonic() >= deadline || clock.now() >= expiresAt;
}

export function placeKey({ platform, group, id }: Place): string {
  return `${platform}:${group ?? ''}:${id}`;
}

/** Whoever answers a program's ticket, with the limits of the key that it was proposed with: those hold to the end. */
export function withKeyOf({ owner: { byKey } }: Pending, who: Principal): Principal {
  return byKey === undefined || who.byKey !== undefined ? who : { ...who, byKey };
}

/** Under what name the audit trail knows whoever acts. */
export function keyIdentity({ id, byKey }: Pick<Principal, 'id' | 'byKey'>): string {
  return byKey ? `web:key:${byKey.id}` : id;
}
