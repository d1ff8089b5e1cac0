import { addKstDays, startOfKstDate } from '../../core/index.js';
import { percent } from '../decimal.js';
import type { Listing } from '../listings.js';
import { type Period, type PeriodBar, periodBars } from '../quote-periods.js';
import type { Venue } from '../venue.js';
import { answered, type KiwoomAnswer, SAID } from './answer.js';
import { blankRow } from './chart-rows.js';
import { badField } from './gateway-words.js';
import { directionOf, issueOf } from './quote-issue.js';
import { type KiwoomRequest, type KiwoomRoute, PATHS } from './route.js';
import { plus, signedPrice } from './values.js';

/** Rows of a page. On record for days; taken for the longer periods too. */
const PAGE = 600;
const MILLION = 1_000_000n;

interface PeriodChart {
  readonly apiId: string;
  readonly period: Period;
  readonly list: string;
}

const CHARTS: readonly PeriodChart[] = [
  { apiId: 'ka10081', period: 'D', list: 'stk_dt_pole_chart_qry' },
  { apiId: 'ka10082', period: 'W', list: 'stk_stk_pole_chart_qry' },
  { apiId: 'ka10083', period: 'M', list: 'stk_mth_pole_chart_qry' },
  { apiId: 'ka10094', period: 'Y', list: 'stk_yr_pole_chart_qry' },
];

/**
 * Kiwoom: 주식일봉차트 ka10081, 주봉 ka10082, 월봉 ka10083, 년봉 ka10094, newest first. Nothing was ever split here, so
 * adjusted prices are the raw ones. The turnover of days is in million won, that of the others in won.
 */
export function periodChartRoutes(venue: Venue): readonly KiwoomRoute[] {
  return CHARTS.map(chart => ({
    apiId: chart.apiId,
    path: PATHS.chart,
    kind: 'quote',
    required: { stk_cd: 20, base_dt: 8, upd_stkpc_tp: 1 },
    handle: request => chartAnswer(venue, chart, request),
  }));
}

function chartAnswer(venue: Venue, chart: PeriodChart, request: KiwoomRequest): KiwoomAnswer {
  const { field, now, next } = request;
  const base = field('base_dt');
  if (startOfKstDate(base) === undefined) return badField('base_dt');
  const code = field('stk_cd').trim();
  const issue = issueOf(code, request);
  if (!issue) {
    const row = blankRow(rowOf(venue, chart.period, undefined, NO_BAR));
    return answered({ stk_cd: code, [chart.list]: [row] }, SAID.market);
  }
  const today = venue.tape.day(now);
  const asked = startOfKstDate(next) === undefined ? base : next;
  const to = asked < today ? asked : today;
  const range = { period: chart.period, from: '', to, now, limit: PAGE };
  const bars = periodBars(venue.tape, issue.instrument.code, range);
  const oldest = bars.length < PAGE ? undefined : bars.at(-1);
  const following = oldest === undefined ? undefined : addKstDays(oldest.date, -1);
  const rows = bars.map(bar => rowOf(venue, chart.period, issue, bar));
  return answered({ stk_cd: code, [chart.list]: rows }, SAID.market, following);
}

const NO_BAR: PeriodBar = {
  date: '',
  open: 0n,
  high: 0n,
  low: 0n,
  close: 0n,
  volume: 0n,
  turnover: 0n,
  before: 0n,
  volumeBefore: 0n,
};

function rowOf(venue: Venue, period: Period, issue: Listing | undefined, bar: PeriodBar) {
  const signed = period === 'D' && venue.switches.kiwoomSignedDays;
  const shown = (price: bigint) => (signed ? signedPrice(price, bar.before) : price.toString());
  const row = {
    cur_prc: shown(bar.close),
    trde_qty: bar.volume.toString(),
    trde_prica: (period === 'D' ? bar.turnover / MILLION : bar.turnover).toString(),
    dt: bar.date,
    open_pric: shown(bar.open),
    high_pric: shown(bar.high),
    low_pric: shown(bar.low),
  };
  if (period === 'Y') return row;
  const kind = issue?.instrument.kind ?? 'stock';
  return {
    ...row,
    pred_pre: plus(bar.close - bar.before),
    pred_pre_sig: period === 'D' ? directionOf(bar.close, bar.before, kind) : roughDirection(bar),
    trde_tern_rt: plus(percent(bar.volume, issue?.listedShares ?? 0n, 2)),
  };
}

/** Longer than a day no price limit holds. */
function roughDirection({ close, before }: PeriodBar): string {
  if (close === before) return '3';
  return close > before ? '2' : '5';
}
