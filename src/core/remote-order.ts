import type { AccountRef } from './account.js';
import type { TicketEnd } from './intent.js';
import type { Shares, Won } from './money.js';
import type { OrderType, Side } from './order.js';
import type { Place, Principal } from './principal.js';
import type { Proposal } from './trade.js';

/** A ticket as programs see it. */
export interface TicketView {
  /** 22 characters of base64url. */
  readonly id: string;
  readonly account: AccountRef;
  /** ms, as `expiresAt`. */
  readonly proposedAt: number;
  readonly expiresAt: number;
  /** `waiting`: for a person's press. `over`: it came to nothing, `ended` says how. */
  readonly state: 'waiting' | 'confirmed' | 'over';
  readonly ended: TicketEnd | undefined;
  /** Other people were asked to agree; undefined: nobody was. */
  readonly approval: TicketApproval | undefined;
  readonly acts: readonly ActView[];
}

/** How many have agreed to a ticket, of how many who have to; they may until `until`, ms. */
export interface TicketApproval {
  readonly need: number;
  readonly given: number;
  readonly until: number;
}

/** One act of a ticket: a new order, an amendment or a cancellation. */
export interface ActView {
  readonly n: number;
  readonly kind: 'place' | 'amend' | 'cancel';
  readonly side: Side;
  readonly code: string;
  /** `all`: the whole remainder. */
  readonly quantity: Shares | 'all';
  /** 0n for types without one; undefined for cancellations. */
  readonly price: Won | undefined;
  readonly type: OrderType | undefined;
  /** See IntentState: `unknown` is settled by itself, `refused`, `notSent`, `notPlaced` and `ended` prove that nothing stands. */
  readonly state:
    | 'proposed'
    | 'claimed'
    | 'sent'
    | 'accepted'
    | 'refused'
    | 'notSent'
    | 'unknown'
    | 'notPlaced'
    | 'ended';
  /** The venue's number, once known. */
  readonly orderNumber: string | undefined;
  /** The venue's words, or why it was not sent. */
  readonly reason: string | undefined;
  /** Shares filled, as far as known. */
  readonly filled: Shares | undefined;
}

/** Orders that come from programs. Each is a ticket like any other: same journal, limits, halts and audit. */
export interface RemoteOrders {
  /**
   * Makes a ticket and shows it to the key's owner wherever they can press; with the scope `unattended` it is confirmed
   * at once instead. Durable under `once.key` before anything else happens: the same key and body again get the first
   * answer (or refusal) again, whatever happened between; another body throws `conflict`. Throws what `propose` throws;
   * `denied` (`need: owner`) when nobody could confirm it.
   */
  propose(
    proposal: Proposal,
    caller: { readonly who: Principal; readonly where: Place; readonly unattended: boolean },
    once: { readonly key: string; readonly bodyDigest: string },
    signal: AbortSignal,
  ): Promise<TicketView>;
  /** One that this caller may see: their own, or of an account that was given to them. */
  ticket(id: string, who: Principal): TicketView | undefined;
  /** The latest first, at most 200. */
  tickets(who: Principal): readonly TicketView[];
}

/** What a request under an idempotency key came to. Errors as kind and detail, so that they can be given again. */
export type FirstAnswer =
  | { readonly kind: 'ticket'; readonly ticket: string }
  | {
      readonly kind: 'error';
      readonly error: string;
      readonly message: string;
      readonly detail: Readonly<Record<string, string | number>>;
    };

/** What was asked under which key; kept for two days. */
export interface OnceStore {
  /**
   * The claim: durable when it resolves. `first` for one caller ever; `known` with what has become of it (`answer`
   * undefined: it is under way, or a crash came between). Throws `storage`.
   */
  claim(
    caller: string,
    key: string,
    bodyDigest: string,
    at: number,
  ): Promise<
    | { readonly kind: 'first' }
    | { readonly kind: 'known'; readonly bodyDigest: string; readonly answer: FirstAnswer | undefined }
  >;
  /** Durable when it resolves. Throws `storage`. */
  answer(caller: string, key: string, answer: FirstAnswer): Promise<void>;
}
