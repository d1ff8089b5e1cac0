/** How a session ended, as far as the time of the next one depends on it. */
export type SessionEnd =
  /** There was none, for want of an approval key. */
  | 'noKey'
  /** The line was not opened, or broke. */
  | 'lost'
  /** Another session holds the app key. */
  | 'inUse'
  /** KIS knows neither the approval key nor, for all that it says, the app key. */
  | 'keyRefused'
  /** The line died upon the registration, or KIS refused what it names: so it is when the HTS id is wrong. */
  | 'htsId'
  /** No frame for a long time in market hours, or no acknowledgement at all. */
  | 'silent'
  /** Any other refusal. */
  | 'refused';

export interface Pace {
  /** To be told when a session is about to be opened, by the monotonic clock, ms. */
  opening(now: number): void;
  /** To be told how it ended; gives how long the next one has to wait, ms. */
  ended(
    end: SessionEnd,
    session: { readonly proven: boolean; readonly acknowledged: boolean },
    now: number,
  ): number;
  /** Whether the HTS id is taken to be wrong. */
  readonly givenUp: boolean;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;
/** A line that dropped lingers at KIS for a while, and holds the app key. */
const IN_USE_WAIT_MS = 60_000;
const GIVEN_UP_WAIT_MS = 1_800_000;
const DEATHS_THAT_TELL = 3;

/** KIS blocks app keys and addresses that connect without end. */
export const MOST_OPENINGS = 20;
export const OPENINGS_WINDOW_MS = 600_000;

/**
 * When the next session may be opened: after 1 s, 2 s, 4 s … 5 min. The waits begin anew only once a session has been
 * proven: by a notice, or by a minute after its acknowledgement. An app key in use is left alone for 1, 2, 4, 5
 * minutes. Three deaths in a row upon registering mean a wrong HTS id, and half an hour between attempts. Whatever
 * sessions do, no more than 20 are opened within ten minutes.
 */
export function createPace(): Pace {
  let failures = 0;
  let inUse = 0;
  let deaths = 0;
  let openings: readonly number[] = [];

  const doubled = (first: number, times: number) =>
    Math.min(LONGEST_WAIT_MS, first * 2 ** Math.min(times, 20));

  function waitAfter(end: SessionEnd): number {
    const wait = doubled(FIRST_WAIT_MS, failures);
    failures += 1;
    if (deaths >= DEATHS_THAT_TELL) return GIVEN_UP_WAIT_MS;
    if (end !== 'inUse') return wait;
    inUse += 1;
    return Math.max(wait, doubled(IN_USE_WAIT_MS, inUse - 1));
  }

  return {
    opening(now) {
      openings = [...openings, now].slice(-MOST_OPENINGS);
    },
    ended(end, { proven, acknowledged }, now) {
      if (proven) {
        failures = 0;
        inUse = 0;
      }
      if (acknowledged) deaths = 0;
      if (end === 'htsId') deaths += 1;
      const wait = waitAfter(end);
      const [first = 0] = openings;
      const room = openings.length < MOST_OPENINGS ? 0 : first + OPENINGS_WINDOW_MS - now;
      return Math.max(wait, room);
    },
    get givenUp() {
      return deaths >= DEATHS_THAT_TELL;
    },
  };
}
