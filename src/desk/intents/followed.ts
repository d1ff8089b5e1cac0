import type { Clock, Shares } from '../../core/index.js';
import type { Intent } from './intent.js';
import { FIRST_HUNT, type Hunt, type Progress } from './look.js';
import { nextLook } from './schedule.js';

/** An intent that is looked after, and what the looks have come to. */
export interface Followed {
  intent: Intent;
  hunt: Hunt;
  progress: Progress | undefined;
  heldChange: Shares | undefined;
  /** How many whole lists did not have it although the venue had accepted it. */
  missing: number;
  /** By the monotonic clock: when it left, and from when its looks are counted. */
  readonly leftAt: number;
  readonly since: number;
  /** By the schedule. */
  nextAt: number;
  /** A notice of the venue asks for a look ahead of the schedule, from then on; undefined: none does. */
  hastenedAt: number | undefined;
  /** When it was last looked for. */
  lookedAt: number;
}

/** One of an earlier run is looked for at once, and then by the same schedule from now on. */
const LATE_MS = 1_000;

/** Begins to follow an intent that left at `at` by the wall clock, or goes on with what is known of it. */
export function followedFrom(
  intent: Intent,
  at: number,
  known: Followed | undefined,
  clock: Clock,
): Followed {
  const now = clock.monotonic();
  const leftAt = known?.leftAt ?? now - Math.max(0, clock.now() - at);
  const late = !known && now - leftAt >= LATE_MS;
  const since = known?.since ?? (late ? now : leftAt);
  return {
    intent,
    hunt: known?.hunt ?? FIRST_HUNT,
    progress: known?.progress,
    heldChange: known?.heldChange,
    missing: 0,
    leftAt,
    since,
    nextAt: late ? since : nextDue(intent, { leftAt, since }, now),
    hastenedAt: known?.hastenedAt,
    lookedAt: known?.lookedAt ?? -Infinity,
  };
}

/** When it is looked for next, by the monotonic clock. */
export const dueAt = ({ nextAt, hastenedAt = Infinity }: Followed): number => Math.min(nextAt, hastenedAt);

/** Notices come in bursts, and one look answers them all. */
const HASTE_MS = 1_000;

/**
 * Brings the next look forward. `atOnce`: unless there was one within the last second; otherwise within a second, so that
 * one look serves for what comes with it.
 */
export function hasten(one: Followed, atOnce: boolean, clock: Clock): void {
  const now = clock.monotonic();
  const at = atOnce ? Math.max(now, one.lookedAt + HASTE_MS) : now + HASTE_MS;
  one.hastenedAt = Math.min(at, one.hastenedAt ?? Infinity);
}

/** Puts its next look in its place after one; true when that is another than before. */
export function reschedule(one: Followed, clock: Clock): boolean {
  const before = one.nextAt;
  one.nextAt = nextDue(one.intent, one, clock.monotonic());
  return one.nextAt !== before;
}

/** By the schedule since it left, and by that since a restart, whichever comes first. */
function nextDue(
  { state }: Intent,
  { leftAt, since }: Pick<Followed, 'leftAt' | 'since'>,
  now: number,
): number {
  const kind = state.kind === 'unknown' ? 'unknown' : 'accepted';
  return Math.min(leftAt + nextLook(kind, now - leftAt), since + nextLook(kind, now - since));
}

/** When it left by the wall clock, ms; infinite for what is not looked after. */
export function sentAt({ state }: Intent): number {
  return state.kind === 'unknown' || state.kind === 'accepted' || state.kind === 'sent' ? state.at : Infinity;
}
