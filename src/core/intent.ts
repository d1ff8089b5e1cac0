import type { Won } from './money.js';
import type { VenueOrderRef } from './order.js';
import type { Place } from './principal.js';
import type { Snapshot, TradeAct } from './trade.js';

/** Where a card stands, so that it can be rewritten after a restart. `message` is the platform's own id. */
export interface ShownCard {
  readonly platform: Place['platform'];
  readonly place: string;
  readonly message: string;
}

/** Why a ticket came to nothing before anything was sent. */
export type TicketEnd =
  | 'declined'
  | 'expired'
  | 'restart'
  | 'replaced'
  | 'blocked'
  /** An approver said no. */
  | 'denied'
  /** Too few said yes in time. */
  | 'unapproved';

/** How an unknown outcome was resolved. `person`: somebody looked in the broker's app and said so. */
export type Settlement =
  | { readonly kind: 'accepted'; readonly order: VenueOrderRef; readonly by: 'list' | 'person' }
  | { readonly kind: 'notPlaced'; readonly by: 'list' | 'person' };

/**
 * One line of the intent journal. A ticket holds one act or several; `n` counts them from 0. Order in the file is order
 * of happening, and `sent` is durable before the first byte of its act leaves.
 */
export type IntentEvent =
  | {
      readonly kind: 'proposed';
      readonly ticket: string;
      readonly at: number;
      readonly owner: string;
      readonly where: Place;
      readonly expiresAt: number;
      readonly acts: readonly TradeAct[];
      /** What each act counts against the limits, won. */
      readonly values: readonly Won[];
    }
  | { readonly kind: 'shown'; readonly ticket: string; readonly at: number; readonly card: ShownCard }
  | { readonly kind: 'ended'; readonly ticket: string; readonly at: number; readonly how: TicketEnd }
  /** Its requester asked for approvers. `digest` binds every answer to these very acts; `need`: how many have to say yes. */
  | {
      readonly kind: 'asked';
      readonly ticket: string;
      readonly at: number;
      readonly until: number;
      readonly need: number;
      readonly digest: string;
    }
  | {
      readonly kind: 'approved';
      readonly ticket: string;
      readonly at: number;
      readonly by: string;
      readonly digest: string;
    }
  | { readonly kind: 'denied'; readonly ticket: string; readonly at: number; readonly by: string }
  /** Its requester goes ahead without approvers, with a second factor, once `opensAt` has come and nobody denied it. */
  | {
      readonly kind: 'glassBroken';
      readonly ticket: string;
      readonly at: number;
      readonly by: string;
      readonly opensAt: number;
    }
  | { readonly kind: 'claimed'; readonly ticket: string; readonly at: number; readonly by: string }
  | {
      readonly kind: 'sent';
      readonly ticket: string;
      readonly n: number;
      readonly at: number;
      readonly snapshot: Snapshot;
      /** Line of the audit trail that was durable by then: an anchor outside it. */
      readonly audit: AuditMark | undefined;
    }
  | {
      readonly kind: 'accepted';
      readonly ticket: string;
      readonly n: number;
      readonly at: number;
      readonly order: VenueOrderRef;
    }
  | {
      readonly kind: 'refused';
      readonly ticket: string;
      readonly n: number;
      readonly at: number;
      readonly code: string;
      readonly message: string;
    }
  | {
      readonly kind: 'notSent';
      readonly ticket: string;
      readonly n: number;
      readonly at: number;
      readonly reason: string;
    }
  | {
      readonly kind: 'unknown';
      readonly ticket: string;
      readonly n: number;
      readonly at: number;
      readonly reason: string;
    }
  | {
      readonly kind: 'settled';
      readonly ticket: string;
      readonly n: number;
      readonly at: number;
      readonly settlement: Settlement;
    }
  /** The venue's list shows the order at its end: filled, cancelled, amended away or rejected. */
  | { readonly kind: 'done'; readonly ticket: string; readonly n: number; readonly at: number };

/** Names one line of the audit trail: its number from 1 and the first 16 hex digits of its hash. */
export interface AuditMark {
  readonly line: number;
  readonly hash: string;
}

/** The append-only journal of intents. */
export interface IntentJournal {
  /** What was written before this start, oldest first. */
  readonly past: readonly IntentEvent[];
  /**
   * Lines of the file that could not be read at this start. Above 0 something about an order is not known: trading
   * must begin stopped. They are put aside when the journal is closed in good order; until then each start counts them.
   */
  readonly damaged: number;
  /** Durable (fsynced) when it resolves; events appended in one tick share one write. Throws `storage`. */
  append(...events: readonly IntentEvent[]): Promise<void>;
  /**
   * Which tickets are still needed when the file is rewritten because it has grown large; the others go to an
   * archive. Until this was called everything is kept.
   */
  keep(needed: (ticket: string) => boolean): void;
}
