import type { DeskError, DropReason, Language, Reply } from '../../core/index.js';
import type { Try } from './letter-record.js';

/** What to do with a letter whose turn it is. */
export type Plan =
  /** `marked`: it may stand there already, and says so. */
  | { readonly kind: 'send'; readonly marked: boolean }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'drop' };

/** What to do after an attempt that did not show the letter. `surely`: it posted nothing. */
export type Failure = { readonly surely: boolean } & (
  | { readonly kind: 'drop'; readonly why: DropReason }
  /** It will never be taken like this: its words alone, at once. */
  | { readonly kind: 'plain' }
  /** `ordered`: the platform said how long to wait, and nothing shortens that. */
  | { readonly kind: 'again'; readonly waitMs: number; readonly ordered: boolean }
);

/** Other destinations get this long to show a letter before it is posted here a second time. */
const DOUBT_MS = 5_000;
/** Then twice as long each time, up to this: more than an hour in all. */
const LONGEST_DOUBT_MS = 300_000;
const MOST_REPEATS = 20;
const LONGEST_WAIT_MS = 60_000;

/**
 * A letter that may stand there already is posted again only under a key that the platform surely still knows.
 * Beyond that time it is given up when people have it elsewhere, and else posted again, saying so, more and more
 * rarely: one that stands twice is a nuisance, one that stands nowhere is lost.
 */
export function planTry(
  tries: readonly Try[],
  known: {
    /** ms by the wall clock. */
    readonly now: number;
    readonly sameKeyMs: number;
    /** Another destination shows it. */
    readonly elsewhere: boolean;
    /** For how long this run has known of the doubt, ms. */
    readonly doubtfulMs: number;
  },
): Plan {
  const { now, sameKeyMs, elsewhere, doubtfulMs } = known;
  const first = tries[0];
  if (first === undefined) return { kind: 'send', marked: false };
  const { repeats, since } = underKeys(tries, sameKeyMs);
  if (isSameKey(since, now, sameKeyMs)) return { kind: 'send', marked: repeats > 0 };
  if (elsewhere || repeats >= MOST_REPEATS) return { kind: 'drop' };
  if (doubtfulMs < DOUBT_MS) return { kind: 'wait', ms: DOUBT_MS - doubtfulMs };
  const pause = Math.min(DOUBT_MS * 2 ** repeats, LONGEST_DOUBT_MS);
  const sinceMs = now - (tries.at(-1)?.at ?? now);
  if (repeats > 0 && sinceMs >= 0 && sinceMs < pause) return { kind: 'wait', ms: pause - sinceMs };
  return { kind: 'send', marked: true };
}

/** Whether what stands there now was a marked repeat. */
export const isMarked = (tries: readonly Try[], sameKeyMs: number): boolean =>
  underKeys(tries, sameKeyMs).repeats > 0;

/** How often it was posted anew, and since when the key of the last time counts. */
function underKeys(tries: readonly Try[], sameKeyMs: number): { repeats: number; since: number } {
  let repeats = 0;
  let since = tries[0]?.at ?? 0;
  for (const { at } of tries.slice(1)) {
    if (isSameKey(since, at, sameKeyMs)) continue;
    repeats += 1;
    since = at;
  }
  return { repeats, since };
}

/** A clock that was set back proves nothing. */
const isSameKey = (since: number, at: number, sameKeyMs: number): boolean =>
  at >= since && at - since < sameKeyMs;

export function afterFailure(
  { kind, detail }: DeskError,
  how: { readonly plain: boolean; readonly failures: number },
): Failure {
  const { retryAfterMs, posted } = detail;
  if (kind === 'notOffered') return { kind: 'drop', why: 'notOffered', surely: true };
  if (kind === 'refused' && !how.plain) return { kind: 'plain', surely: true };
  // Even its plain words are too much for our own code: those behind it must not wait for it.
  const isHopeless = how.plain && (kind === 'refused' || kind === 'bug');
  if (isHopeless) return { kind: 'drop', why: 'refused', surely: kind === 'refused' || posted === 'no' };
  const ordered = typeof retryAfterMs === 'number';
  return {
    kind: 'again',
    surely: posted === 'no',
    ordered,
    waitMs: ordered ? retryAfterMs : backOffMs(how.failures),
  };
}

/** 1, 2, 4, 8 … 60 s; `failures` before this one. */
const backOffMs = (failures: number): number => Math.min(1_000 * 2 ** failures, LONGEST_WAIT_MS);

/** The same words with one line more in the small print. */
export function markedRepeat(reply: Reply, language: Language): Reply {
  const mark =
    language === 'ko'
      ? '앞에 같은 알림이 있으면 한 번만 세십시오'
      : 'if the same alert stands above, count it once';
  return { ...reply, footer: reply.footer ? `${reply.footer} · ${mark}` : mark };
}
