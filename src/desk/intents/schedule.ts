import { kstDate, kstTime, type Stamp } from '../../core/index.js';

const SECOND = 1_000;

/** When to look for an order of unknown outcome, after it left; then every five minutes. */
const UNKNOWN_AT = [1, 2, 5, 10, 20, 40, 90, 180, 300].map(s => s * SECOND);
const UNKNOWN_THEN = 300 * SECOND;

/** When to look how an accepted order fares; then every minute. */
const ACCEPTED_AT = [1, 2, 5, 10, 20, 40].map(s => s * SECOND);
const ACCEPTED_THEN = 60 * SECOND;

/** The first moment after `elapsed` (both ms after the order left) at which to look again. */
export function nextLook(kind: 'unknown' | 'accepted', elapsed: number): number {
  const [early, then] = kind === 'unknown' ? [UNKNOWN_AT, UNKNOWN_THEN] : [ACCEPTED_AT, ACCEPTED_THEN];
  const first = early.find(at => at > elapsed);
  if (first !== undefined) return first;
  const last = early[early.length - 1] ?? 0;
  return last + (Math.floor((elapsed - last) / then) + 1) * then;
}

/** Not found may mean not yet: nothing is concluded before this long and this many complete answers. */
export const PATIENCE_MS = 300 * SECOND;
export const PATIENCE_ANSWERS = 5;

/** KST times after which a venue takes and executes nothing more of the day, with some minutes to spare. */
const DAY_ENDS: Readonly<Record<Stamp, string>> = { live: '200500', paper: '154000', demo: '235959' };

/** Whether an order that left at `sentAt` can no longer come into being: its trading day is over. */
export function dayIsOver(stamp: Stamp, sentAt: number, now: number): boolean {
  const [sent, today] = [kstDate(sentAt), kstDate(now)];
  return (
    today > sent || (today === sent && kstTime(now) >= DAY_ENDS[stamp] && kstTime(sentAt) < DAY_ENDS[stamp])
  );
}
