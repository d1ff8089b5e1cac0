import {
  type Clock,
  type Command,
  DeskError,
  type HaltControl,
  type Inbound,
  type Inbox,
  type PlatformId,
} from '../core/index.js';

/**
 * What a crash interrupted: events that the last run took in and did not answer. Nobody knows how far they came, so
 * each is handled as if it had had its effect already, and may have that effect once more without harm:
 *
 * - What only looks, and what proposes or stops (`/balance`, `/buy`, `/halt`), is run again. A ticket of the last run
 *   is over, so of two at most one can be confirmed; a halt stands once, for as long as was asked in the first place.
 * - What an admin does is not run again: `/resume` could lift a halt that somebody set after it.
 * - A press is not: its button is gone, and what it began at a venue is cleared up by the ticket's own card.
 * - What came over HTTP is not: nobody is there any more to read the answer, and a program or page asks again.
 *
 * Whoever is not served is told so, and what may have happened. An event that is older than its command allows is
 * refused as always, so that one that brings the program down does so for ten minutes at most.
 */
export interface LeftOvers {
  has(inbound: Inbound): boolean;
  /** Given once. */
  of(platform: PlatformId): readonly Inbound[];
  /** Throws `tooOld` (`what: restart`) for a press of the last run. */
  requireNoPress(inbound: Inbound): void;
  /** Throws `tooOld` (`what: restart`) when running the command once more could undo what was decided since. */
  requireHarmless(inbound: Inbound, command: Command): void;
  /** The kill switch for this event: a halt with an end counts from when it was asked for, however often that is. */
  haltsFor(inbound: Inbound, halts: HaltControl): HaltControl;
  /** Nothing is owed any more: whoever wrote it may not even ask now, or it is no word for the desk. */
  forget(inbound: Inbound): void;
}

const PLATFORMS = ['discord', 'telegram', 'console'] as const satisfies readonly PlatformId[];

export function createLeftOvers(inbox: Inbox, clock: Clock): LeftOvers {
  const waiting = new Map<PlatformId, readonly Inbound[]>();
  const keys = new Set<string>();
  for (const platform of PLATFORMS) {
    const left = inbox.leftOver(platform);
    waiting.set(platform, left);
    for (const inbound of left) keys.add(keyOf(inbound));
  }
  for (const { platform, eventId } of inbox.leftOver('web')) inbox.answered(platform, eventId);
  const has = (inbound: Inbound) => keys.has(keyOf(inbound));
  const interrupted = (act: 'press' | 'admin' | 'halt') =>
    new DeskError('tooOld', 'interrupted by a restart', { what: 'restart', act });

  return {
    has,
    of(platform) {
      const left = waiting.get(platform) ?? [];
      waiting.delete(platform);
      return left;
    },
    requireNoPress(inbound) {
      if (inbound.content.kind === 'press' && has(inbound)) throw interrupted('press');
    },
    requireHarmless(inbound, { access, urgent }) {
      const decides = access === 'admin' || access === 'approve';
      if (decides && !urgent && has(inbound)) throw interrupted('admin');
    },
    haltsFor(inbound, halts) {
      if (!has(inbound)) return halts;
      const ageMs = Math.max(0, clock.now() - inbound.sentAt);
      return {
        ...halts,
        set({ forMs, ...order }, by) {
          const leftMs = forMs === undefined ? undefined : forMs - ageMs;
          if (leftMs !== undefined && leftMs <= 0) throw interrupted('halt');
          return halts.set({ ...order, forMs: leftMs }, by);
        },
      };
    },
    forget(inbound) {
      if (has(inbound)) inbox.answered(inbound.platform, inbound.eventId);
    },
  };
}

const keyOf = ({ platform, eventId }: Inbound): string => `${platform} ${eventId}`;
