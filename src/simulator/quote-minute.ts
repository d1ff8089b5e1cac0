import { kstTime, parseKst, startOfKstDate } from '../core/index.js';
import { flatBar } from './day-bar.js';
import type { Listing } from './listings.js';
import { dayFields, rangeOf } from './quote-fields.js';
import type { QuoteService } from './quote-route.js';
import type { Bar, Tape } from './tape.js';

const ROWS = 30;
const MINUTE_MS = 60_000;

/** KIS: 주식당일분봉조회 FHKST03010200. One-minute bars of the day in force, newest first, 30 up to the hour asked for. */
export function minuteService(tape: Tape): QuoteService {
  return {
    name: 'inquire-time-itemchartprice',
    trId: 'FHKST03010200',
    fields: ['FID_INPUT_HOUR_1', 'FID_PW_DATA_INCU_YN'],
    quote(issue, { field, now }) {
      const until = instantOf(tape.day(now), field('FID_INPUT_HOUR_1'));
      if (until === undefined) return 'FID_INPUT_HOUR_1';
      return { output1: summary(tape, issue, now), output2: rows(tape, issue, until, now) };
    },
  };
}

function instantOf(day: string, time: string): number | undefined {
  const date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
  const parts = /^(\d\d)(\d\d)(\d\d)$/.exec(time);
  return parts ? parseKst(`${date} ${parts[1]}:${parts[2]}:${parts[3]}`) : undefined;
}

function summary(tape: Tape, issue: Listing, now: number) {
  const { code, name } = issue.instrument;
  const base = tape.base(code, now);
  const bar = tape.bar(code, tape.day(now), now);
  return {
    ...dayFields(issue, bar, base),
    stck_prdy_clpr: base.toString(),
    hts_kor_isnm: name,
  };
}

function rows(tape: Tape, issue: Listing, until: number, now: number) {
  const { code } = issue.instrument;
  const ahead = minutesAhead(tape, code, until, now);
  const begun = tape.minuteBars(code, until, ROWS - ahead.length, now);
  const newest = begun[0];
  let turnover = newest === undefined ? 0n : turnoverAfter(tape, code, newest, now);
  return [...ahead, ...begun].map(bar => {
    const row = {
      stck_bsop_date: bar.date,
      stck_cntg_hour: bar.time ?? '',
      stck_prpr: bar.close.toString(),
      ...rangeOf(bar),
      cntg_vol: bar.volume.toString(),
      acml_tr_pbmn: turnover.toString(),
    };
    turnover -= bar.turnover;
    return row;
  });
}

/** The day's turnover when this minute had ended, or now if it has not. */
function turnoverAfter(tape: Tape, code: string, bar: Bar, now: number): bigint {
  const began = instantOf(bar.date, bar.time ?? '') ?? now;
  return tape.bar(code, bar.date, Math.min(now, began + MINUTE_MS - 1)).turnover;
}

/** Minutes of today that have not begun but were asked for: KIS repeats the price in force in them. */
function minutesAhead(tape: Tape, code: string, until: number, now: number): Bar[] {
  const day = tape.day(now);
  const price = tape.price(code, now);
  const begun = Math.max(now, startOfKstDate(day) ?? now);
  const bars: Bar[] = [];
  let minute = until - (until % MINUTE_MS);
  for (; minute > begun && bars.length < ROWS; minute -= MINUTE_MS) {
    if (!tape.isOpen(minute)) continue;
    bars.push({ ...flatBar(day, price), time: kstTime(minute) });
  }
  return bars;
}
