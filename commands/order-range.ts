import { addKstDays, DeskError, kstDate } from '../src/core/index.js';

/** Which orders are asked for: those still open, or all of the days `from`..`to` (`YYYYMMDD` KST). */
export type OrderRange =
  | { readonly kind: 'open' }
  | { readonly kind: 'days'; readonly from: string; readonly to: string };

const LONGEST_DAYS = 92;

/** Throws `input` for a range that is turned round, in the future, longer than 92 days, or beside open or today. */
export function orderRange(
  { when, ...given }: { when?: 'open' | 'today'; from?: string; to?: string },
  now: number,
): OrderRange {
  const today = kstDate(now);
  if (when !== undefined) {
    if (given.from !== undefined || given.to !== undefined) throw wrong('when', 'whenAndDays');
    return when === 'open' ? { kind: 'open' } : { kind: 'days', from: today, to: today };
  }
  const days = pastDays(given, now);
  if (!days) return { kind: 'days', from: today, to: today };
  if (days.to > addKstDays(days.from, LONGEST_DAYS)) throw wrong('to', 'tooLong');
  return { kind: 'days', ...days };
}

/**
 * The days `from`..`to` (`YYYYMMDD` KST), `from` alone being that day; undefined when neither is given. Throws `input`
 * when they are turned round, in the future, or lack the first one.
 */
export function pastDays(
  { from, to }: { from?: string; to?: string },
  now: number,
): { readonly from: string; readonly to: string } | undefined {
  const today = kstDate(now);
  if (from === undefined) {
    if (to !== undefined) throw wrong('from', 'missing');
    return undefined;
  }
  const last = to ?? from;
  if (from > today) throw wrong('from', 'future');
  if (last > today) throw wrong('to', 'future');
  if (last < from) throw wrong('to', 'reversed');
  return { from, to: last };
}

const wrong = (argument: string, problem: 'missing' | 'whenAndDays' | 'future' | 'reversed' | 'tooLong') =>
  new DeskError('input', 'no such range of days', { problem, argument });

/** A range that can be asked for at this instant, as an example to type: the last two weeks. */
export function exampleRange(now: number): string {
  const today = kstDate(now);
  return `/orders ${addKstDays(today, -13)} ${today}`;
}
