import { addKstDays, kstDate, kstTime, startOfKstDate } from '../../core/index.js';
import type { Listing } from '../listings.js';
import type { Print, Tape } from '../tape.js';
import type { Venue } from '../venue.js';
import { answered, type KiwoomAnswer, SAID } from './answer.js';
import { blankRow } from './chart-rows.js';
import { badField } from './gateway-words.js';
import { createMinuteBars, dayBefore, type MinuteBar, type MinuteBars } from './minute-bars.js';
import { directionOf, issueOf } from './quote-issue.js';
import { type KiwoomRequest, type KiwoomRoute, PATHS } from './route.js';
import { plus, signedPrice } from './values.js';

/** Rows of a page: on record for minutes, taken for ticks too. */
const PAGE = 900;
/** Minutes were seen to reach back thirteen months. */
const OLDEST_DAYS = 395;

const MINUTES: readonly string[] = ['1', '3', '5', '10', '15', '30', '45', '60'];
const TICKS: readonly string[] = ['1', '3', '5', '10', '30'];

/** Kiwoom: 주식틱차트 ka10079 and 주식분봉차트 ka10080, newest first. Ticks are those of the day in force. */
export function minuteChartRoutes(venue: Venue): readonly KiwoomRoute[] {
  const { tape } = venue;
  const bars = createMinuteBars(venue);
  const route = (apiId: string, handle: (request: KiwoomRequest) => KiwoomAnswer): KiwoomRoute => ({
    apiId,
    path: PATHS.chart,
    kind: 'quote',
    required: { stk_cd: 20, tic_scope: 2, upd_stkpc_tp: 1 },
    handle,
  });
  return [
    route('ka10079', request => tickAnswer(tape, request)),
    route('ka10080', request => minuteAnswer(tape, bars, request)),
  ];
}

function minuteAnswer(tape: Tape, minutes: MinuteBars, request: KiwoomRequest): KiwoomAnswer {
  const { field, now, next } = request;
  const [scope, from] = [field('tic_scope'), field('base_dt').trim()];
  if (!MINUTES.includes(scope)) return badField('tic_scope');
  if (from !== '' && startOfKstDate(from) === undefined) return badField('base_dt');
  const code = field('stk_cd').trim();
  const issue = issueOf(code, request);
  const list = 'stk_min_pole_chart_qry';
  if (!issue) return answered({ stk_cd: code, [list]: [BLANK_MINUTE] }, SAID.market);
  const found = barsBefore(tape, minutes, { issue, scope: Number(scope), from, next, now });
  const rows = found.slice(0, PAGE).map(bar => minuteRow(issue, bar));
  const more = found.length > PAGE ? rows.at(-1)?.cntr_tm : undefined;
  return answered({ stk_cd: code, [list]: rows }, SAID.market, more);
}

/** More bars than one page has, where there are; those older than the stamp `next` when it is one. */
function barsBefore(
  tape: Tape,
  minutes: MinuteBars,
  asked: { issue: Listing; scope: number; from: string; next: string; now: number },
): readonly MinuteBar[] {
  const { issue, scope, from, next, now } = asked;
  const { code } = issue.instrument;
  const today = tape.day(now);
  const oldest = addKstDays(today, -OLDEST_DAYS);
  const cursor = /^\d{14}$/.test(next) ? next : '';
  const wanted = cursor === '' ? from || today : cursor.slice(0, 8);
  let date: string | undefined = tape.dailyBars(code, '', wanted, now, 1)[0]?.date;
  const found: MinuteBar[] = [];
  while (date !== undefined && date >= oldest && found.length <= PAGE) {
    for (const bar of minutes.day(code, date, scope, now))
      if (cursor === '' || bar.stamp < cursor) found.push(bar);
    date = dayBefore(tape, code, date, now);
  }
  return found;
}

function minuteRow(issue: Listing, bar: MinuteBar) {
  const { base } = bar;
  return {
    cur_prc: signedPrice(bar.close, base),
    trde_qty: bar.volume.toString(),
    cntr_tm: bar.stamp,
    open_pric: signedPrice(bar.open, base),
    high_pric: signedPrice(bar.high, base),
    low_pric: signedPrice(bar.low, base),
    acc_trde_qty: bar.dayVolume.toString(),
    pred_pre: plus(bar.close - base),
    pred_pre_sig: directionOf(bar.close, base, issue.instrument.kind),
  };
}

function tickAnswer(tape: Tape, request: KiwoomRequest): KiwoomAnswer {
  const { field, now, next } = request;
  if (!TICKS.includes(field('tic_scope'))) return badField('tic_scope');
  const code = field('stk_cd').trim();
  const issue = issueOf(code, request);
  const list = 'stk_tic_chart_qry';
  const answer = (rows: readonly object[], more?: string) =>
    answered({ stk_cd: code, last_tic_cnt: '', [list]: rows }, SAID.market, more);
  if (!issue) return answer([BLANK_TICK]);
  const scope = Number(field('tic_scope'));
  const until = /^\d{13}$/.test(next) ? Math.min(now, Number(next) - 1) : now;
  if (tape.day(until) !== tape.day(now)) return answer([]);
  const prints = tape.prints(issue.instrument.code, until, PAGE * scope + 1);
  const shown = prints.slice(0, PAGE * scope);
  const base = tape.base(issue.instrument.code, now);
  const rows: object[] = [];
  for (let i = 0; i < shown.length; i += scope) rows.push(tickRow(issue, shown.slice(i, i + scope), base));
  return answer(rows, prints.length > shown.length ? String(shown.at(-1)?.at) : undefined);
}

/** Trades together, newest first. Prices carry no sign here, and neither does the change. */
function tickRow(issue: Listing, prints: readonly Print[], base: bigint) {
  const prices = prints.map(p => p.price);
  const [close, open] = [prices[0] ?? 0n, prices.at(-1) ?? 0n];
  const at = prints[0]?.at ?? 0;
  const change = close - base;
  return {
    cur_prc: close.toString(),
    trde_qty: prints.reduce((sum, p) => sum + p.volume, 0n).toString(),
    cntr_tm: kstDate(at) + kstTime(at),
    open_pric: open.toString(),
    high_pric: prices.reduce((a, b) => (a > b ? a : b), 0n).toString(),
    low_pric: prices.reduce((a, b) => (a < b ? a : b), close).toString(),
    pred_pre: (change < 0n ? -change : change).toString(),
    pred_pre_sig: directionOf(close, base, issue.instrument.kind),
  };
}

const TICK_NAMES = [
  'cur_prc',
  'trde_qty',
  'cntr_tm',
  'open_pric',
  'high_pric',
  'low_pric',
  'pred_pre',
  'pred_pre_sig',
];
const BLANK_TICK = blankRow(Object.fromEntries(TICK_NAMES.map(name => [name, ''])));
const BLANK_MINUTE = { ...BLANK_TICK, acc_trde_qty: '' };
