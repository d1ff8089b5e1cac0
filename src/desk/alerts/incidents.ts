import type { Urgency } from '../../core/index.js';

/** No more than `MOST_POSTS` messages about one incident within this span, ms. */
export const WINDOW_MS = 10 * 60_000;
export const MOST_POSTS = 3;
/** A card is given a new count at most this often, ms. */
export const EDIT_EVERY_MS = 30_000;
/** Trouble that nobody ends is over when it was not told for so long, ms. */
export const QUIET_MS = 10 * 60_000;
/** Trouble that goes on is summed up after ten minutes, and then every hour, ms. */
const SUMMARY_AFTER_MS = 10 * 60_000;
const NEXT_SUMMARY_AFTER_MS = 60 * 60_000;

/** So many latest steps are remembered. */
const MOST_STAGES = 100;

/** What a message says. `quiet`: it ended by itself. */
export type Word = 'began' | 'stage' | 'summary' | 'over' | 'quiet';

/** One incident as far as its messages are concerned. Times are ms by the clock that only grows. */
export interface Incident {
  readonly beganAt: number;
  readonly lastAt: number;
  /** How often it was told; a new step that nothing but the time brought about is not counted. */
  readonly count: number;
  /** The highest so far. */
  readonly urgency: Urgency;
  /** Its steps that are no news any more. */
  readonly stages: readonly (string | undefined)[];
  readonly endsQuietly: boolean;
  /** When its latest messages went out, oldest first, at most `MOST_POSTS`; those of an earlier beginning too. */
  readonly posts: readonly number[];
  /** Last message since it began, and the count that it bore; undefined: nobody was told yet. */
  readonly told: { readonly at: number; readonly count: number } | undefined;
  readonly summaries: number;
  /** A message that is to go out as soon as it may. */
  readonly owed: Word | undefined;
  readonly over: boolean;
  /** The card shows less than is known. */
  readonly stale: boolean;
  readonly editedAt: number;
  /** A message was kept back because people wanted silence. */
  readonly hushed: boolean;
  /** Known from an earlier run of the program only: it may have ended unseen. */
  readonly remembered: boolean;
}

export type Input =
  | {
      readonly kind: 'raise';
      readonly stage: string | undefined;
      readonly urgency: Urgency;
      readonly endsQuietly: boolean;
      readonly counts: boolean;
    }
  | { readonly kind: 'over' }
  /** Time has passed. */
  | { readonly kind: 'look' }
  /** A message was sent about it by somebody else: it fills the window too. */
  | { readonly kind: 'posted' };

export type Deed =
  | {
      readonly kind: 'post';
      readonly word: Word;
      /** Told so often since the last message. */
      readonly more: number;
      /** ms since the last message, or since it began. */
      readonly span: number;
    }
  | { readonly kind: 'edit' }
  /** Something is to be shown, and not yet. */
  | { readonly kind: 'later' }
  | { readonly kind: 'nothing' };

export interface Step {
  readonly incident: Incident;
  readonly deed: Deed;
  /** When to look again; undefined: there is nothing to wait for. */
  readonly wakeAt: number | undefined;
}

const RANK: Readonly<Record<Urgency, number>> = { info: 0, warning: 1, critical: 2 };

export const isHigher = (a: Urgency, b: Urgency) => RANK[a] > RANK[b];

/**
 * What is to be done about an incident now. `mutedAt`: its urgency when somebody muted it; undefined when it is not
 * muted. undefined for what ends an incident that nobody knows.
 */
export function step(
  known: Incident | undefined,
  input: Input,
  now: number,
  mutedAt: Urgency | undefined,
): Step | undefined {
  const next = take(known, input, now, mutedAt !== undefined);
  return next && settle(next, now, mutedAt !== undefined && !isHigher(next.urgency, mutedAt));
}

/** The facts, and which message they are worth. */
function take(
  known: Incident | undefined,
  input: Input,
  now: number,
  isMuted: boolean,
): Incident | undefined {
  switch (input.kind) {
    case 'raise':
      return known && goesOn(known, input, now, isMuted)
        ? again(known, input, now)
        : begun(known, input, now);
    case 'over':
      if (!known || known.over) return undefined;
      return ended(known, known.told ? 'over' : undefined);
    case 'posted':
      return known && { ...known, posts: [...known.posts, now].slice(-MOST_POSTS) };
    case 'look': {
      if (!known || !isSilent(known, now)) return known;
      return ended(known, known.told && known.count > 1 ? 'quiet' : undefined);
    }
  }
}

const isSilent = ({ over, endsQuietly, lastAt }: Incident, now: number) =>
  !over && endsQuietly && now - lastAt >= QUIET_MS;

const ended = (incident: Incident, owed: Word | undefined): Incident => ({
  ...incident,
  over: true,
  owed,
  stale: incident.told !== undefined,
});

/** Whether this is still the trouble that people know of, rather than the next. */
function goesOn(
  known: Incident,
  { endsQuietly }: Input & { kind: 'raise' },
  now: number,
  isMuted: boolean,
): boolean {
  if (known.remembered) return false;
  // Its end was not told yet: for everybody who reads, it never ended.
  if (known.over) return known.owed !== undefined || isMuted;
  return !(endsQuietly && now - known.lastAt >= QUIET_MS);
}

function begun(known: Incident | undefined, input: Input & { kind: 'raise' }, now: number): Incident {
  return {
    beganAt: now,
    lastAt: now,
    count: 1,
    urgency: input.urgency,
    stages: [input.stage],
    endsQuietly: input.endsQuietly,
    posts: known?.posts ?? [],
    told: undefined,
    summaries: 0,
    owed: 'began',
    over: false,
    stale: false,
    editedAt: -Infinity,
    hushed: false,
    remembered: false,
  };
}

function again(known: Incident, input: Input & { kind: 'raise' }, now: number): Incident {
  const isNews = !known.stages.includes(input.stage) || isHigher(input.urgency, known.urgency);
  const next: Incident = {
    ...known,
    lastAt: now,
    count: known.count + (input.counts ? 1 : 0),
    urgency: isHigher(input.urgency, known.urgency) ? input.urgency : known.urgency,
    stages: known.stages.includes(input.stage)
      ? known.stages
      : [...known.stages, input.stage].slice(-MOST_STAGES),
    endsQuietly: input.endsQuietly,
    over: false,
    // Before anybody was told there is no card to put right.
    stale: known.told !== undefined || known.hushed,
  };
  const waiting = known.over ? undefined : known.owed;
  const owed = waiting === 'began' ? waiting : isNews ? 'stage' : (waiting ?? summaryOf(next, now));
  return { ...next, owed: next.told || owed === undefined ? owed : 'began' };
}

function summaryOf({ told, endsQuietly, summaries, hushed }: Incident, now: number): Word | undefined {
  if (hushed) return 'summary';
  if (!told || !endsQuietly) return undefined;
  return now - told.at >= (summaries === 0 ? SUMMARY_AFTER_MS : NEXT_SUMMARY_AFTER_MS)
    ? 'summary'
    : undefined;
}

/** What is done of it now, and when it is looked at again. */
function settle(incident: Incident, now: number, isMuted: boolean): Step {
  const { owed, told, stale, editedAt, count } = incident;
  if (owed !== undefined && !isMuted && nextPostAt(incident.posts, now) <= now) {
    const posted: Incident = {
      ...incident,
      posts: [...incident.posts, now].slice(-MOST_POSTS),
      told: { at: now, count },
      summaries: incident.summaries + (owed === 'summary' ? 1 : 0),
      owed: undefined,
      stale: false,
      hushed: false,
      editedAt: now,
    };
    const more = count - (told?.count ?? 0);
    const span = now - (told?.at ?? incident.beganAt);
    return rest(posted, { kind: 'post', word: owed, more, span }, now);
  }
  const hushed: Incident = isMuted && stale ? { ...incident, owed: undefined, hushed: true } : incident;
  const waiting: Incident =
    isMuted && owed !== undefined ? { ...hushed, owed: undefined, stale: true, hushed: true } : hushed;
  if (waiting.stale && now - editedAt >= EDIT_EVERY_MS) {
    return rest({ ...waiting, stale: false, editedAt: now }, { kind: 'edit' }, now);
  }
  return rest(waiting, { kind: waiting.stale || waiting.owed !== undefined ? 'later' : 'nothing' }, now);
}

function rest(incident: Incident, deed: Deed, now: number): Step {
  const { owed, posts, stale, editedAt, endsQuietly, over, lastAt } = incident;
  const times = [
    ...(owed === undefined ? [] : [nextPostAt(posts, now)]),
    ...(stale ? [editedAt + EDIT_EVERY_MS] : []),
    ...(endsQuietly && !over ? [lastAt + QUIET_MS] : []),
  ];
  return { incident, deed, wakeAt: times.length > 0 ? Math.min(...times) : undefined };
}

/** When another message about it may go out: now, or later. */
export function nextPostAt(posts: readonly number[], now: number): number {
  const oldest = posts.at(-MOST_POSTS);
  return oldest === undefined ? now : oldest + WINDOW_MS;
}
