import { startOfKstDate } from '../core/index.js';
import { lateOpening } from './calendar.js';

/** A time of day (KST) on one date, as an instant (ms). */
export type TimeOfDay = (hour: number, minute: number, second?: number) => number;

/**
 * The wall clock by which the sessions of one day are named. On a late day `morning` runs behind by as much as the
 * market opens later and `afternoon` by as much as it closes later; `evening` is never moved.
 */
export interface DayClock {
  readonly morning: TimeOfDay;
  readonly afternoon: TimeOfDay;
  readonly evening: TimeOfDay;
}

/** A session of a day: from `from` until just before `to` (ms). */
export interface SessionSpan<Name extends string> {
  readonly session: Name;
  readonly from: number;
  readonly to: number;
}

/** The clock of a date `YYYYMMDD`; anything else throws a RangeError. */
export function dayClock(date: string): DayClock {
  const midnight = startOfKstDate(date);
  if (midnight === undefined) throw new RangeError(`not a date: ${date}`);
  const late = lateOpening(date);
  const behind =
    (minutes: number): TimeOfDay =>
    (hour, minute, second = 0) =>
      midnight + ((hour * 60 + minute + minutes) * 60 + second) * 1000;
  return {
    morning: behind(late?.openMinutesLater ?? 0),
    afternoon: behind(late?.closeMinutesLater ?? 0),
    evening: behind(0),
  };
}
