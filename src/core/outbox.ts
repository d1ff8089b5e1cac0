import type { CommandCall } from './command.js';
import type { ShownCard } from './intent.js';
import type { NoticeKind, Urgency } from './notice.js';
import type { PlatformId } from './principal.js';
import type { Reply } from './reply.js';

/** Where the desk can say something unasked. */
export interface Destination {
  readonly platform: PlatformId;
  /** `place`: a channel or chat, `id` its id (`console` on the terminal). `person`: their own chat with the bot, `id` their user id. */
  readonly kind: 'place' | 'person';
  readonly id: string;
}

/** `place:discord:42` */
export const destinationKey = ({ kind, platform, id }: Destination): string => `${kind}:${platform}:${id}`;

export interface Route {
  readonly to: Destination;
  /** Shown without a sound. */
  readonly silent: boolean;
}

/** `urgent` overtakes `normal`, which overtakes `bulk`; within a lane a destination gets them in order. */
export type OutboxLane = 'urgent' | 'normal' | 'bulk';

/** Something on its way to one or several destinations, or shown there. */
export interface Letter {
  /** 22 characters of base64url: 128 random bits. */
  readonly id: string;
  /** ms by the wall clock. */
  readonly at: number;
  readonly lane: OutboxLane;
  readonly reply: Reply;
  readonly buttons: readonly LetterButton[];
  readonly to: readonly Route[];
  /** Takes the place of `to` when none of those shows it in time. */
  readonly spare: readonly Route[];
  readonly about: LetterSubject;
}

/** What a letter is about, for those who look after it. */
export interface LetterSubject {
  readonly kind: NoticeKind;
  readonly urgency: Urgency;
  readonly incident: string | undefined;
  readonly stage: string | undefined;
  /** On the card and in the log. */
  readonly reference: string;
}

/** What a button of a letter means, whoever presses it; it is known after a restart too. */
export interface LetterButton {
  readonly id: string;
  readonly means:
    | { readonly kind: 'acknowledge' }
    | { readonly kind: 'mute'; readonly ms: number }
    | { readonly kind: 'call'; readonly call: CommandCall };
}

/** Why a destination will not be tried any more. `doubtful`: it may show it already, and another one does. */
export type DropReason = 'refused' | 'tooOld' | 'notOffered' | 'doubtful';

/** One line of the outbox's journal. Order in the file is order of happening. */
export type OutboxEvent =
  | { readonly kind: 'posted'; readonly letter: Letter }
  /** New words; what shows the old ones is edited. `version` counts from 1. */
  | {
      readonly kind: 'changed';
      readonly id: string;
      readonly at: number;
      readonly version: number;
      readonly reply: Reply;
      readonly buttons: readonly LetterButton[];
    }
  | {
      readonly kind: 'forwarded';
      readonly id: string;
      readonly at: number;
      readonly to: readonly Route[];
      readonly why: 'spare' | 'escalated';
    }
  /** About to be posted at `to` (a destination's key). Until `shown` or `dropped` nobody knows whether it stands there. */
  | { readonly kind: 'trying'; readonly id: string; readonly at: number; readonly to: string }
  /** The attempt surely posted nothing. */
  | { readonly kind: 'failed'; readonly id: string; readonly at: number; readonly to: string }
  | {
      readonly kind: 'shown';
      readonly id: string;
      readonly at: number;
      readonly to: string;
      /** undefined: it stands there, but cannot be edited. */
      readonly card: ShownCard | undefined;
      readonly version: number;
    }
  | {
      readonly kind: 'dropped';
      readonly id: string;
      readonly at: number;
      readonly to: string;
      readonly why: DropReason;
    }
  /** A minute has passed, and no destination shows it. */
  | { readonly kind: 'nobody'; readonly id: string; readonly at: number }
  | { readonly kind: 'acknowledged'; readonly id: string; readonly at: number; readonly by: string }
  | {
      readonly kind: 'muted';
      readonly incident: string;
      readonly at: number;
      readonly until: number;
      readonly by: string;
    };

/** The append-only journal of what the desk says unasked. What people read in it is encrypted. */
export interface OutboxJournal {
  /** What was written before this start, oldest first. */
  readonly past: readonly OutboxEvent[];
  /** Durable (fsynced) when it resolves; events appended in one tick share one write. Throws `storage`. */
  append(...events: readonly OutboxEvent[]): Promise<void>;
  /**
   * Which letters and mutes are still needed when the file is rewritten because it has grown large. Until this was
   * called everything is kept.
   */
  keep(needed: (event: OutboxEvent) => boolean): void;
}
