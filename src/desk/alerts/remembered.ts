import type { Letter, LetterSubject, Urgency } from '../../core/index.js';
import type { LetterState } from '../outbox/outbox-port.js';
import { type Incident, isHigher, MOST_POSTS } from './incidents.js';

/** The stage of a letter that says that its incident has ended, and of one that asks again for an answer. */
export const ENDED = 'over';
export const REMINDER = 'reminder';

/** What an earlier run of the program left of an incident. */
export interface Remembered {
  readonly incident: Incident;
  readonly letter: Letter;
  /** When it began, ms by the wall clock. */
  readonly since: number;
}

/** undefined: nobody was told of it within the last days. `wallToGrowing`: what to add to a wall-clock time. */
export function remembered(
  letters: Iterable<LetterState>,
  key: string,
  wallToGrowing: number,
): Remembered | undefined {
  const all = [...letters].filter(({ letter }) => letter.about.incident === key).map(({ letter }) => letter);
  const last = all.findLast(({ about }) => about.stage !== REMINDER) ?? all.at(-1);
  if (!last) return undefined;
  const same = all.filter(({ about }) => about.reference === last.about.reference);
  const at = (letter: Letter) => letter.at + wallToGrowing;
  const first = same[0] ?? last;
  return {
    letter: last,
    since: first.at,
    incident: {
      beganAt: at(first),
      lastAt: at(last),
      count: 1,
      urgency: same.map(({ about }) => about.urgency).reduce(higher),
      stages: same.map(({ about }: { readonly about: LetterSubject }) => about.stage),
      endsQuietly: false,
      posts: all.slice(-MOST_POSTS).map(at),
      told: { at: at(last), count: 1 },
      summaries: 0,
      owed: undefined,
      over: last.about.stage === ENDED,
      stale: false,
      editedAt: at(last),
      hushed: false,
      remembered: true,
    },
  };
}

const higher = (a: Urgency, b: Urgency): Urgency => (isHigher(b, a) ? b : a);
