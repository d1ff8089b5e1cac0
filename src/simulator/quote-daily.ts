import { addKstDays, startOfKstDate } from '../core/index.js';
import { priceLimits } from '../market/index.js';
import { decimal, percent } from './decimal.js';
import { fundamentalsOf, marketCap, ratioFields } from './fundamentals.js';
import type { Listing } from './listings.js';
import { changeFields, dayFields, rangeOf, rangeOfToday } from './quote-fields.js';
import { isPeriod, type PeriodBar, periodBars } from './quote-periods.js';
import type { QuoteService } from './quote-route.js';
import type { Bar, Tape } from './tape.js';

const LAST_DAYS = 30;
const CHART_ROWS = 100;

/**
 * KIS: 주식현재가 일자별 FHKST01010400. `FID_ORG_ADJ_PRC` 0 asks for raw prices and 1 for adjusted ones; nothing was
 * ever split here, so both are the same.
 */
export function dailyPriceService(tape: Tape): QuoteService {
  return {
    name: 'inquire-daily-price',
    trId: 'FHKST01010400',
    fields: ['FID_PERIOD_DIV_CODE', 'FID_ORG_ADJ_PRC'],
    quote(issue, { field, now }) {
      const period = field('FID_PERIOD_DIV_CODE');
      if (!isPeriod(period) || period === 'Y') return 'FID_PERIOD_DIV_CODE';
      const range = { period, from: '', to: tape.day(now), now, limit: LAST_DAYS };
      const foreign = decimal(fundamentalsOf(issue).foreign, 100n, 2);
      return {
        output: periodBars(tape, issue.instrument.code, range).map(bar => ({
          stck_bsop_date: bar.date,
          ...rangeOf(bar),
          stck_clpr: bar.close.toString(),
          acml_vol: bar.volume.toString(),
          // Here the growth over the period before, unlike in 주식현재가 시세.
          prdy_vrss_vol_rate: percent(bar.volume - bar.volumeBefore, bar.volumeBefore, 2),
          ...changeFields(issue, bar.close, bar.before),
          hts_frgn_ehrt: foreign,
          frgn_ntby_qty: (bar.volume / 50n).toString(),
          flng_cls_code: '00',
          acml_prtt_rate: '0.00',
        })),
      };
    },
  };
}

/** KIS: 국내주식기간별시세(일/주/월/년) FHKST03010100. `FID_ORG_ADJ_PRC` the other way round: 0 adjusted, 1 raw. */
export function chartService(tape: Tape): QuoteService {
  return {
    name: 'inquire-daily-itemchartprice',
    trId: 'FHKST03010100',
    fields: ['FID_PERIOD_DIV_CODE', 'FID_INPUT_DATE_1', 'FID_INPUT_DATE_2', 'FID_ORG_ADJ_PRC'],
    quote(issue, { field, now }) {
      const [period, from, to] = [
        field('FID_PERIOD_DIV_CODE'),
        field('FID_INPUT_DATE_1'),
        field('FID_INPUT_DATE_2'),
      ];
      if (!isPeriod(period)) return 'FID_PERIOD_DIV_CODE';
      if (!isDate(from)) return 'FID_INPUT_DATE_1';
      if (!isDate(to)) return 'FID_INPUT_DATE_2';
      const range = { period, from, to, now, limit: CHART_ROWS };
      return {
        output1: summary(tape, issue, now),
        output2: periodBars(tape, issue.instrument.code, range).map(bar => chartRow(issue, bar)),
      };
    },
  };
}

const isDate = (text: string) => startOfKstDate(text) !== undefined;

function chartRow(issue: Listing, bar: PeriodBar) {
  const { prdy_vrss, prdy_vrss_sign } = changeFields(issue, bar.close, bar.before);
  return {
    stck_bsop_date: bar.date,
    stck_clpr: bar.close.toString(),
    ...rangeOf(bar),
    acml_vol: bar.volume.toString(),
    acml_tr_pbmn: bar.turnover.toString(),
    flng_cls_code: '00',
    prtt_rate: '0.00',
    mod_yn: bar.volume === 0n ? 'Y' : 'N',
    prdy_vrss_sign,
    prdy_vrss,
    revl_issu_reas: '',
  };
}

function summary(tape: Tape, issue: Listing, now: number) {
  const { code, kind, name } = issue.instrument;
  const day = tape.day(now);
  const bar = tape.bar(code, day, now);
  const before: Bar = tape.dailyBars(code, '', addKstDays(day, -1), now, 1)[0] ?? bar;
  const base = tape.base(code, now);
  const limits = priceLimits(base, kind);
  const { asks, bids } = tape.book(code, now);
  const facts = fundamentalsOf(issue);
  const { per, eps, pbr } = ratioFields(facts, bar.close);
  return {
    ...dayFields(issue, bar, base),
    stck_prdy_clpr: base.toString(),
    hts_kor_isnm: name,
    stck_shrn_iscd: code,
    prdy_vol: before.volume.toString(),
    stck_mxpr: limits.upper.toString(),
    stck_llam: limits.lower.toString(),
    ...rangeOfToday(bar),
    stck_prdy_oprc: before.open.toString(),
    stck_prdy_hgpr: before.high.toString(),
    stck_prdy_lwpr: before.low.toString(),
    askp: (asks[0]?.price ?? 0n).toString(),
    bidp: (bids[0]?.price ?? 0n).toString(),
    prdy_vrss_vol: (bar.volume - before.volume).toString(),
    vol_tnrt: percent(bar.volume, issue.listedShares, 2),
    stck_fcam: issue.faceValue.toString(),
    lstn_stcn: issue.listedShares.toString(),
    cpfn: facts.capital.toString(),
    hts_avls: marketCap(issue, bar.close).toString(),
    per,
    eps,
    pbr,
    itewhol_loan_rmnd_ratem: '0.12',
  };
}
