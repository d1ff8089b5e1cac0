import type { Inbound } from './inbound.js';
import type { PlatformId } from './principal.js';

/**
 * Every event of a platform, written down before it is acted on: it is acted on once, however often it is delivered,
 * and one that was interrupted by a crash is taken up again.
 */
export interface Inbox {
  /**
   * True for the first delivery, durable when it resolves; false ever after. True once more for an event that the last
   * run left unanswered. Throws `storage`.
   */
  take(inbound: Inbound): Promise<boolean>;
  /** Whether the event was taken by this run, or answered by an earlier one; from memory alone. */
  known(platform: PlatformId, eventId: string): boolean;
  /** The answer stands where it belongs. Returns at once: at worst a restart takes the event up again. */
  answered(platform: PlatformId, eventId: string): void;
  /** What the last run took and did not answer, oldest first. Given once. */
  leftOver(platform: PlatformId): readonly Inbound[];
}
