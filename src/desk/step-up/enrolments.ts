import type { Clock } from '../../core/index.js';

const LIFETIME_MS = 10 * 60_000;
const MOST_WRONG = 5;

/** A secret that waits for its first code. */
export interface PendingSecret {
  readonly secret: string;
  /** The secret that the person had when this one was shown, and gave a code of; undefined: they had none. */
  readonly replaces: string | undefined;
  /** ms by the wall clock. */
  readonly until: number;
}

/** Secrets that were shown and not proven yet. They live in memory only, ten minutes long. */
export interface Enrolments {
  /** One that waited for the same person is over. */
  begin(person: string, wanted: Pick<PendingSecret, 'secret' | 'replaces'>): PendingSecret;
  of(person: string): PendingSecret | undefined;
  end(person: string): void;
  /** Counts a wrong code; gives how many more this secret bears. After the fifth it is over. */
  miss(person: string): number;
}

interface Waiting extends PendingSecret {
  /** By the monotonic clock. */
  readonly deadline: number;
  readonly wrong: number;
}

export function createEnrolments(clock: Clock): Enrolments {
  const waiting = new Map<string, Waiting>();

  const isOver = ({ deadline, until }: Waiting) => clock.monotonic() >= deadline || clock.now() >= until;

  return {
    begin(person, { secret, replaces }) {
      for (const [other, entry] of waiting) if (isOver(entry)) waiting.delete(other);
      const until = clock.now() + LIFETIME_MS;
      const pending = { secret, replaces, until };
      waiting.set(person, { ...pending, deadline: clock.monotonic() + LIFETIME_MS, wrong: 0 });
      return pending;
    },
    of(person) {
      const entry = waiting.get(person);
      return entry && !isOver(entry) ? entry : undefined;
    },
    end: person => void waiting.delete(person),
    miss(person) {
      const entry = waiting.get(person);
      if (!entry) return 0;
      const wrong = entry.wrong + 1;
      if (wrong < MOST_WRONG) waiting.set(person, { ...entry, wrong });
      else waiting.delete(person);
      return MOST_WRONG - wrong;
    },
  };
}
