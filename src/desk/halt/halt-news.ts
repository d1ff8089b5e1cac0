import type { Clock, Halt, Language, Log, Notice, Tell } from '../../core/index.js';
import {
  haltFileGone,
  haltFileSeen,
  haltRanOut,
  haltSet,
  haltsLifted,
  haltsRemembered,
} from './halt-text.js';

/** Tells everybody what is halted and what no longer is. Never throws. */
export interface HaltNews {
  set(halt: Halt, durable: boolean, by: string): void;
  lifted(lifted: readonly Halt[], left: readonly Halt[], by?: string): void;
  ranOut(halt: Halt, left: readonly Halt[]): void;
  remembered(halts: readonly Halt[]): void;
  fileSeen(): void;
  fileGone(left: readonly Halt[]): void;
}

export interface HaltNewsParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly language: Language;
  readonly tell: Tell;
}

const FILE_INCIDENT = 'halt:HALT';
/** So many halts of an earlier run are told one by one; more are one list. */
const MOST_SINGLE = 3;

export function haltNews({ clock, log, language, tell }: HaltNewsParts): HaltNews {
  /** Halts that everybody was told of one by one, so that their ends belong to what was said. */
  const announced = new Set<string>();

  function say(notice: Omit<Notice, 'kind' | 'at'>): void {
    try {
      tell({ kind: 'halt', at: clock.now(), ...notice });
    } catch {
      log('error', 'halt notice not told', { title: notice.draft.title });
    }
  }

  /** The card that told of it is closed by this. */
  function ended(halt: Halt, draft: Notice['draft'], by?: string): void {
    announced.delete(halt.id);
    say({ urgency: 'info', incident: incidentOf(halt.id), over: true, draft, ...doneBy(by) });
  }

  return {
    set(halt, durable, by) {
      announced.add(halt.id);
      say({
        urgency: by === 'desk' ? 'critical' : 'warning',
        incident: incidentOf(halt.id),
        // Whatever was changed about it is news.
        stage: `set ${clock.now()}`,
        draft: haltSet(halt, durable, language),
        by,
      });
    },
    lifted(lifted, left, by) {
      const alone = lifted.filter(({ id }) => announced.has(id));
      const others = lifted.filter(({ id }) => !announced.has(id));
      for (const halt of alone) ended(halt, haltsLifted([halt], left, language), by);
      // Nobody was told of these one by one, so that there is no card to close: their end is news by itself.
      const draft = haltsLifted(others, left, language);
      if (others.length > 0) say({ urgency: 'info', draft, ...doneBy(by) });
    },
    ranOut(halt, left) {
      const draft = haltRanOut(halt, left, language);
      if (announced.has(halt.id)) ended(halt, draft);
      else say({ urgency: 'info', draft });
    },
    remembered(halts) {
      if (halts.length > MOST_SINGLE) {
        say({ urgency: 'warning', draft: haltsRemembered(halts, language) });
        return;
      }
      for (const halt of halts) {
        announced.add(halt.id);
        const draft = haltsRemembered([halt], language);
        say({ urgency: 'warning', incident: incidentOf(halt.id), stage: `kept ${clock.now()}`, draft });
      }
    },
    fileSeen: () =>
      say({ urgency: 'critical', incident: FILE_INCIDENT, stage: 'set', draft: haltFileSeen(language) }),
    fileGone: left =>
      say({ urgency: 'info', incident: FILE_INCIDENT, over: true, draft: haltFileGone(left, language) }),
  };
}

const doneBy = (by: string | undefined) => (by === undefined ? {} : { by });
const incidentOf = (id: string) => `halt:${id}`;
