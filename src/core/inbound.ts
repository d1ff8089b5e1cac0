import type { ShownCard } from './intent.js';
import type { Place, PlatformId } from './principal.js';
import type { Reply } from './reply.js';

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
}

export type InboundContent =
  /** `/balance 2`, with or without the slash. */
  | { readonly kind: 'text'; readonly text: string }
  /** A command with named options (Discord). */
  | { readonly kind: 'command'; readonly name: string; readonly options: Readonly<Record<string, string>> }
  | { readonly kind: 'press'; readonly buttonId: string };

/** What the platform does with the answer. */
export type Outcome =
  | { readonly kind: 'reply'; readonly reply: Reply; readonly placement: 'new' | 'replace' }
  /** A stranger or an unlisted place: silence on Telegram, the same short private refusal on Discord. */
  | { readonly kind: 'refused' }
  /** Seen before, or nothing to say. */
  | { readonly kind: 'ignored' };

/** The desk's front door. Never rejects: every failure becomes a reply. */
export interface Dispatcher {
  handle(inbound: Inbound): Promise<Outcome>;
  /** Known before the answer, since Discord fixes it with the acknowledgement. What will be refused is private. */
  visibilityOf(inbound: Inbound): 'private' | 'public';
  /** A platform reports where the reply with this `card` now stands. */
  shown(card: string, where: ShownCard): void;
}
