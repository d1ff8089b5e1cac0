import type { Form } from './form.js';
import type { ShownCard } from './intent.js';
import type { Place, PlatformId } from './principal.js';
import type { Reply } from './reply.js';
import type { Suggestion, Typing } from './suggestion.js';

/** One thing a person did on a platform, in the desk's words. */
export interface Inbound {
  readonly platform: PlatformId;
  /** The platform's own id of the event: the same event delivered twice has the same id. */
  readonly eventId: string;
  readonly who: { readonly userId: string; readonly name: string };
  readonly where: Place;
  /** When the person acted, by the platform's clock, ms. */
  readonly sentAt: number;
  readonly content: InboundContent;
  /** What the platform needs to answer it after a restart; opaque to the desk, kept encrypted. */
  readonly origin?: string;
}

export type InboundContent =
  /** `/balance 2`, with or without the slash. */
  | { readonly kind: 'text'; readonly text: string }
  /** A command with named options (Discord). */
  | { readonly kind: 'command'; readonly name: string; readonly options: Readonly<Record<string, string>> }
  /** `given`: what the press's form was filled with. */
  | { readonly kind: 'press'; readonly buttonId: string; readonly given?: Readonly<Record<string, string>> };

/** What the platform does with the answer. */
export type Outcome =
  | { readonly kind: 'reply'; readonly reply: Reply; readonly placement: 'new' | 'replace' }
  /** A stranger or an unlisted place: silence on Telegram, the same short private refusal on Discord. */
  | { readonly kind: 'refused' }
  /** Seen before, or nothing to say. */
  | { readonly kind: 'ignored' };

/** The desk's front door. Never rejects: every failure becomes a reply. */
export interface Dispatcher {
  /**
   * `taken` is called once the event is written down, or cannot be: from then on the platform need not deliver it again.
   * What is never written down, a stranger's words say, is over when this resolves.
   */
  handle(inbound: Inbound, taken?: () => void): Promise<Outcome>;
  /** Whether person and place are let in now; from memory. Where strangers meet silence, not even their press is acknowledged. */
  admits(inbound: Inbound): boolean;
  /** Known before the answer, since Discord fixes it with the acknowledgement. What will be refused is private. */
  visibilityOf(inbound: Inbound): 'private' | 'public';
  /** A platform reports where the reply with this `card` now stands. */
  shown(card: string, where: ShownCard): void;
  /** What has to be asked before this press can be handled; undefined when nothing has, or it will be refused. */
  formOf(inbound: Inbound): Form | undefined;
  /** At most 25, within 300 ms, nothing for strangers. Never rejects. */
  suggest(typing: Typing): Promise<readonly Suggestion[]>;
  /** The outcome of this event stands where it belongs. */
  answered(inbound: Inbound): void;
  /** Events of the platform that the last run took in and did not answer, to be handled as if they came now. Given once. */
  leftOver(platform: PlatformId): readonly Inbound[];
}
