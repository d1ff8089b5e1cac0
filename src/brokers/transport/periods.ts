import { addKstDays, type CandlePeriod, kstFields, startOfKstDate } from '../../core/index.js';

/** The first day of the week (Monday), month or year that a day lies in. */
export function periodStart(date: string, period: CandlePeriod): string {
  switch (period) {
    case 'D':
      return date;
    case 'W':
      return addKstDays(date, -((weekdayOf(date) + 6) % 7));
    case 'M':
      return `${date.slice(0, 6)}01`;
    case 'Y':
      return `${date.slice(0, 4)}0101`;
  }
}

function weekdayOf(date: string): number {
  const start = startOfKstDate(date);
  if (start === undefined) throw new RangeError(`not a date: ${date}`);
  return kstFields(start).weekday;
}
