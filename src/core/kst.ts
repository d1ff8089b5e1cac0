/** Korea Standard Time is UTC+9 all year; these functions never look at the host's time zone. */

const KST_OFFSET_MS = 9 * 3_600_000;
const DAY_MS = 86_400_000;

const two = (n: number) => String(n).padStart(2, '0');

/** The KST calendar and clock fields of an instant. `weekday` 0 is Sunday. */
export interface KstFields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  weekday: number;
}

export function kstFields(ms: number): KstFields {
  const d = new Date(ms + KST_OFFSET_MS);
  return {
    year: d.getUTCFullYear(),
    month: d.getUTCMonth() + 1,
    day: d.getUTCDate(),
    hour: d.getUTCHours(),
    minute: d.getUTCMinutes(),
    second: d.getUTCSeconds(),
    weekday: d.getUTCDay(),
  };
}

/** `YYYYMMDD` in KST, the brokers' form of a date. */
export function kstDate(ms: number): string {
  const f = kstFields(ms);
  return `${f.year}${two(f.month)}${two(f.day)}`;
}

/** `HHMMSS` in KST, the brokers' form of a time. */
export function kstTime(ms: number): string {
  const f = kstFields(ms);
  return `${two(f.hour)}${two(f.minute)}${two(f.second)}`;
}

/** `YYYY-MM-DD HH:MM:SS` in KST, as KIS writes a token's expiry. */
export function formatKst(ms: number): string {
  const f = kstFields(ms);
  return `${f.year}-${two(f.month)}-${two(f.day)} ${two(f.hour)}:${two(f.minute)}:${two(f.second)}`;
}

/** The instant of a KST wall-clock time `YYYY-MM-DD HH:MM:SS`; undefined when it is not one. */
export function parseKst(text: string): number | undefined {
  const m = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})$/.exec(text.trim());
  if (!m) return undefined;
  const ms = Date.parse(`${m[1]}-${m[2]}-${m[3]}T${m[4]}:${m[5]}:${m[6]}+09:00`);
  return Number.isNaN(ms) || formatKst(ms) !== text.trim() ? undefined : ms;
}

/** The instant a KST day `YYYYMMDD` begins; undefined when there is no such day. */
export function startOfKstDate(date: string): number | undefined {
  if (!/^\d{8}$/.test(date)) return undefined;
  return parseKst(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)} 00:00:00`);
}

/** The KST date `days` later (or earlier, when negative). */
export function addKstDays(date: string, days: number): string {
  const start = startOfKstDate(date);
  if (start === undefined) throw new RangeError(`not a date: ${date}`);
  return kstDate(start + days * DAY_MS);
}
