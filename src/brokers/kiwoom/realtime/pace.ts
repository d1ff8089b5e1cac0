/** How a session ended, as far as the time of the next one depends on it. */
export type SessionEnd =
  /** There was none, for want of a token. */
  | 'noToken'
  /** The line was not opened, or broke, or Kiwoom ended it for want of a heartbeat or a login. */
  | 'lost'
  /** Another program logged in with this app key, and Kiwoom ended ours. */
  | 'inUse'
  /** Kiwoom calls the token invalid. */
  | 'tokenRefused'
  /** Not even a PING for half a minute, or no acknowledgement at all. */
  | 'silent'
  /** Any other refusal. */
  | 'refused';

export interface Pace {
  /** To be told when a session is about to be opened, by the monotonic clock, ms. */
  opening(now: number): void;
  /** To be told how it ended and for how long it had stood; gives how long the next one has to wait, ms. */
  ended(
    end: SessionEnd,
    session: { readonly proven: boolean; readonly stoodMs: number },
    now: number,
  ): number;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;
/** Whoever logs in throws the other out: two programs that come back at once do nothing else all day. */
const IN_USE_WAIT_MS = 300_000;
const LONGEST_IN_USE_WAIT_MS = 1_800_000;
/** After so long the other program has given way. */
const ALONE_AFTER_MS = 3_600_000;

/** A line that is opened without end would not be answered for long. */
export const MOST_OPENINGS = 20;
export const OPENINGS_WINDOW_MS = 600_000;

/**
 * When the next session may be opened: after 1 s, 2 s, 4 s … 5 min. The waits begin anew only once a session has been
 * proven: by a notice, or by a minute after its acknowledgement. An app key that another program took over is left
 * alone for 5, 10, 20, 30 minutes, and these waits begin anew only once a session has stood for an hour. Whatever
 * sessions do, no more than 20 are opened within ten minutes.
 */
export function createPace(): Pace {
  let failures = 0;
  let inUse = 0;
  let openings: readonly number[] = [];

  const doubled = (first: number, times: number, longest: number) =>
    Math.min(longest, first * 2 ** Math.min(times, 20));

  function waitAfter(end: SessionEnd): number {
    const wait = doubled(FIRST_WAIT_MS, failures, LONGEST_WAIT_MS);
    failures += 1;
    if (end !== 'inUse') return wait;
    inUse += 1;
    return doubled(IN_USE_WAIT_MS, inUse - 1, LONGEST_IN_USE_WAIT_MS);
  }

  return {
    opening(now) {
      openings = [...openings, now].slice(-MOST_OPENINGS);
    },
    ended(end, { proven, stoodMs }, now) {
      if (proven) failures = 0;
      if (stoodMs >= ALONE_AFTER_MS) inUse = 0;
      const wait = waitAfter(end);
      const [first = 0] = openings;
      const room = openings.length < MOST_OPENINGS ? 0 : first + OPENINGS_WINDOW_MS - now;
      return Math.max(wait, room);
    },
  };
}
